// The frame of a form with pages: where one is, back and next, and the summary before sending.
import '../../css/wizard.css';
import { element, icon, settled } from '../dom.js';
import { text } from '../texts.js';
import { asList } from './errors.js';
import { forget, keep, kept } from './kept.js';
import { summary } from './summary.js';

const placeOf = (key) => `page:${key}`;

export class Wizard {
  #leading = true; // until the form is shown, no focus is moved

  /** refuse(list) shows errors; key is the name under which this browser remembers the page. */
  constructor({ host, refining, key, refuse }) {
    Object.assign(this, { host, refining, key, refuse, pages: refining.pages });
    this.mount = host.querySelector('[data-mount]');
    this.submits = [...document.querySelectorAll(`[data-submit="${CSS.escape(host.id)}"]`)];
    this.progress = element('nav', { class: 'bh-progress', 'aria-label': text('pages_label') });
    this.review = element('section', { class: 'bh-summary', hidden: true, 'aria-labelledby': `${host.id}-review` });
    this.back = element('button', { type: 'button', class: 'btn bh-back' }, icon('chevron-left'), text('pages_back'));
    this.next = element('button', { type: 'button', class: 'btn btn-primary bh-next', 'data-next': host.id }, text('pages_next'), icon('chevron-right'));
  }

  /** To be called when the form is drawn. `draftRev` above 0: somebody has worked on it before, perhaps elsewhere. */
  open(draftRev) {
    this.mount.before(this.progress, this.review);
    this.#placeButtons();
    this.back.addEventListener('click', () => this.pages.show(this.pages.beside(-1)));
    this.next.addEventListener('click', () => this.forward());
    this.stop = this.pages.listen(() => this.#draw());
    this.pages.resume((this.key && kept(placeOf(this.key))?.data) ?? (draftRev > 0 ? this.#firstOpen() : undefined));
    this.#draw();
    this.#leading = false;
  }

  #placeButtons() {
    const [submit] = this.submits;
    if (submit) submit.before(this.back, this.next);
    else this.mount.after(element('div', { class: 'bh-turn' }, this.back, this.next));
  }

  /** The first page on which something is missing; those before it have been seen. */
  #firstOpen() {
    const { judge, form } = this.refining;
    const seen = [];
    for (const { id } of this.pages.steps.slice(0, -1)) {
      seen.push(id);
      if (asList(judge.validate(this.pages.fields.get(id))).length) break;
    }
    form._setState({ errors: {} });
    return { current: seen.at(-1), seen };
  }

  /** To the next page, if this one is in order. */
  async forward() {
    document.activeElement?.blur?.(); // dates and times take over what was typed when the cursor leaves
    await settled();
    const here = this.pages.fields.get(this.pages.current);
    const seen = new Set(this.pages.steps.filter(({ id }) => this.pages.isSeen(id)).flatMap(({ id }) => [...(this.pages.fields.get(id) ?? [])]));
    const found = asList(this.refining.judge.validate(here, seen)).filter(({ component_id: id }) => here.has(id));
    await this.refuse(found);
    if (!found.length) this.pages.show(this.pages.beside(1));
  }

  #draw() {
    const { atSummary, current, steps } = this.pages;
    const place = steps.findIndex(({ id }) => id === current);
    this.back.hidden = place <= 0;
    this.next.hidden = atSummary;
    for (const button of this.submits) button.hidden = !atSummary;
    this.review.hidden = !atSummary;
    this.progress.replaceChildren(this.#title(place, steps), this.#steps(place, steps));
    if (this.current === current) return;
    this.current = current;
    if (atSummary) this.#summarise();
    if (this.#leading) return;
    if (this.key) keep(placeOf(this.key), { data: this.pages.state });
    this.#lead();
  }

  #title(place, steps) {
    const title = steps[place]?.title || text('pages_summary');
    return element('p', { class: 'bh-progress-now' }, text('pages_step', { number: place + 1, count: steps.length }), ' ', element('b', {}, title));
  }

  #steps(place, steps) {
    const items = steps.map(({ id, title }, index) => {
      const words = title || text('pages_summary');
      const mark = index < place && this.pages.isSeen(id) ? icon('check') : String(index + 1);
      const button = element('button', {
        type: 'button',
        'aria-current': index === place ? 'step' : null,
        disabled: !this.pages.isSeen(id),
      }, element('i', { 'aria-hidden': 'true' }, mark), element('span', { 'aria-hidden': 'true' }, words),
      element('b', { class: 'sr' }, text('pages_go', { number: index + 1, title: words })));
      button.addEventListener('click', () => this.pages.show(id));
      return element('li', { class: index < place ? 'is-done' : null }, button);
    });
    return element('ol', {}, ...items);
  }

  #summarise() {
    const edit = (id) => this.pages.show(id);
    const heading = element('h2', { id: `${this.host.id}-review`, tabindex: '-1' }, text('pages_check'));
    this.review.replaceChildren(heading, element('p', { class: 'muted' }, text('pages_check_hint')), ...summary(this.refining, edit));
  }

  /** The cursor goes to the heading, so that whoever listens hears where they are. */
  async #lead() {
    await settled();
    const heading = this.pages.atSummary ? this.review.querySelector('h2') : this.mount.querySelector('.bh-page:not([hidden]) > h2');
    this.progress.scrollIntoView({ block: 'nearest' });
    if (!this.host.contains(document.activeElement) || document.activeElement === document.body || !this.mount.contains(document.activeElement)) {
      heading?.focus({ preventScroll: false });
    }
  }

  /** Names may come after the summary was drawn. */
  refresh() {
    if (this.pages.atSummary) this.#summarise();
  }

  finish() {
    if (this.key) forget(placeOf(this.key));
  }

  close() {
    this.stop?.();
    this.back.remove();
    this.next.remove();
  }
}
