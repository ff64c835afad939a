// Judges what form-js does not know: required-if, rows, files, rules across fields. The server judges again and decides.
import { buildExpressionContext } from '@bpmn-io/form-js-viewer';
import { isBlank } from './blank.js';
import { put, rowsOf } from './errors.js';
import { broken, messageOf } from './rules.js';
import { judgeRows, repeated } from './rows.js';
import { sentence } from './sentences.js';
import { valueAt } from './values.js';

const MEGABYTE = 1024 * 1024;

export class Judge {
  #crossed = []; // what rules across fields and rows have found and is shown: [{rule, name, message, marks: [{id, rows}]}]

  constructor(refining) {
    this.refining = refining;
    this.form = refining.form;
  }

  attach() {
    const validator = this.form.get('validator');
    const judged = validator.validateFieldInstance.bind(validator);
    validator.validateFieldInstance = (instance, value) => {
      const refinement = this.refining.of(this.#field(instance.id) ?? {});
      const messages = judged(instance, refinement?.judgedAs?.(value) ?? value);
      return [...messages, ...this.#own(instance, value, messages)];
    };
    this.form.validate = () => this.validate();
    this.form.on('changed', () => this.#settle());
  }

  #field(id) {
    return this.form.get('formFieldRegistry').get(id);
  }

  #own({ id, expressionContextInfo: context }, value, before) {
    const field = this.#field(id);
    if (!field?.bihuan) return [];
    const messages = this.refining.of(field)?.judge?.(field, value, this.form) ?? [];
    if (!before.length) messages.push(...this.#required(field, value, context));
    if (field.type === 'filepicker') messages.push(...this.#files(field, value));
    if (field.type === 'dynamiclist') messages.push(...judgeRows(field, value, this.#evaluator(context)));
    return messages;
  }

  #evaluator(context) {
    const language = this.form.get('expressionLanguage');
    return (limit) => (language.isExpression(limit) ? language.evaluate(limit, buildExpressionContext(context)) : limit);
  }

  #required({ type, bihuan, validate }, value, context) {
    if (!bihuan.requiredIf || validate?.required || !(isBlank(value) || (type === 'checkbox' && value === false))) return [];
    return this.#evaluator(context)(bihuan.requiredIf) === true ? [sentence('required')] : [];
  }

  #files({ bihuan: { maxSizeMb, maxFiles } }, value) {
    const files = this.form.get('fileRegistry').getFiles(value);
    const large = maxSizeMb ? files.filter((file) => file.size > maxSizeMb * MEGABYTE) : [];
    return [
      ...(maxFiles && files.length > maxFiles ? [sentence('file-count', { limit: maxFiles })] : []),
      ...large.map((file) => sentence('file-larger-than-mb', { name: file.name, limit: maxSizeMb })),
    ];
  }

  /**
   * Judges all that is shown, or only components with these ids; the errors of form-js afterwards.
   * What lies across is judged as far as it touches these, and no further than to components that were seen.
   */
  validate(within = null, seen = within) {
    const errors = within ? structuredClone(this.form._getState().errors) : {};
    if (within) for (const id of within) delete errors[id];
    const { data } = this.form._getState();
    const validator = this.form.get('validator');
    for (const instance of this.form.get('formFieldInstanceRegistry').getAll()) {
      if (!this.#isJudged(instance.id, within)) continue;
      const messages = validator.validateFieldInstance(instance, valueAt(data, instance.valuePath));
      for (const message of messages) put(errors, instance.id, rowsOf(instance.indexes), message);
    }
    this.#crossed = this.#across().filter(({ marks }) => !within || (marks.some(({ id }) => within.has(id)) && marks.every(({ id }) => seen.has(id))));
    this.#mark(errors, this.#crossed);
    this.form._setState({ errors });
    return errors;
  }

  #across() {
    return [...broken(this.form, this.refining.schema), ...repeated(this.form)];
  }

  #isJudged(id, within) {
    const field = this.#field(id);
    if (!field || field.disabled || (within && !within.has(id))) return false;
    return field.type === 'dynamiclist' ? Boolean(field.bihuan) : this.form.get('formFields').get(field.type).config.keyed;
  }

  #mark(errors, found) {
    for (const { message, marks } of found) for (const { id, rows } of marks) put(errors, id, rows, message);
  }

  /** While rows change their places, what was said of them across is taken off; afterwards it is said where they are now. */
  reorder(change) {
    const rules = new Set(this.#crossed.map(({ rule }) => rule));
    this.#replace([]);
    change();
    this.#replace(this.#across().filter(({ rule }) => rules.has(rule)));
  }

  /** A rule that was broken and holds again is taken back while the person types; new ones wait for the next attempt. */
  #settle() {
    if (!this.#crossed.length) return;
    const still = new Set(this.#across().map(({ name }) => name));
    const left = this.#crossed.filter(({ name }) => still.has(name));
    if (left.length === this.#crossed.length && this.#allMarked()) return;
    this.#replace(left);
  }

  #replace(found) {
    if (!this.#crossed.length && !found.length) return;
    const messages = new Set(this.#crossed.map(({ message }) => message));
    this.#crossed = found;
    const errors = without(this.form._getState().errors, messages);
    this.#mark(errors, found);
    this.form._setState({ errors });
  }

  /** form-js judges a field anew whenever it changes, and then forgets what rules said of it. */
  #allMarked() {
    const { errors } = this.form._getState();
    return this.#crossed.every(({ message, marks }) => marks.every(({ id, rows }) => valueAt(errors, [id, ...rows])?.includes(message)));
  }

  /** A rule marks several fields and is told once. */
  once(list) {
    const messages = new Set((this.refining.schema.bihuan?.rules ?? []).map(messageOf));
    const told = new Set();
    return list.filter(({ message, path }) => {
      if (!messages.has(message)) return true;
      const name = JSON.stringify([message, (path ?? []).filter(Number.isInteger)]);
      return !told.has(name) && told.add(name);
    });
  }
}

function without(errors, messages) {
  const pruned = (value) => {
    if (!Array.isArray(value)) return value;
    const left = value.map(pruned).filter((item) => typeof item !== 'string' || !messages.has(item));
    return left.some((item) => item !== undefined && item !== null) ? left : undefined;
  };
  return Object.fromEntries(Object.entries(errors).map(([id, value]) => [id, pruned(value)]).filter(([, value]) => value));
}
