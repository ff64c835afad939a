// How many rows a list must have, and that no two of them say the same. As forms/row_rules.py.
import { isBlank } from './blank.js';
import { rowsOf } from './errors.js';
import { components } from './components.js';
import { sentence } from './sentences.js';
import { valueAt } from './values.js';

/** What is wrong with the number of rows; `evaluate` turns a limit that is an expression into a number. */
export function judgeRows({ bihuan: { minRows, maxRows } }, value, evaluate) {
  const count = Array.isArray(value) ? value.length : 0;
  const [least, most] = [evaluate(minRows), evaluate(maxRows)];
  return [
    ...(typeof least === 'number' && count < least ? [sentence('min-rows', { limit: least })] : []),
    ...(typeof most === 'number' && count > most ? [sentence('max-rows', { limit: most })] : []),
  ];
}

/** Every row that repeats an earlier one in what must be unique, marked at the first of those fields. */
export function repeated(form) {
  const registry = form.get('formFieldRegistry');
  return form.get('formFieldInstanceRegistry').getAll()
    .map((instance) => ({ instance, list: registry.get(instance.id) }))
    .filter(({ list }) => list?.bihuan?.unique?.length)
    .flatMap(({ instance, list }) => inList(form, list, instance));
}

function inList(form, list, { valuePath, indexes }) {
  const names = list.bihuan.unique;
  const first = [...components(list)].find(({ key }) => key === names[0].split('.').at(-1));
  const seen = new Set();
  return (valueAt(form._getState().data, valuePath) ?? []).flatMap((row, index) => {
    const said = names.map((name) => compared(valueAt(row, name.split('.'))));
    const rows = [...rowsOf(indexes), index];
    if (said.some(isBlank) || !first) return [];
    const same = JSON.stringify(said);
    if (!seen.has(same)) return seen.add(same) && [];
    return [{ rule: list.id, name: JSON.stringify([list.id, rows]), message: sentence('not-unique'), marks: [{ id: first.id, rows }] }];
  });
}

/** Blanks around a text make no other text of it. */
const compared = (value) => (typeof value === 'string' ? value.trim() : value);
