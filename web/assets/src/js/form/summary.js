// What was entered, page by page, to read before it is sent.
import { element, icon } from '../dom.js';
import { locale, text } from '../texts.js';
import { isBlank } from './blank.js';
import { valueAt } from './values.js';

const NOTHING = '—';
const READ_ONLY = new Set(['button', 'documentPreview', 'expression', 'html', 'iframe', 'image', 'separator', 'spacer', 'text']);

/** One part a page; edit(id) leads back to it. */
export function summary(refining, edit) {
  const drawn = new Drawing(refining);
  return refining.pages.steps.slice(0, -1).map(({ id, title }) => {
    const button = element('button', { type: 'button', class: 'btn btn-small', 'aria-label': text('pages_edit_page', { title }) }, icon('pencil'), text('pages_edit'));
    button.addEventListener('click', () => edit(id));
    const page = refining.schema.components.find((component) => component.id === id);
    return element('section', { class: 'bh-summary-page' }, element('div', { class: 'bh-summary-head' }, element('h3', {}, title), button), ...drawn.parts(page, {}));
  });
}

class Drawing {
  constructor(refining) {
    this.refining = refining;
    this.form = refining.form;
    this.shown = new Map(); // id and rows → what is on the form now
    for (const instance of this.form.get('formFieldInstanceRegistry').getAll()) {
      this.shown.set(instance.id + Object.values(instance.indexes ?? {}), instance);
    }
  }

  #instance(component, indexes) {
    return this.shown.get(component.id + Object.values(indexes));
  }

  /** Fields that follow each other make one list of pairs; lists and groups stand on their own. */
  parts(container, indexes) {
    const parts = [];
    for (const component of container.components ?? []) {
      const instance = this.#instance(component, indexes);
      if (!instance || READ_ONLY.has(component.type)) continue;
      if (component.type === 'dynamiclist') parts.push(...this.#list(component, instance, indexes));
      else if (component.components) parts.push(...this.#group(component, indexes));
      else pairs(parts).append(this.#pair(component, instance));
    }
    return parts;
  }

  #group(component, indexes) {
    const inner = this.parts(component, indexes);
    return component.label && inner.length ? [element('h4', {}, component.label), ...inner] : inner;
  }

  #pair(component, instance) {
    return element('div', {}, element('dt', {}, labelOf(component)), element('dd', {}, this.#said(component, instance)));
  }

  #list(component, instance, indexes) {
    const rows = valueAt(this.form._getState().data, instance.valuePath) ?? [];
    const columns = (component.components ?? []).filter((field) => !READ_ONLY.has(field.type));
    const heading = component.label ? [element('h4', {}, component.label)] : [];
    if (!rows.length) return [...heading, element('p', { class: 'muted' }, text('rows_none'))];
    if (columns.some((field) => field.components)) return [...heading, ...this.#records(component, rows, indexes)];
    return [...heading, this.#table(component, columns, rows, indexes)];
  }

  #records(component, rows, indexes) {
    return rows.flatMap((_, index) => [
      element('h5', {}, text('rows_number', { number: index + 1 })),
      ...this.parts(component, { ...indexes, [component.id]: index }),
    ]);
  }

  #table(component, columns, rows, indexes) {
    const cell = (field, index) => {
      const instance = this.#instance(field, { ...indexes, [component.id]: index });
      return element('td', { 'data-label': labelOf(field) }, instance ? this.#said(field, instance) : NOTHING);
    };
    const head = element('tr', {}, ...columns.map((field) => element('th', { scope: 'col' }, labelOf(field))));
    const body = rows.map((_, index) => element('tr', {}, ...columns.map((field) => cell(field, index))));
    return element('table', { class: 'tbl' }, element('thead', {}, head), element('tbody', {}, ...body));
  }

  #said(component, { valuePath }) {
    const value = valueAt(this.form._getState().data, valuePath);
    const own = this.refining.of(component)?.shown?.(value, component, this.refining);
    if (own !== undefined) return own || NOTHING;
    return isBlank(value) ? NOTHING : said(component, value, this.form);
  }
}

/** The list of pairs that is being written. */
function pairs(parts) {
  if (parts.at(-1)?.tagName !== 'DL') parts.push(element('dl', {}));
  return parts.at(-1);
}

export function labelOf({ label, dateLabel, timeLabel, key }) {
  return label || dateLabel || timeLabel || key || '';
}

function said(component, value, form) {
  const written = WRITTEN[component.type];
  return written ? written(value, component, form) : String(value);
}

const option = (value, { values, valuesKey }, form) => {
  const options = values ?? form._getState().initialData[valuesKey] ?? [];
  const found = options.find((item) => JSON.stringify(item?.value ?? item) === JSON.stringify(value));
  return String(found?.label ?? value?.label ?? value);
};
const several = (value, component, form) => value.map((item) => option(item, component, form)).join(text('list_comma'));
const day = (value) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${value.slice(0, 10)}T00:00:00Z`));

const WRITTEN = {
  checkbox: (value) => text(value ? 'yes' : 'no'),
  select: option,
  radio: option,
  checklist: several,
  taglist: several,
  datetime: (value) => (/^\d{4}-/.test(value) ? day(value) + value.slice(10).replace('T', ' ') : value),
  filepicker: (value, component, form) => form.get('fileRegistry').getFiles(value).map((file) => file.name).join(text('list_comma')) || NOTHING,
};
