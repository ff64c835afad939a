// Comparing answers field by field: what another window has made of them, and what stays as it is here.
import { valueAt } from './values.js';

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

const isBlank = (value) => (value ?? '') === '' || (isObject(value) ? Object.values(value).every(isBlank) : Array.isArray(value) && !value.length);

/** Equal as JSON, whatever the order of the keys; all that is blank is the same: missing, null, empty. */
export function same(left, right) {
  if (isBlank(left) || isBlank(right)) return isBlank(left) && isBlank(right);
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  if (Array.isArray(left) && Array.isArray(right) && left.length !== right.length) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}

/** The paths at which two sets of answers differ; lists are compared as wholes, as forms/merging.py does. */
export function changedPaths(before, after, path = []) {
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].flatMap((key) => {
    const [was, is] = [before?.[key], after?.[key]];
    if (same(was, is)) return [];
    return isObject(was) && isObject(is) ? changedPaths(was, is, [...path, key]) : [[...path, key]];
  });
}

/** The answers with those values at those paths, [[path, value], …]. */
export function withValues(answers, values) {
  const changed = structuredClone(answers ?? {});
  for (const [path, value] of values) {
    let place = changed;
    for (const step of path.slice(0, -1)) place = isObject(place[step]) ? place[step] : (place[step] = {});
    place[path.at(-1)] = value;
  }
  return changed;
}

/**
 * What an answer to a save means for the form: `taken` are the paths whose values come from the other side, `base` is
 * what both sides agree on from now on. Where they do not (`differences`), or where somebody has typed while the answer
 * was on its way, the base stays as it was, so that the next save finds the same difference again.
 */
export function agreed({ sent, now, base, data, differences }) {
  const undecided = differences.map(({ path }) => path);
  const disputed = (path) => undecided.some((other) => same(other, path));
  const come = changedPaths(sent, data).filter((path) => !disputed(path));
  const typed = come.filter((path) => !same(valueAt(now, path), valueAt(sent, path)));
  const waiting = [...undecided, ...typed];
  return {
    taken: come.filter((path) => !typed.includes(path)),
    base: withValues(data, waiting.map((path) => [path, valueAt(base, path) ?? null])),
    settled: !waiting.length,
  };
}
