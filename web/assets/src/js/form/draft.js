// Saves the answers by themselves while a person fills a form.
import { csrfToken } from '../csrf.js';
import { element } from '../dom.js';
import { withFreshToken } from '../session.js';
import { moment, text, timeOfDay } from '../texts.js';
import { forget, keep, kept } from './kept.js';
import { logInAgain } from './relogin.js';

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

/** Equal as JSON, whatever the order of the keys; a missing value is as good as null. */
function same(left, right) {
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return (left ?? null) === (right ?? null);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}

export class Draft {
  #saved; // JSON of what the server has
  #timer = null;
  #request = null;
  #unsure = null; // JSON of a save that may have arrived without an answer
  #finished = false;

  /** read returns the answers as they stand; status is the element that tells how it goes. */
  constructor({ address, key, rev, read, status }) {
    Object.assign(this, { address, key, rev, read, status });
  }

  /** What stands in the form now is what the server has. */
  settle() {
    this.#saved = this.#current();
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
    this.#timer = setTimeout(() => this.save(), QUIET);
  }

  #keepHere() {
    if (this.key) keep(this.key, JSON.parse(this.#current()), this.rev);
  }

  async save() {
    clearTimeout(this.#timer);
    if (!this.address || this.#finished || this.#request) return;
    // It is sent again as it was: only so is its revision known before newer entries follow.
    const current = this.#unsure ??= this.#current();
    this.#say('draft_saving');
    try {
      this.#request = new AbortController();
      const keepalive = current.length < KEEPALIVE_LIMIT;
      const response = await this.#put(current, { signal: this.#request.signal, keepalive });
      this.#request = null;
      if (response.status < 500) this.#unsure = null;
      await this.#answered(response, current);
    } catch (error) {
      this.#request = null;
      if (error.name !== 'AbortError') this.#retry('draft_offline');
    }
  }

  #put(current, options) {
    return withFreshToken(() => fetch(this.address, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrfToken() },
      body: `{"data":${current},"rev":${this.rev}}`,
      ...options,
    }));
  }

  async #answered(response, current) {
    if (this.#finished) return;
    const answer = await response.json().catch(() => ({}));
    if (response.ok) this.#accepted(answer.rev, current);
    else if (response.status === 409) this.#refused(answer);
    else if (response.status === 401) this.#offerLogin();
    else this.#retry('draft_failed');
  }

  /** A dialog in the middle of a word would be rude; the person logs in when it suits. */
  #offerLogin() {
    this.#retry('draft_session');
    const button = element('button', { type: 'button', class: 'link' }, text('login_submit'));
    button.addEventListener('click', async () => (await logInAgain()) && this.save());
    this.status?.append(' ', button);
  }

  #accepted(rev, current) {
    this.rev = rev ?? this.rev;
    this.#saved = current;
    this.#say('draft_saved', '', { time: timeOfDay() });
    if (this.dirty) this.changed();
    else this.#forget();
  }

  /** Saving over another window would lose its entries without a word; a task that is done takes no draft. */
  #refused({ code, detail }) {
    this.address = '';
    this.#keepHere();
    if (code === 'stale-revision') this.#say('draft_conflict', 'warn');
    else this.#tell(detail, 'warn');
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
    this.#forget();
  }

  #forget() {
    if (this.key) forget(this.key);
  }

  #say(key, tone = '', values = {}) {
    this.#tell(text(key, values), tone);
  }

  #tell(sentence, tone) {
    if (!this.status) return;
    this.status.dataset.tone = tone;
    this.status.textContent = sentence;
  }

  /** Answers kept in this browser that the server has not: {data} to take over now, or {offer} to ask about. */
  leftover(values) {
    const entry = this.key ? kept(this.key) : null;
    if (!entry) return {};
    // The last save on leaving a page may have arrived without an answer.
    if (Object.keys(entry.data).every((key) => same(entry.data[key], withoutFiles(values[key])))) {
      this.#forget();
      return {};
    }
    return entry.rev === this.rev ? { data: entry.data, at: entry.at } : { offer: entry };
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
    drop.addEventListener('click', () => { bar.remove(); this.#forget(); });
    place.append(bar);
  }
}
