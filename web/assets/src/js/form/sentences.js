// The server's sentences for what is wrong with an answer (forms/messages.py), in the language of the page.
import { readJson } from '../dom.js';

let sentences = null;

/** The sentence of that code with its parameters. */
export function sentence(code, params = {}) {
  sentences ??= readJson(document.getElementById('form-sentences'), {});
  return (sentences[code] ?? code).replace(/{(\w+)}/g, (whole, name) => params[name] ?? whole);
}
