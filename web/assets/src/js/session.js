// Who this browser is logged in as now, and requests that survive a token that went stale.
import { renewCsrfToken } from './csrf.js';

/** {login, name}; takes over the token of that session. */
export async function session() {
  const response = await fetch('/session', { headers: { Accept: 'application/json' }, cache: 'no-store' });
  const answer = await response.json();
  renewCsrfToken(answer.csrf_token);
  return answer;
}

/** Whether that is the person this page was made for; pages without a person are for everybody. */
export function isExpected({ login }) {
  const expected = document.body.dataset.login;
  return !expected || login === expected;
}

/** Makes a request; once more with a fresh token when the old one belonged to a session that is gone. */
export async function withFreshToken(request) {
  const response = await request();
  if (response.status !== 403) return response;
  const answer = await response.clone().json().catch(() => ({}));
  return answer.code === 'csrf-refused' && isExpected(await session()) ? request() : response;
}
