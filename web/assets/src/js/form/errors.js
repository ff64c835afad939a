// Shows what is wrong with a form: at the fields, and in a summary above them.
import { element, icon, settled } from '../dom.js';
import { text } from '../texts.js';

/** Adds a sentence where form-js looks for it: below the component's id, then by row. */
export function put(errors, id, rows, message) {
  let place = errors[id] ??= [];
  for (const row of rows) place = place[row] ??= [];
  place.push(message);
}

/** The rows of the lists around a field, outermost first. */
export function rowsOf(indexes) {
  return Object.values(indexes ?? {});
}

/** The server's list as form-js keeps errors: by component id, below it by row. */
export function asFormErrors(list) {
  const errors = {};
  for (const { component_id: id, path, message } of list) {
    if (id) put(errors, id, (path ?? []).filter(Number.isInteger), message);
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

/** Component id → {label, place in the schema}, containers included. */
function components(schema) {
  const found = new Map();
  const look = (component) => {
    found.set(component.id, { label: component.label ?? component.dateLabel ?? component.timeLabel ?? '', place: found.size });
    component.components?.forEach(look);
  };
  schema?.components?.forEach(look);
  return found;
}

/** From the top of the form to its end; what concerns the whole form comes first. */
function inOrder(list, known) {
  const place = ({ component_id: id }) => known.get(id)?.place ?? -1;
  return [...list].sort((left, right) => place(left) - place(right));
}

/** What the cursor goes into; form-js 2.0.0 makes the ids of its inputs like this. */
function inputOf(form, { component_id: id, path }) {
  const rows = (path ?? []).filter(Number.isInteger).map((row) => `_${row}`).join('');
  const base = `fjs-form-${form._id}-${id}${rows}`;
  const input = ['', '-0', '-date', '-time'].map((end) => document.getElementById(base + end)).find(Boolean);
  // The input of a file picker is hidden behind its button, and a list has none of its own.
  if (input?.matches('.fjs-hidden')) return input.closest('.fjs-form-field')?.querySelector('button');
  return input?.matches('label') ? (input.closest('.fjs-form-field')?.querySelector('input, textarea, button') ?? input) : input;
}

/** Pages and sections show themselves when something in them asks to be seen. */
async function goTo(node) {
  node?.dispatchEvent(new CustomEvent('form:reveal', { bubbles: true }));
  await settled();
  (node?.closest('.fjs-form-field') ?? node)?.scrollIntoView({ block: 'center' });
  node?.focus({ preventScroll: true });
}

function entry(form, error, label) {
  const plain = label?.replace(/[\s?？:：.。]+$/, ''); // a label may be a question
  const words = plain ? text('form_error', { label: plain, message: error.message }) : error.message;
  if (!error.component_id) return element('li', {}, words);
  const button = element('button', { type: 'button', class: 'link' }, words);
  button.addEventListener('click', () => goTo(inputOf(form, error)));
  return element('li', {}, button);
}

/** Replaces the summary; without errors and title it is taken away. */
export function showSummary(place, form, list, title = '') {
  place.replaceChildren();
  if (!list.length && !title) return;
  const known = components(form._getState().schema);
  const heading = title || text(list.length === 1 ? 'form_fix_one' : 'form_fix_many', { count: list.length });
  const words = element('div', {}, element('b', {}, heading));
  const entries = inOrder(list, known).map((error) => entry(form, error, known.get(error.component_id)?.label));
  if (entries.length) words.append(element('ul', {}, ...entries));
  place.append(element('div', { class: 'alert alert-bad', role: 'alert', tabindex: '-1' }, icon('circle-alert'), words));
}

/** Puts the cursor where the first thing is to be corrected, or on the summary when that is nowhere. */
export async function focusFirst(place, form, list) {
  await settled();
  const known = components(form._getState().schema);
  const inputs = inOrder(list, known).map((error) => inputOf(form, error));
  goTo(inputs.find(Boolean) ?? place.querySelector('[role="alert"]'));
}
