// The options of a source: asked for while somebody types, and names for values that are there already.

const key = (field, value) => `${field.id} ${JSON.stringify(value)}`;

export class Options {
  #labels = new Map(); // what has been shown once is known by name
  #asked = new Map(); // address → the request for names that is under way or done

  constructor(address = '') {
    this.address = address;
  }

  /** {options, more} for the words typed; throws when they cannot be had. */
  async find(field, { query = '', page = 1, answers = {}, signal } = {}) {
    const found = await this.#get(field, [['q', query], ['page', page], ...asked(answers)], signal);
    this.remember(field, found.options);
    return found;
  }

  /** Looks up the names of these values, once; afterwards `label` knows them. */
  async name(field, values, { answers = {} } = {}) {
    const unknown = values.filter((value) => !this.#labels.has(key(field, value)));
    if (!unknown.length || !this.address) return;
    const parameters = [...unknown.map((value) => ['value', value]), ...asked(answers)];
    const id = field.id + new URLSearchParams(parameters);
    if (!this.#asked.has(id)) this.#asked.set(id, this.#get(field, parameters));
    try {
      this.remember(field, (await this.#asked.get(id)).options);
    } catch (error) {
      this.#asked.delete(id);
      throw error;
    }
  }

  remember(field, options) {
    for (const option of options) this.#labels.set(key(field, option.value), option.label);
  }

  /** How a value reads; the value itself while nothing better is known. */
  label(field, value) {
    return this.#labels.get(key(field, value)) ?? String(value ?? '');
  }

  async #get(field, parameters, signal) {
    const response = await fetch(`${this.address}/${encodeURIComponent(field.id)}?${new URLSearchParams(parameters)}`, {
      headers: { Accept: 'application/json' },
      signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }
}

/** What the source may depend on: the answers it names. */
function asked(answers) {
  const given = Object.entries(answers).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? [['context', JSON.stringify(Object.fromEntries(given))]] : [];
}
