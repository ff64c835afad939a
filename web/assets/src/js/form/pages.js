// The pages of a form, as a wizard: which one is shown, which have been seen, what comes after the last.
import { components } from './components.js';

const SUMMARY = 'summary';

export class Pages {
  #listeners = new Set();
  #mounted = new Map(); // id → title, of the pages that conditions show
  #seen = new Set();
  current = '';

  /** The pages of that schema, or null when it has none. */
  static of(schema) {
    const ids = (schema.components ?? []).filter(({ bihuan }) => bihuan?.as === 'page').map(({ id }) => id);
    return ids.length ? new Pages(schema, ids) : null;
  }

  constructor(schema, ids) {
    this.ids = ids;
    this.fields = new Map(ids.map((id) => [id, new Set([...fieldsOf(schema, id)])]));
  }

  /** A page is on the form now, with this title; returns how to take it off. */
  enter(id, title) {
    this.#mounted.set(id, title);
    this.#changed();
    return () => {
      this.#mounted.delete(id);
      this.#changed();
    };
  }

  /** The pages that conditions show, in the order of the form, and the summary at the end. */
  get steps() {
    const shown = this.ids.filter((id) => this.#mounted.has(id)).map((id) => ({ id, title: this.#mounted.get(id) }));
    return [...shown, { id: SUMMARY, title: '' }];
  }

  get atSummary() {
    return this.current === SUMMARY;
  }

  isSeen(id) {
    return this.#seen.has(id);
  }

  /** The steps that have been seen, for the draft. */
  get state() {
    return { current: this.current, seen: [...this.#seen] };
  }

  show(id) {
    if (this.current === id) return;
    this.current = id;
    this.#seen.add(id);
    this.#changed();
  }

  /** Goes on where somebody stopped; pages that are gone count as not seen. */
  resume({ current, seen = [] } = {}) {
    const known = new Set(this.steps.map((step) => step.id));
    for (const id of seen) if (known.has(id)) this.#seen.add(id);
    this.show(known.has(current) ? current : this.steps[0].id);
  }

  beside(step) {
    const steps = this.steps;
    return steps[steps.findIndex(({ id }) => id === this.current) + step]?.id;
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed() {
    for (const listener of [...this.#listeners]) listener();
  }
}

function* fieldsOf(schema, id) {
  yield id;
  for (const component of components(schema.components.find((page) => page.id === id))) yield component.id;
}
