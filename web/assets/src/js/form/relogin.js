// Logs in again without leaving the page, when the session ended while somebody was typing.
import { csrfToken } from '../csrf.js';
import { element } from '../dom.js';
import { showOnce } from '../dialogs.js';
import { sentenceOf } from '../requests.js';
import { isExpected, session } from '../session.js';
import { text } from '../texts.js';

let asking = null;

async function logIn(login, password) {
  await session();
  const response = await fetch('/login', {
    method: 'POST',
    headers: { Accept: 'application/json', 'X-CSRF-Token': csrfToken() },
    body: new URLSearchParams({ login, password }),
  });
  if (!response.ok) throw new Error(sentenceOf(await response.text()) || text('login_failed'));
}

function fieldset(id, label, attributes) {
  const input = element('input', { class: 'input', id, required: true, ...attributes });
  return [input, element('div', { class: 'field' }, element('label', { for: id }, label), input)];
}

function build(expected) {
  const [login, loginRow] = fieldset('relogin-name', text('login_name'), { autocomplete: 'username', value: expected ?? '' });
  const [password, passwordRow] = fieldset('relogin-password', text('login_password'), { type: 'password', autocomplete: 'current-password', autofocus: true });
  const problem = element('p', { class: 'field-error', role: 'alert' });
  const form = element('form', {},
    element('div', { class: 'dialog-head' }, element('h2', { id: 'relogin-title' }, text('login_title'))),
    element('div', { class: 'dialog-body' }, element('p', {}, text('login_text')), loginRow, passwordRow, problem,
      element('a', { href: '/login', target: '_blank', rel: 'opener' }, text('login_window'))),
    element('div', { class: 'dialog-foot' },
      element('button', { type: 'button', class: 'btn', 'data-close': true }, text('cancel')),
      element('button', { class: 'btn btn-primary' }, text('login_submit'))));
  const dialog = element('dialog', { class: 'dialog', 'aria-labelledby': 'relogin-title' }, form);
  return { dialog, form, login, password, problem };
}

/** True when the session in the browser belongs to the person this page was made for. */
async function isBack(expected, problem) {
  const person = await session();
  if (person.login && !isExpected(person)) problem.textContent = text('login_other', { name: person.name ?? person.login, expected });
  return Boolean(person.login) && isExpected(person);
}

async function ask() {
  const expected = document.body.dataset.login;
  const { dialog, form, login, password, problem } = build(expected);
  const check = async () => (await isBack(expected, problem)) && dialog.close('in');
  // Logging in in another window is noticed on the way back.
  const returned = () => !document.hidden && check().catch(() => {});
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.textContent = '';
    try {
      await logIn(login.value, password.value);
      await check();
    } catch (error) {
      problem.textContent = error instanceof TypeError ? text('offline') : error.message;
    }
  });
  document.addEventListener('visibilitychange', returned);
  window.addEventListener('focus', returned);
  const outcome = await showOnce(dialog);
  document.removeEventListener('visibilitychange', returned);
  window.removeEventListener('focus', returned);
  return outcome === 'in';
}

/** Shows the dialog once, however many requests need it; true when the person is logged in again. */
export function logInAgain() {
  asking ??= ask().finally(() => { asking = null; });
  return asking;
}
