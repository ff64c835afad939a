// Sends a filled form and says what became of it.
import { csrfToken } from '../csrf.js';
import { sentenceOf } from '../requests.js';
import { withFreshToken } from '../session.js';
import { text } from '../texts.js';
import { logInAgain } from './relogin.js';

const SENTENCES = { 403: 'form_forbidden', 409: 'form_conflict', 413: 'form_too_large', 422: 'form_rejected', 429: 'form_busy' };

/** A random name for one submission, so that sending it twice does it once. */
export function newIdempotencyKey() {
  // randomUUID is missing without https, getRandomValues is not.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function body(data, files, action) {
  const parts = new FormData();
  parts.set('data', JSON.stringify(data));
  if (action) parts.set('action', action);
  for (const [name, list] of files) for (const file of list) parts.append(name, file, file.name);
  return parts;
}

function post(address, parts, key) {
  return withFreshToken(() => fetch(address, {
    method: 'POST',
    body: parts,
    headers: { Accept: 'application/json', 'X-CSRF-Token': csrfToken(), 'Idempotency-Key': key },
  }));
}

function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return {};
  }
}

/**
 * One of {location, message} when it was accepted, {errors, sentence} when it was wrong, {sentence, reload} when it failed.
 * `uncertain` means that the server may have taken it: the same key must be used again.
 */
export async function send({ address, data, files, action, key }) {
  let response;
  try {
    response = await post(address, body(data, files, action), key);
    if (response.status === 401 && (await logInAgain())) response = await post(address, body(data, files, action), key);
  } catch {
    return { sentence: text('form_network'), uncertain: true };
  }
  const content = await response.text().catch(() => '');
  const answer = parsed(content);
  if (response.ok) return { done: true, location: answer.location ?? (response.redirected ? response.url : ''), message: answer.message };
  if (response.status === 401) return { sentence: text('login_text') };
  if (response.status === 422 && answer.errors?.length) return { errors: answer.errors };
  const sentence = sentenceOf(content) || text(SENTENCES[response.status] ?? 'form_server');
  return { sentence, reload: response.status === 409, uncertain: response.status >= 500 };
}
