// Finds out what of ours a form uses, and loads only that: a plain form-js form costs nothing more.

const REFINEMENTS = import.meta.glob('./refinements/*.js');

// Refinements that share a component; the others have a file of their name.
const SHARED = { person: 'picker', department: 'picker', role: 'picker', customer: 'picker' };

/** Every component of a schema, containers before what stands in them. */
export function* components(schema) {
  for (const component of schema?.components ?? []) {
    yield component;
    yield* components(component);
  }
}

/** The file that draws a component, or nothing when form-js draws it. */
export function refinementOf({ bihuan } = {}) {
  const name = bihuan?.as ? (SHARED[bihuan.as] ?? bihuan.as) : bihuan?.source && 'picker';
  return name && REFINEMENTS[`./refinements/${name}.js`] ? name : '';
}

/** What must be loaded to fill that form, or null when form-js alone will do. */
export async function refinements(schema) {
  const refined = [...components(schema)].filter((component) => component.bihuan);
  if (!refined.length && !schema?.bihuan?.rules?.length) return null;
  const names = [...new Set(refined.map(refinementOf).filter(Boolean))];
  const load = async (name) => [name, (await REFINEMENTS[`./refinements/${name}.js`]()).default];
  const [{ Refining }, ...loaded] = await Promise.all([import('./refining.js'), ...names.map(load)]);
  return new Refining(schema, new Map(loaded));
}
