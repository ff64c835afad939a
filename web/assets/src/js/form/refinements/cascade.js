// A choice made in steps: one list for each level of the tree that the form draws; with a source it is a picker.
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { Frame, described } from '../frame.js';
import picker from './picker.js';

const BETWEEN = ' / ';
const valueOf = (entry) => (typeof entry === 'object' ? entry.value : entry);
const labelOf = (entry) => String((typeof entry === 'object' && entry.label) || valueOf(entry));
const childrenOf = (entry) => (Array.isArray(entry?.children) && entry.children.length ? entry.children : null);

/** The entries on the way to that leaf, or nothing. */
function wayTo(entries, value) {
  for (const entry of entries ?? []) {
    const children = childrenOf(entry);
    if (!children && valueOf(entry) === value) return [entry];
    const below = children && wayTo(children, value);
    if (below?.length) return [entry, ...below];
  }
  return [];
}

function Cascade(props) {
  const { field, value, domId, disabled, readonly, onChange, onBlur, onFocus } = props;
  const [way, setWay] = useState(() => wayTo(field.values, value));
  useEffect(() => {
    const known = wayTo(field.values, value);
    if (known.length) setWay(known);
  }, [field.values, value]);
  const choose = (level, entries, index) => {
    const chosen = entries[index];
    setWay(chosen ? [...way.slice(0, level), chosen] : way.slice(0, level));
    onChange({ value: chosen && !childrenOf(chosen) ? valueOf(chosen) : null });
  };
  const level = (entries, number) => h('select', {
    key: number, id: number === 0 ? domId : `${domId}-${number}`, class: 'fjs-input bh-level', disabled: disabled || readonly,
    'aria-label': text('cascade_level', { label: field.label ?? '', number: number + 1 }), required: Boolean(field.validate?.required), ...described(props),
    value: String(entries.indexOf(way[number])), onChange: (event) => choose(number, entries, Number(event.target.value)), onBlur, onFocus,
  }, h('option', { value: '-1' }, text('cascade_choose')), entries.map((entry, index) => h('option', { value: String(index) }, labelOf(entry))));
  const levels = [field.values ?? [], ...way.map(childrenOf).filter(Boolean)];
  return h(Frame, { props, kind: 'cascade' }, h('div', { class: 'bh-levels' }, levels.map(level)));
}

const hasSource = (field) => Boolean(field.bihuan.source);
const component = (props) => h(hasSource(props.field) ? picker.component : Cascade, props);

function sanitize(given) {
  if (hasSource(given.formField)) return picker.sanitize(given);
  return wayTo(given.formField.values, given.value).length ? given.value : null;
}

function shown(value, field, refining) {
  return hasSource(field) ? picker.shown(value, field, refining) : wayTo(field.values, value).map(labelOf).join(BETWEEN);
}

export default { component, sanitize, shown };
