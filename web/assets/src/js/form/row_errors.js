// When rows change their places, what is wrong with them goes along; form-js keeps it by row number.
import { components } from './components.js';
import { rowsOf } from './errors.js';
import { valueAt } from './values.js';

/** `order` has, for each new place, the place where that row stood. */
export function moved(form, list, indexes, order) {
  const around = rowsOf(indexes);
  const errors = structuredClone(form._getState().errors);
  for (const { id } of components(list)) {
    const rows = valueAt(errors, [id, ...around]);
    if (!Array.isArray(rows)) continue;
    const sorted = order.map((place) => rows[place]);
    if (around.length) valueAt(errors, [id, ...around.slice(0, -1)])[around.at(-1)] = sorted;
    else errors[id] = sorted;
    if (!around.length && sorted.every((row) => row === undefined || row === null)) delete errors[id];
  }
  form._setState({ errors });
}
