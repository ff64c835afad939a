// The browser's answers: node feelin.mjs FEELIN reads {variables, cases} from its input and prints a list of answers.
import { readFileSync } from 'node:fs';

const { evaluate, unaryTest } = await import(process.argv[2]);
const { variables, cases } = JSON.parse(readFileSync(0, 'utf8'));

// What a form does with an answer: JSON, where dates are texts and a function is nothing. An error is null, as in form-js.
function plain(value) {
  if (value === undefined || value === null || typeof value === 'function') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return Number.isNaN(value) ? null : value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
}

function answer({ text, unary }) {
  try {
    return plain((unary ? unaryTest : evaluate)(text, variables).value);
  } catch {
    return null;
  }
}

console.log(JSON.stringify(cases.map(answer)));
