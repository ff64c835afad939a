// Mounts form-js on every [data-fjs] element: prefill, drafts, sending, errors.
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '../css/form-theme.css';
import { Form } from '@bpmn-io/form-js-viewer';
import { element, icon, readJson, settled, whenPresent } from './dom.js';
import { translateModule, watchLiterals } from './form/chinese.js';
import { Choices } from './form/choices.js';
import { Draft } from './form/draft.js';
import { asFormErrors, asList, focusFirst, showSummary } from './form/errors.js';
import { forgetOld } from './form/kept.js';
import { refinements } from './form/refined.js';
import { withValues } from './form/merging.js';
import { newIdempotencyKey, send } from './form/sending.js';
import { valueAt } from './form/values.js';
import { text } from './texts.js';
import { toast } from './toasts.js';

class FormHost {
  #key = newIdempotencyKey();
  #touched = false;
  #pressed = false;
  #busy = false;

  constructor(host) {
    this.host = host;
    this.mount = host.querySelector('[data-mount]');
    this.problems = host.querySelector('[data-errors]');
    this.schema = readJson(host.querySelector('script[data-schema]'));
    this.readOnly = host.hasAttribute('data-readonly');
    this.status = document.querySelector(`[data-form-status="${CSS.escape(host.id)}"]`);
    this.choices = new Choices(host.querySelector('[data-choices]'), (difference, mine) => this.draft.decided(difference, mine));
    this.draft = new Draft({
      address: host.dataset.draft,
      key: this.readOnly ? '' : host.dataset.draftKey,
      rev: Number(host.dataset.rev ?? 0),
      formId: host.dataset.formId ?? null,
      bringIn: {
        values: (data, paths) => this.#bringIn(data, paths),
        choices: (differences, about) => this.choices.show(differences, about),
      },
      read: () => this.form?._getSubmitData(),
      status: this.status,
    });
  }

  async open() {
    this.refining = await refinements(this.schema);
    this.#build();
    const values = readJson(this.host.querySelector('script[data-values]'), {});
    const leftover = this.draft.leftover(values);
    await this.#show({ ...values, ...leftover.data });
    this.#openWizard();
    this.host.dataset.ready = 'true';
    if (leftover.data) this.draft.restored(leftover.at);
    if (leftover.offer) this.draft.ask(this.problems, leftover.offer, (data) => this.#take({ ...values, ...data }));
    if (!this.readOnly) this.#watch();
    if (leftover.data) this.draft.resume(leftover.base);
    if (leftover.asides) this.draft.bringLeftIn(leftover.asides);
  }

  #build() {
    this.form = new Form({
      container: this.mount,
      debounce: false, // with it a value is lost when another field changes within 300 ms
      additionalModules: [translateModule, ...(this.refining ? [this.refining.module] : [])],
      properties: { ariaLabel: this.host.dataset.label, textLinkTarget: '_blank', readOnly: this.readOnly },
    });
    this.refining?.attach(this.form, this.host);
  }

  #openWizard() {
    const refuse = (list) => (list.length ? this.#refuse(list) : this.#summarise([]));
    this.wizard = this.readOnly ? null : this.refining?.wizard({ host: this.host, key: this.draft.key, refuse });
    this.wizard?.open(this.draft.rev);
  }

  async #show(values) {
    await this.form.importSchema(this.schema, values);
    watchLiterals(this.mount);
    await settled(); // expressions, dates and options rewrite their values in the first frames
    this.draft.settle();
  }

  /** Values that were typed elsewhere, as if the form had been opened with them; the cursor stays where it is. */
  async #bringIn(data, paths) {
    const opened = this.form._getInitializedFieldData(structuredClone(data));
    const values = paths.map((path) => [path, valueAt(opened, path)]);
    this.form._setState({ data: withValues(this.form._getState().data, values) });
    await settled();
  }

  async takeOver(button) {
    button.disabled = true;
    const done = await this.draft.takeOver(button.dataset.takeOver);
    button.disabled = false;
    if (done) button.closest('.alert').remove();
  }

  async #take(values) {
    await this.form.importSchema(this.schema, values);
    await settled();
    this.draft.unsettle();
  }

  #watch() {
    for (const kind of ['input', 'change', 'click', 'keydown']) this.mount.addEventListener(kind, () => { this.#touched = true; }, { capture: true });
    this.form.on('changed', () => this.#changed());
  }

  #changed() {
    if (this.#touched && !this.#busy) this.draft.changed();
    if (this.problems.querySelector('[data-field-errors]')) this.#summarise(asList(this.form._getState().errors));
  }

  #summarise(found, title) {
    const list = this.refining?.judge.once(found) ?? found;
    showSummary(this.problems, this.form, list, title);
    this.problems.firstElementChild?.toggleAttribute('data-field-errors', list.length > 0);
  }

  async submit(button) {
    if (this.#pressed || this.#busy || this.readOnly || !this.host.dataset.ready) return undefined;
    if (this.wizard && !this.wizard.pages.atSummary) return this.wizard.forward(); // by the keyboard, from the middle of a page
    this.#pressed = true; // from the first moment: the second click of two comes before anything is sent
    return this.#send(button).finally(() => { this.#pressed = false; });
  }

  async #send(button) {
    document.activeElement?.blur?.(); // dates and times take over what was typed when the cursor leaves
    await settled();
    // What was typed in another window meanwhile belongs to what is sent.
    if (!(await this.draft.agree())) return this.choices.focus();
    const { data, errors, files } = this.form.submit();
    if (Object.keys(errors).length) return this.#refuse(asList(errors));
    if (this.#tooLarge(files)) return this.#failed({ sentence: text('form_too_large') });
    this.#setBusy(button, true);
    this.draft.pause();
    const outcome = await send({ address: this.host.dataset.action, data, files, action: button?.value, key: this.#key });
    this.#setBusy(button, false);
    return outcome.done ? this.#accepted(outcome, button) : this.#failed(outcome);
  }

  /** Told before a long upload that would be refused at its end. */
  #tooLarge(files) {
    const limit = Number(this.host.dataset.maxMb) * 1024 * 1024;
    const total = [...files.values()].flat().reduce((sum, file) => sum + file.size, 0);
    return limit > 0 && total > limit;
  }

  #setBusy(button, busy) {
    this.#busy = busy;
    this.mount.inert = busy;
    if (this.status) this.status.textContent = busy ? text('form_sending') : '';
    button?.classList.toggle('is-busy', busy);
    if (button) button.disabled = busy;
  }

  #accepted({ location: next, message }, button) {
    this.draft.finish();
    this.wizard?.finish();
    this.#summarise([]);
    this.host.dispatchEvent(new CustomEvent('form:accepted', { bubbles: true }));
    if (message) toast(message);
    if (!next) return;
    this.#setBusy(button, true); // until the next page is there
    location.assign(next);
  }

  #failed({ errors, sentence, reload, uncertain }) {
    if (!uncertain) this.#key = newIdempotencyKey();
    this.draft.changed();
    if (errors) {
      this.form._setState({ errors: asFormErrors(errors) });
      return this.#refuse(errors);
    }
    this.#summarise([], sentence);
    if (reload) this.#offerReload();
    return focusFirst(this.problems, this.form, []);
  }

  #refuse(list) {
    this.#summarise(list);
    return focusFirst(this.problems, this.form, list);
  }

  #offerReload() {
    const link = element('a', { href: location.href }, text('form_reload'));
    this.problems.querySelector('.alert > div')?.append(' ', link);
  }

  leave() {
    this.draft.leave();
  }

  /** Back in this window: what was typed in another one meanwhile is shown. */
  comeBack() {
    if (this.#touched && !this.#busy && !this.#pressed) this.draft.agree();
  }

  online() {
    this.draft.online();
  }

  close() {
    this.draft.close();
    this.wizard?.close();
    this.form?.destroy();
  }
}

const hosts = new Map(); // element → FormHost

async function open(node) {
  const host = new FormHost(node);
  hosts.set(node, host);
  try {
    await host.open();
  } catch (error) {
    console.error(error);
    host.problems.replaceChildren(element('div', { class: 'alert alert-bad', role: 'alert' }, icon('circle-alert'), text('form_failed')));
  }
}

function closeRemoved() {
  for (const [node, host] of hosts) {
    if (node.isConnected) continue;
    host.close();
    hosts.delete(node);
  }
}

function takeOver(event) {
  const button = event.target.closest('[data-take-over]');
  if (button) hosts.get(button.closest('[data-fjs]'))?.takeOver(button);
}

function pressed(event) {
  const button = event.target.closest('[data-submit], [data-save]');
  if (!button) return;
  const host = hosts.get(document.getElementById(button.dataset.submit ?? button.dataset.save));
  if (button.dataset.submit) host?.submit(button);
  else host?.draft.save();
}

forgetOld();
whenPresent('[data-fjs]', open);
document.addEventListener('click', pressed);
document.addEventListener('click', takeOver);
document.addEventListener('htmx:after:swap', closeRemoved);
window.addEventListener('pagehide', () => hosts.forEach((host) => host.leave()));
window.addEventListener('online', () => hosts.forEach((host) => host.online()));
document.addEventListener('visibilitychange', () => hosts.forEach((host) => (document.hidden ? host.leave() : host.comeBack())));
