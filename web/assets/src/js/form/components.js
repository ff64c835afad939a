// Walks the components of a schema.

/** Every component of a schema, containers before what stands in them. */
export function* components(schema) {
  for (const component of schema?.components ?? []) {
    yield component;
    yield* components(component);
  }
}
