// A page of a form: shown alone while it is filled, all of its fields stay part of the form.
import { h } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { children } from '../containers.js';
import { useService } from '../frame.js';

function Page(props) {
  const { field, domId } = props;
  const { pages, form } = useService('refining');
  const [, redraw] = useState(0);
  const node = useRef(null);
  useEffect(() => pages.listen(() => redraw((count) => count + 1)), [pages]);
  useLayoutEffect(() => pages.enter(field.id, field.label ?? ''), [pages, field.id, field.label]);
  useEffect(() => {
    const reveal = () => pages.show(field.id);
    node.current.addEventListener('form:reveal', reveal);
    return () => node.current?.removeEventListener('form:reveal', reveal);
  }, [pages, field.id]);
  const inside = useMemo(() => children(props), [props]); // turning a page draws no field anew
  const paged = !form._getState().properties.readOnly; // to read, all of it is shown at once
  return h('section', { ref: node, class: 'bh-page', hidden: paged && pages.current !== field.id, 'aria-labelledby': domId },
    h('h2', { id: domId, tabIndex: -1 }, field.label),
    field.description && h('p', { class: 'muted' }, field.description),
    inside);
}

export default { component: Page };
