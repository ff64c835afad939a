// Saves the answers by themselves while a person fills a form, and brings in what was saved elsewhere meanwhile.
import { csrfToken } from '../csrf.js';
import { element } from '../dom.js';
import { withFreshToken } from '../session.js';
import { moment, text, timeOfDay } from '../texts.js';
import { forget, keep, kept } from './kept.js';
import { agreed, changedPaths, same, withValues } from './merging.js';
import { logInAgain } from './relogin.js';
import { valueAt } from './values.js';

const QUIET = 1000; // milliseconds without a change before saving
const RETRY = 15_000; // milliseconds before trying again after a failure
const KEEPALIVE_LIMIT = 20_000; // characters; browsers refuse more than 64 KiB in a request that outlives its page

/** The answers without chosen files: those cannot be kept. */
export function withoutFiles(value) {
  if (typeof value === 'string') return value.startsWith('files::') ? null : value;
  if (Array.isArray(value)) return value.map(withoutFiles);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutFiles(item)]));
  return value;
}

export class Draft {
  #saved; // JSON of the form when it was last saved
  #base; // what this window and the server last agreed on
  #merge = false; // the base goes along: something saved elsewhere waits to be brought in
  #undecided = []; // differences of which somebody has to choose one side
  #asides = []; // entries to an older form, kept in this browser by an earlier visit, that are not all brought in yet
  #timer = null;
  #request = null;
  #unsure = null; // JSON of a save that may have arrived without an answer
  #finished = false;

  /** read returns the answers as they stand, bringIn(data, paths) shows values of others; status tells how it goes. */
  constructor({ address, key, rev, formId, read, bringIn, status }) {
    Object.assign(this, { address, key, rev, formId, read, bringIn, status });
  }

  /** What stands in the form now is what the server has. */
  settle() {
    this.#saved = this.#current();
    this.#base = JSON.parse(this.#saved);
  }

  /** What stands in the form now is not what the server has, even before anything is typed. */
  unsettle() {
    this.#saved = null;
    this.changed();
  }

  #current() {
    return JSON.stringify(withoutFiles(this.read()));
  }

  get dirty() {
    return !this.#finished && this.#current() !== this.#saved;
  }

  changed() {
    if (!this.dirty) return;
    this.#keepHere();
    if (!this.address) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dirty && this.save(), QUIET);
  }

  #keepHere() {
    if (!this.key) return;
    keep(this.key, { data: JSON.parse(this.#current()), rev: this.rev, base: this.#base, form_id: this.formId, asides: this.#asides });
  }

  async save() {
    clearTimeout(this.#timer);
    if (!this.address || this.#finished || this.#request) return;
    for (const entry of this.#asides.filter(({ asked }) => !asked)) await this.#bringAsideIn(entry);
    // It is sent again as it was: only so is its revision known before newer entries follow.
    const current = this.#unsure ??= this.#current();
    await this.#exchange(current, (options) => this.#put(current, options));
  }

  async #exchange(current, request) {
    this.#say('draft_saving');
    try {
      this.#request = new AbortController();
      const keepalive = current.length < KEEPALIVE_LIMIT && !this.#merge;
      const response = await request({ signal: this.#request.signal, keepalive });
      this.#request = null;
      if (response.status < 500) this.#unsure = null;
      await this.#answered(response, current);
    } catch (error) {
      this.#request = null;
      if (error.name !== 'AbortError') this.#retry('draft_offline');
    }
  }

  #put(current, options) {
    const base = this.#merge ? `,"base":${JSON.stringify(this.#base)}` : '';
    return this.#send('PUT', this.address, `{"data":${current},"rev":${this.rev},"form_id":${JSON.stringify(this.formId)}${base}}`, options);
  }

  #send(method, address, body, options) {
    return withFreshToken(() => fetch(address, {
      method,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrfToken() },
      body,
      ...options,
    }));
  }

  async #answered(response, current) {
    if (this.#finished) return undefined;
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return this.#accepted(answer, current);
    if (response.status === 409) return this.#refused(answer);
    if (response.status === 401) return this.#offerLogin();
    return this.#retry('draft_failed');
  }

  /** A dialog in the middle of a word would be rude; the person logs in when it suits. */
  #offerLogin() {
    this.#retry('draft_session');
    const button = element('button', { type: 'button', class: 'link' }, text('login_submit'));
    button.addEventListener('click', async () => (await logInAgain()) && this.save());
    this.status?.append(' ', button);
  }

  async #accepted(answer, current) {
    this.rev = answer.rev ?? this.rev;
    const come = answer.data && await this.#bringTogether(answer, current);
    if (!answer.data) this.#agreeOn(current);
    if (answer.newer_form) return this.#offerNewer();
    this.#say(come ? 'draft_merged' : 'draft_saved', '', { time: timeOfDay() });
    if (this.dirty) this.changed();
    else this.#forget();
    return undefined;
  }

  #agreeOn(current) {
    this.#saved = current;
    this.#base = JSON.parse(current);
  }

  /** Shows what was saved elsewhere, except where somebody has to choose; whether there was something. */
  async #bringTogether({ data, differences = [], by, at, newer_form: newer }, current) {
    if (newer) return this.#agreeInOlder(current, differences);
    const sent = JSON.parse(current);
    const { taken, base, settled } = agreed({ sent, now: JSON.parse(this.#current()), base: this.#base, data, differences });
    this.#base = base;
    this.#merge = !settled;
    if (taken.length) await this.bringIn.values(data, taken);
    this.#saved = current; // only what was sent: somebody may have typed while the rest was shown
    this.#ask(differences, { by, at });
    return taken.length > 0;
  }

  /** The answers of a newer form cannot be shown in this one: what is typed goes on being saved, and merged there. */
  #agreeInOlder(current, differences) {
    this.#merge = true;
    this.#saved = current;
    if (!differences.length) this.#base = JSON.parse(current);
    return false;
  }

  /** What an earlier visit has left open goes on being asked: the server does not know of it. */
  #ask(differences, about) {
    const left = this.#undecided.filter((one) => one.left && !differences.some(({ path }) => same(path, one.path)));
    this.#undecided = [...left, ...differences];
    this.bringIn.choices(this.#undecided, left.length && !differences.length ? left[0].left : about);
  }

  #offerNewer() {
    this.#keepHere();
    this.#say('draft_newer', 'warn');
    this.status?.append(' ', element('a', { href: location.href }, text('form_reload')));
    if (this.dirty) this.changed();
  }

  /** Somebody has chosen whose entry stays. */
  async decided(difference, mine) {
    const { path, own, value } = difference;
    const chosen = mine ? own : value;
    this.#base = withValues(this.#base, [[path, value]]);
    // What stands in the form may be newer than what was asked about: mine is what is there now.
    const shown = JSON.parse(this.#current());
    if (!mine || same(valueAt(shown, path), value)) await this.bringIn.values(withValues(shown, [[path, chosen]]), [path]);
    this.#undecided = this.#undecided.filter((other) => other !== difference);
    if (!this.#undecided.length) this.#asides = this.#asides.filter(({ asked }) => !asked);
    this.unsettle();
  }

  /** Brings in what somebody else has typed before. False when that did not work. */
  async takeOver(person) {
    await this.save();
    const current = this.#current();
    const body = `{"person_id":${JSON.stringify(person)},"data":${current},"rev":${this.rev}}`;
    let done = false;
    await this.#exchange(current, async (options) => {
      const response = await this.#send('POST', `${this.address}/takeovers`, body, options);
      done = response.ok;
      return response;
    });
    return done;
  }

  /** Somebody else's entries lie between: a save over them would lose them without a word. No draft is taken of a task that is done. */
  #refused({ code, detail }) {
    this.#keepHere();
    if (code === 'stale-revision' && !this.#merge) {
      this.#merge = true;
      return this.save();
    }
    if (code === 'stale-revision') return this.#retry('draft_failed');
    this.address = '';
    return this.#tell(detail, 'warn');
  }

  #retry(reason) {
    this.#keepHere();
    this.#say(reason, 'warn');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), RETRY);
  }

  /** The network is back: what waits for the next try goes out now. */
  online() {
    if (this.dirty) this.save();
  }

  /** Brings in what was saved elsewhere meanwhile; false when somebody has to choose first. */
  async agree() {
    if (this.address && !this.#finished && !this.#request && (this.rev || this.dirty)) {
      this.#merge = true;
      await this.save();
    }
    return !this.#undecided.length;
  }

  /** The page is being left or hidden: what is not saved goes out at once, in a request that outlives the page. */
  leave() {
    if (!this.dirty) return;
    this.#keepHere();
    this.save();
  }

  /** The form is taken off the page: one last save, then nothing is read from it any more. */
  close() {
    this.leave();
    this.#finished = true;
  }

  /** Nothing is saved while the form itself is being sent. */
  pause() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
  }

  /** The form has been accepted: nothing is left to keep. */
  finish() {
    this.pause();
    this.#finished = true;
    this.#forget(true);
  }

  /** While something is undecided, this browser keeps what was typed here. */
  #forget(all = false) {
    if (this.key && (all || !(this.#merge || this.#asides.length))) forget(this.key);
  }

  #say(key, tone = '', values = {}) {
    this.#tell(text(key, values), tone);
  }

  #tell(sentence, tone) {
    if (!this.status) return;
    this.status.dataset.tone = tone;
    this.status.textContent = sentence;
  }

  /** Answers kept in this browser that the server has not: {data} to take over now, {asides} for later, {offer} to ask about. */
  leftover(values) {
    const entry = this.key ? kept(this.key) : null;
    if (!entry) return {};
    // The last save on leaving a page may have arrived without an answer.
    const asides = entry.asides ?? [];
    if (!asides.length && Object.keys(entry.data).every((key) => same(entry.data[key], withoutFiles(values[key])))) {
      this.#forget();
      return {};
    }
    if (!entry.base || !this.address) return entry.rev === this.rev ? entry : { offer: entry };
    if (entry.form_id === this.formId) {
      this.#asides = asides.map((aside) => ({ ...aside, asked: false }));
      return entry;
    }
    const { data, base, at, form_id: formId } = entry;
    return { asides: [...asides, { data, base, at, form_id: formId }].map((aside) => ({ ...aside, asked: false })) };
  }

  /** What stands in the form was typed on an earlier visit over that base, and the server has gone on since. */
  resume(base) {
    if (base) this.#base = base;
    this.#merge = Boolean(base) && Boolean(this.address);
    this.unsettle();
  }

  /** Brings in, once the form is open, what earlier visits have left in this browser. */
  bringLeftIn(asides) {
    this.#asides = asides;
    return this.agree();
  }

  async #bringAsideIn(entry) {
    const body = JSON.stringify({ data: entry.data, base: entry.base, rev: this.rev, form_id: entry.form_id });
    entry.asked = true;
    const response = await this.#send('PUT', this.address, body, {}).catch(() => null);
    entry.asked = Boolean(response?.ok);
    if (!entry.asked) return;
    const { data, rev, differences = [], by, at } = await response.json();
    this.rev = rev;
    if (!differences.length) this.#asides = this.#asides.filter((other) => other !== entry);
    await this.#showBroughtIn(data, differences, { by, at });
    this.restored(entry.at);
  }

  /** The form shows what the server has; an entry of the earlier visit comes back when it is chosen. */
  async #showBroughtIn(data, differences, about) {
    const shown = JSON.parse(this.#current());
    const paths = changedPaths(shown, data).filter((path) => same(valueAt(shown, path), valueAt(this.#base, path)));
    const untouched = !this.dirty;
    if (paths.length) await this.bringIn.values(data, paths);
    this.#base = data;
    if (untouched) this.#saved = this.#current();
    if (differences.length) this.#ask(differences.map((difference) => ({ ...difference, left: about })), about);
  }

  /** Says that kept answers were taken over. */
  restored(at) {
    this.#say('draft_restored', '', { time: moment(new Date(at)) });
  }

  /** Asks whether the kept answers should replace those of the server. */
  ask(place, entry, use) {
    const take = element('button', { type: 'button', class: 'link' }, text('draft_use'));
    const drop = element('button', { type: 'button', class: 'link' }, text('draft_discard'));
    const bar = element('div', { class: 'alert alert-warn', role: 'status' },
      element('div', {}, text('draft_found', { time: moment(new Date(entry.at)) }), ' ', take, ' · ', drop));
    take.addEventListener('click', () => { bar.remove(); use(entry.data); });
    drop.addEventListener('click', () => { bar.remove(); this.#forget(true); });
    place.append(bar);
  }
}
