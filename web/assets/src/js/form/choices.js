// Asks which entry is to stay where two have changed the same field.
import { element, icon } from '../dom.js';
import { moment, text } from '../texts.js';

function button(words, press) {
  const node = element('button', { type: 'button', class: 'link' }, words);
  node.addEventListener('click', press);
  return node;
}

function reading(title, value) {
  return element('div', {}, element('dt', {}, title), element('dd', {}, value || text('choices_empty')));
}

export class Choices {
  #open = []; // differences that nobody has decided

  /** `decide(difference, mine)` is told of each choice. */
  constructor(place, decide) {
    Object.assign(this, { place, decide });
  }

  get undecided() {
    return this.#open.length > 0;
  }

  /** Replaces what is asked; the cursor stays where somebody is typing. */
  show(differences, { by, at }) {
    this.#open = [...differences];
    this.about = { by, at };
    this.#draw();
  }

  #choose(difference, mine) {
    this.#open = this.#open.filter((other) => other !== difference);
    this.decide(difference, mine);
    this.#draw();
  }

  #chooseAll(mine) {
    for (const difference of this.#open) this.decide(difference, mine);
    this.#open = [];
    this.#draw();
  }

  #draw() {
    const focused = this.place.contains(document.activeElement);
    this.place.replaceChildren(...(this.undecided ? [this.#panel()] : []));
    if (focused) this.place.querySelector('button')?.focus();
  }

  #panel() {
    const { by, at } = this.about;
    const who = text('choices_by', { name: by, time: at ? moment(new Date(at)) : '' });
    const words = element('div', {}, element('b', {}, text('choices_title')), element('p', {}, who),
      element('ul', { class: 'choices' }, ...this.#open.map((difference) => this.#entry(difference))));
    if (this.#open.length > 1) words.append(this.#buttons(text('choices_all_mine'), text('choices_all_theirs'), (mine) => this.#chooseAll(mine)));
    return element('div', { class: 'alert alert-warn', role: 'status', tabindex: '-1' }, icon('triangle-alert'), words);
  }

  #entry(difference) {
    const { label, mine, theirs } = difference;
    return element('li', {}, element('b', {}, label),
      element('dl', {}, reading(text('choices_mine'), mine), reading(text('choices_theirs'), theirs)),
      this.#buttons(text('choices_keep'), text('choices_take'), (own) => this.#choose(difference, own)));
  }

  #buttons(keep, take, press) {
    return element('div', {}, button(keep, () => press(true)), ' · ', button(take, () => press(false)));
  }

  focus() {
    this.place.firstElementChild?.scrollIntoView({ block: 'center' });
    this.place.firstElementChild?.focus({ preventScroll: true });
  }
}
