// Shows what is wrong with a form: at the fields, and in a summary above them.
import { element, icon, settled } from '../dom.js';
import { text } from '../texts.js';

/** The server's list as form-js keeps errors: by component id, below it by row. */
export function asFormErrors(list) {
  const errors = {};
  for (const { component_id: id, path, message } of list) {
    if (!id) continue;
    const rows = (path ?? []).filter(Number.isInteger);
    let place = errors;
    for (const step of [id, ...rows.slice(0, -1)]) place = place[step] ??= [];
    const last = rows.length ? rows.at(-1) : id;
    if (rows.length) (place[last] ??= []).push(message);
    else (errors[id] ??= []).push(message);
  }
  return errors;
}

/** The errors of form-js as a flat list in the order of the schema. */
export function asList(errors) {
  const list = [];
  const walk = (id, value, rows) => {
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      if (typeof item === 'string') list.push({ component_id: id, path: rows, message: item });
      else walk(id, item, [...rows, index]);
    });
  };
  for (const [id, value] of Object.entries(errors)) walk(id, value, []);
  return list;
}

/** The label of a component, wherever it stands in the schema. */
function labels(schema) {
  const found = new Map();
  const look = (component, index) => {
    found.set(component.id, { label: component.label ?? component.dateLabel ?? component.timeLabel ?? '', place: index });
    component.components?.forEach((child) => look(child, found.size));
  };
  schema.components?.forEach((component) => look(component, found.size));
  return found;
}

/** The input of a component in a row; form-js ends its ids with the component's id and the row numbers. */
function fieldOf(root, { component_id: id, path }) {
  const rows = (path ?? []).filter(Number.isInteger).map((row) => `_${row}`).join('');
  const end = CSS.escape(`-${id}${rows}`);
  return root.querySelector(`[aria-invalid="true"][id$="${end}"]`) ?? root.querySelector(`[id$="${end}"], [id*="${end}-"]`);
}

function focusField(root, error) {
  const field = fieldOf(root, error);
  const target = field?.matches('input, select, textarea, [tabindex]') ? field : field?.querySelector('input, select, textarea, button, [tabindex]') ?? field;
  target?.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
}

function entry(root, error, label) {
  const words = label ? `${label}: ${error.message}` : error.message;
  if (!error.component_id) return element('li', {}, words);
  const button = element('button', { type: 'button', class: 'link' }, words);
  button.addEventListener('click', () => focusField(root, error));
  return element('li', {}, button);
}

/** Replaces the summary; an empty list takes it away. */
export function showSummary(place, root, schema, list, title = '') {
  place.replaceChildren();
  if (!list.length && !title) return;
  const known = labels(schema);
  const order = ({ component_id: id }) => known.get(id)?.place ?? -1;
  const sorted = [...list].sort((left, right) => order(left) - order(right));
  const heading = title || text(list.length === 1 ? 'form_fix_one' : 'form_fix_many', { count: list.length });
  const words = element('div', {}, element('b', {}, heading));
  if (sorted.length) words.append(element('ul', {}, ...sorted.map((error) => entry(root, error, known.get(error.component_id)?.label))));
  place.append(element('div', { class: 'alert alert-bad', role: 'alert', tabindex: '-1' }, icon('circle-alert'), words));
}

/** Puts the cursor where the first thing is to be corrected. */
export async function focusFirst(place, root) {
  await settled();
  const field = root.querySelector('[aria-invalid="true"]') ?? root.querySelector('.fjs-has-errors :is(input, select, textarea, button)');
  const target = field ?? place.querySelector('[role="alert"]');
  target?.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
}
