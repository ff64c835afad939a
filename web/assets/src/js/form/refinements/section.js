// A section that can be closed; it opens by itself when something in it is wrong.
import { h } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { children } from '../containers.js';
import { icon, useService } from '../frame.js';
import { components } from '../components.js';

function Section(props) {
  const { field, domId } = props;
  const form = useService('form');
  const node = useRef(null);
  const [open, setOpen] = useState(field.bihuan.collapsed !== true);
  const inside = useMemo(() => children(props), [props]);
  const wrong = [...components(field)].filter(({ id }) => form._getState().errors[id]).length;
  useEffect(() => {
    if (wrong) setOpen(true);
  }, [wrong > 0]);
  useEffect(() => {
    const reveal = () => setOpen(true);
    node.current.addEventListener('form:reveal', reveal);
    return () => node.current?.removeEventListener('form:reveal', reveal);
  }, []);
  return h('details', { ref: node, class: 'bh-section fjs-form-field', open, onToggle: (event) => event.target === node.current && setOpen(node.current.open) },
    h('summary', { id: domId }, icon('chevron-right'), h('span', {}, field.label), wrong > 0 && h('span', { class: 'chip chip-bad' }, icon('circle-alert'), wrong)),
    h('div', { role: 'group', 'aria-labelledby': domId }, inside));
}

export default { component: Section };
