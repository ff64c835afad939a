// The words of the scripts; the page brings them from the catalogues (web/templates/_texts.html).
import { readJson } from './dom.js';

const texts = readJson(document.getElementById('texts'), {});
let ofForms = null; // pages with a form bring the words of its fields along

export const locale = document.documentElement.lang || 'en';
export const chinese = locale.toLowerCase().startsWith('zh');

/** The text of that key with {name} replaced; the key itself when the page does not know it. */
export function text(key, values = {}) {
  ofForms ??= readJson(document.getElementById('form-texts'));
  return (texts[key] ?? ofForms?.[key] ?? key).replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
}

/** Hours and minutes as the reader writes them. */
export function timeOfDay(when = new Date()) {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }).format(when);
}

/** Day and time, short. */
export function moment(when) {
  return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(when);
}
