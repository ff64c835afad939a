// Reading and changing values by their path.

export function valueAt(data, path) {
  return path.reduce((value, step) => value?.[step], data);
}

/** Replaces what stands at the path, if anything can stand there. */
export function putAt(data, path, change) {
  const place = valueAt(data, path.slice(0, -1));
  const last = path.at(-1);
  if (place && typeof place === 'object' && last in place) place[last] = change(place[last]);
}
