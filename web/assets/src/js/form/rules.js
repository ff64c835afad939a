// Rules across fields, FEEL that must hold for the answers: of the whole form, or of each row of a list. As forms/cross_rules.py.
import { buildExpressionContext } from '@bpmn-io/form-js-viewer';
import { rowsOf } from './errors.js';
import { components } from './components.js';
import { sentence } from './sentences.js';
import { valueAt } from './values.js';

/** Every rule that does not hold, with the fields it marks: those of the form that are shown. */
export function broken(form, schema) {
  return (schema.bihuan?.rules ?? []).flatMap((rule) => judged(form, schema, rule));
}

/** What people are told. */
export function messageOf({ id, message }) {
  return message || sentence('rule', { rule: id });
}

function judged(form, schema, rule) {
  const found = (rows, marks) => ({ rule: rule.id, name: JSON.stringify([rule.id, rows]), message: messageOf(rule), marks });
  if (!rule.in) {
    const marks = marked(form, rule);
    return !marks.length || holds(form, rule, root(form)) ? [] : [found([], marks)];
  }
  const list = [...components(schema)].find(({ id, path, type }) => type === 'dynamiclist' && (id === rule.in || path === rule.in));
  const marks = list ? marked(form, rule, list) : [];
  return lists(form, list).flatMap((instance) => inList(form, rule, instance, marks, found));
}

function lists(form, list) {
  return form.get('formFieldInstanceRegistry').getAll().filter(({ id }) => id === list?.id);
}

function inList(form, rule, { valuePath, indexes, expressionContextInfo }, marks, found) {
  const scope = rowsOf(indexes).length ? expressionContextInfo : root(form);
  const rows = valueAt(form._getState().data, valuePath);
  return (Array.isArray(rows) ? rows : []).flatMap((row, index) => {
    const place = [...rowsOf(indexes), index];
    const there = marks.filter((mark) => String(mark.rows) === String(place));
    return !there.length || holds(form, rule, inRow(scope, row, index)) ? [] : [found(place, there)];
  });
}

/** A rule that cannot be told yet (null) is not broken. */
function holds(form, rule, scope) {
  const result = form.get('expressionLanguage').evaluate(rule.condition, buildExpressionContext(scope));
  return result === true || result === null || result === undefined;
}

/** What expressions see at the top of a form: as form-js computes it, without answers that are hidden. */
function root(form) {
  const { initialData, data } = form._getState();
  const shown = { ...initialData, ...form.get('conditionChecker').applyConditions(data, data) };
  return { data: shown, this: shown, parent: null, i: [] };
}

function inRow(scope, row, index) {
  return { data: scope.data, this: row, parent: buildExpressionContext({ ...scope, data: scope.this }), i: [...scope.i, index + 1] };
}

/** A name is the id of a component or the way to its value; in rows it begins at the row. */
function marked(form, rule, list) {
  const wanted = new Set((rule.fields ?? []).flatMap((name) => (list ? [name, `${list.path}.${name}`] : [name])));
  const marks = form.get('formFieldInstanceRegistry').getAll().filter(({ id, valuePath }) => wanted.has(id) || wanted.has(nameOf(valuePath)));
  const open = marks.some(({ id }) => !form.get('formFieldRegistry').get(id).disabled);
  return open ? marks.map(({ id, indexes }) => ({ id, rows: rowsOf(indexes) })) : [];
}

const nameOf = (path) => (path ?? []).filter((step) => !Number.isInteger(step)).join('.');
