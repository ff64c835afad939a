// The token that proves a request comes from our own page.
const meta = () => document.querySelector('meta[name="csrf-token"]');

export const csrfToken = () => meta()?.content ?? '';

/** Takes over a fresh token after a new log-in, in the header and in every form of the page. */
export function renewCsrfToken(token) {
  if (!token) return;
  if (meta()) meta().content = token;
  for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = token;
}
