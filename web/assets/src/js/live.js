// Live updates: the server only says which fragment is stale; the fragments fetch themselves.
import htmx from './htmx.js';
import 'htmx.org/dist/ext/hx-sse.js';

const GATHER = 150; // milliseconds in which messages about one fragment become one request
const REST = 1000; // milliseconds between two requests of one fragment

const stale = new Map(); // fragment → timer
const fetched = new Map(); // fragment → when it was last fetched

const fragments = (name) => document.querySelectorAll(`[data-live~="${CSS.escape(name)}"]`);

function refresh(name) {
  stale.delete(name);
  fetched.set(name, Date.now());
  for (const node of fragments(name)) htmx.trigger(node, 'stale');
}

function markStale(name) {
  if (stale.has(name)) return;
  const rest = (fetched.get(name) ?? 0) + REST - Date.now();
  stale.set(name, setTimeout(refresh, Math.max(GATHER, rest), name));
}

function markAllStale() {
  for (const node of document.querySelectorAll('[data-live]')) node.dataset.live.split(' ').forEach(markStale);
}

function listen(stream) {
  let connections = 0;
  stream.addEventListener('htmx:sse:before:message', (event) => {
    event.preventDefault(); // nothing is ever swapped from the stream itself
    markStale(JSON.parse(event.detail.message.data).fragment);
  });
  // While the stream was away (background tab, lost network) messages may have been missed.
  stream.addEventListener('htmx:sse:after:connection', () => connections++ && markAllStale());
  // A session that ended will not come back by trying again.
  stream.addEventListener('htmx:sse:error', ({ detail }) => detail.status === 401 && stream.remove());
}

/** Over a refresh, what the person opened stays open and what a widget marked as drawn stays marked. */
const STAYS = { open: 'details, dialog', 'data-ready': '[data-ready]' };

htmx.registerExtension('keep', {
  htmx_before_morph_attr: (node, { attrName }) => !(attrName in STAYS && node.matches(STAYS[attrName])),
});

/** Listens on the stream that base.html opens with hx-sse:connect. */
export function attachLive() {
  document.querySelectorAll('[data-live-stream]').forEach(listen);
}
