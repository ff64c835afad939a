// Finds out whether a form uses what is ours, and loads it only then: a plain form-js form costs nothing more.
import { components } from './components.js';

/** What refines that form, or null when form-js alone will do. */
export async function refinements(schema) {
  const refined = schema?.bihuan?.rules?.length || [...components(schema)].some(({ bihuan }) => bihuan);
  if (!refined) return null;
  const { Refining } = await import('./refining.js');
  return new Refining(schema);
}
