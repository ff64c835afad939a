// People, groups, customers and whatever a source offers: found by typing, one or several, with the keyboard alone.
import { LocalExpressionContext } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { Frame, classes, described, icon, useService } from '../frame.js';
import { useSearch } from '../searching.js';

const isSeveral = ({ type }) => type === 'taglist' || type === 'checklist';
const listed = (value) => (Array.isArray(value) ? value : value === null || value === undefined || value === '' ? [] : [value]);

function Picker(props) {
  const { field, domId, disabled, readonly, onFocus } = props;
  const several = isSeveral(field);
  const editable = !disabled && !readonly;
  const picking = usePicking(props, several);
  const { search, values, names, active } = picking;
  const shown = search.open || several ? search.query : values.length ? names.of(values[0]) : '';
  return h(Frame, { props, kind: 'picker' },
    h('div', { class: classes('fjs-input-group bh-picker-box', several && 'is-several') },
      several && values.map((value) => h(Tag, { key: value, name: names.of(value), drop: editable && (() => picking.drop(value)) })),
      h('input', {
        ref: picking.input, id: domId, type: 'text', class: 'fjs-input', role: 'combobox', autocomplete: 'off', spellcheck: false,
        'aria-expanded': search.open, 'aria-controls': picking.listId, 'aria-autocomplete': 'list', 'aria-required': Boolean(field.validate?.required),
        'aria-activedescendant': active >= 0 && search.open ? `${picking.listId}-${active}` : undefined,
        ...described(props), disabled, readOnly: readonly, value: shown,
        placeholder: editable && !(several && values.length) ? text('picker_search') : undefined,
        onInput: picking.typed, onKeyDown: editable ? picking.pressed : undefined, onBlur: picking.left, onFocus,
        onMouseDown: () => editable && !search.open && search.ask(''),
      }),
      editable && !several && values.length > 0 && h('button', {
        type: 'button', class: 'bh-clear', 'aria-label': text('picker_clear', { label: field.label ?? '' }), onClick: () => picking.drop(values[0]),
      }, icon('x')),
      !several && !values.length && icon('search')),
    h(Choices, { picking, label: field.label }),
    h('p', { class: 'bh-told', role: 'status' }, told(search, picking.offered.length)));
}

function Tag({ name, drop }) {
  return h('span', { class: 'bh-tag' }, name, drop && h('button', { type: 'button', 'aria-label': text('picker_remove', { name }), onClick: drop }, icon('x')));
}

/** The list that opens below; the cursor stays in the input, so nothing here takes it. */
function Choices({ picking, label }) {
  const { search, offered, values, active, listId, choose } = picking;
  const more = { id: `${listId}-${offered.length}`, class: classes('bh-more', active === offered.length && 'is-active'), onMouseDown: () => search.further() };
  return h('div', { class: 'bh-list', hidden: !search.open, onMouseDown: (event) => event.preventDefault() },
    h('ul', { id: listId, role: 'listbox', 'aria-label': label || text('picker_search'), hidden: !offered.length && !search.more },
      offered.map((item, index) => h('li', {
        id: `${listId}-${index}`, role: 'option', 'aria-selected': values.includes(item.value), class: classes(index === active && 'is-active'), onMouseDown: () => choose(item),
      }, h('span', {}, item.label), item.detail && h('small', {}, item.detail))),
      search.more && h('li', { role: 'option', 'aria-selected': false, ...more }, text('picker_more'))),
    search.failed && h('div', { class: 'bh-failed' }, icon('circle-alert'), h('span', {}, text('picker_failed')),
      h('button', { type: 'button', class: 'btn btn-small', tabIndex: -1, onClick: () => search.retry() }, icon('refresh-cw'), text('picker_retry'))));
}

/** What is chosen, what is offered, and how one comes to the other. */
function usePicking({ field, domId, value, onChange, onBlur }, several) {
  const values = listed(value);
  const given = useGiven({ field });
  const names = useNames(field, values, given);
  const search = useSearch(field, given);
  const [active, setActive] = useState(-1);
  const input = useRef(null);
  const offered = search.options.filter((option) => !several || !values.includes(option.value));
  const close = () => {
    search.close();
    setActive(-1);
  };
  const choose = (option) => {
    names.remember(option);
    onChange({ value: several ? [...values, option.value] : option.value });
    close();
  };
  const drop = (gone) => {
    onChange({ value: several ? values.filter((item) => item !== gone) : null });
    input.current?.focus();
  };
  const typed = (event) => {
    setActive(0);
    search.ask(event.target.value, true);
  };
  const left = () => {
    close();
    onBlur?.();
  };
  const keys = keysOf({ search, offered, active, setActive, choose, close, drop: !search.query && several && values.length > 0 && (() => drop(values.at(-1))) });
  return { values, names, search, active, input, offered, choose, drop, typed, left, pressed: (event) => press(event, keys), listId: `${domId}-list` };
}

function keysOf({ search, offered, active, setActive, choose, close, drop }) {
  const count = offered.length + (search.more ? 1 : 0);
  const move = (step) => {
    if (!search.open || search.failed) search.ask(search.query);
    else if (count) setActive((active + step + count) % count);
  };
  const take = () => (offered[active] ? choose(offered[active]) : active === offered.length && search.more && search.further());
  return {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: search.open && (() => setActive(0)),
    End: search.open && (() => setActive(offered.length - 1)),
    Enter: search.open && take,
    Escape: search.open && close,
    Backspace: drop,
  };
}

function press(event, keys) {
  const act = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing && keys[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function told(search, count) {
  if (!search.open) return '';
  if (search.failed) return text('picker_failed_keys');
  if (search.busy) return text('picker_busy');
  return count ? text('picker_found', { count }) : text('picker_none');
}

/** What the source may depend on: the answers that `dependsOn` names, as they stand in this row or in the form. */
function useGiven({ field }) {
  const context = useContext(LocalExpressionContext);
  const names = field.bihuan.source?.dependsOn ?? [];
  const answers = Object.fromEntries(names.map((name) => [name, context.this?.[name] ?? context.data?.[name]]));
  return { answers, id: JSON.stringify(answers) };
}

/** How the chosen values read; those that came with the form are asked for. */
function useNames(field, values, given) {
  const { options } = useService('refining');
  const [, redraw] = useState(0);
  const wanted = JSON.stringify(values);
  useEffect(() => {
    if (!values.length) return undefined;
    let gone = false;
    const show = () => gone || redraw((count) => count + 1);
    const ask = () => options.name(field, values, given).then(show, () => {}); // without a network the value itself is shown
    ask();
    window.addEventListener('online', ask);
    return () => { gone = true; window.removeEventListener('online', ask); };
  }, [field, wanted]);
  return {
    of: (value) => options.label(field, value),
    remember: (option) => options.remember(field, [option]),
  };
}

/** What is stored is judged by the server, which knows the source; here any text or number may be one of its values. */
function sanitize({ value, formField }) {
  const usable = (item) => typeof item === 'string' || typeof item === 'number';
  if (isSeveral(formField)) return Array.isArray(value) ? value.filter(usable) : [];
  return usable(value) && value !== '' ? value : null;
}

const shown = (value, field, { options }) => listed(value).map((item) => options.label(field, item)).join(text('list_comma'));

export default { component: Picker, sanitize, shown };
