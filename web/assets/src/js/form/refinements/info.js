// Data of earlier steps beside what is to be filled in: read-only, and seen to be so.
import { h } from 'preact';
import { text } from '../../texts.js';
import { icon } from '../frame.js';

function Info(props) {
  const { Base, field } = props;
  const title = field.bihuan.title ?? (field.type === 'text' ? '' : field.label);
  return h('div', { class: 'bh-info', role: 'note', 'aria-label': title || text('info_label') },
    icon('info'), h('div', {}, h(Base, props)));
}

export default { component: Info };
