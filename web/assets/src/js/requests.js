// What every htmx request carries, and what is said when one fails.
import { csrfToken } from './csrf.js';
import { text } from './texts.js';
import { toast } from './toasts.js';

const SENTENCES = { 401: 'session_ended', 403: 'forbidden', 413: 'form_too_large', 429: 'form_busy' };

/** The server's own sentence in a JSON answer ({message} or problem+json), or nothing. */
export function sentenceOf(body) {
  try {
    const answer = JSON.parse(body);
    return answer.message ?? answer.detail ?? answer.title ?? '';
  } catch {
    return '';
  }
}

export function attachRequests() {
  document.addEventListener('htmx:config:request', ({ detail }) => {
    detail.ctx.request.headers['X-CSRF-Token'] = csrfToken();
  });
  document.addEventListener('htmx:response:error', ({ detail }) => {
    const { status } = detail.ctx.response;
    const said = detail.ctx.hx?.trigger?.includes('"toast"'); // the server's own words come by HX-Trigger
    if (said || status === 422 || quiet(detail.ctx)) return;
    toast(sentenceOf(detail.ctx.text) || text(SENTENCES[status] ?? 'request_failed'), 'bad');
  });
  document.addEventListener('htmx:error', ({ detail }) => {
    if (detail.ctx && !quiet(detail.ctx)) toast(text('offline'), 'bad');
  });
}

/** Live updates fetch by themselves; nobody asked for them, so their failures are not shouted. */
function quiet(ctx) {
  return ctx.sourceElement?.closest?.('[data-live], [data-live-stream]') !== null;
}
