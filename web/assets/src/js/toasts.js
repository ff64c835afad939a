// Short messages at the edge of the page.
import { element, icon, readJson } from './dom.js';
import { text } from './texts.js';

const LINGER = 6000;
const ICONS = { ok: 'circle-check', bad: 'circle-alert' };

/** Says something, once while it is still there to read; a bad one stays until it is closed. */
export function toast(message, tone = 'ok') {
  const shown = [...document.querySelectorAll('#toasts .toast > span')];
  if (shown.some((span) => span.textContent === message)) return;
  const close = element('button', { type: 'button', 'aria-label': text('close') }, icon('x'));
  const node = element('div', { class: `toast toast-${tone}` }, icon(ICONS[tone] ?? 'info'), element('span', {}, message), close);
  close.addEventListener('click', () => node.remove());
  if (tone !== 'bad') setTimeout(() => node.remove(), LINGER);
  document.getElementById('toasts')?.append(node);
}

/** Says what the server left for this page, and what htmx answers carry in HX-Trigger. */
export function attachToasts() {
  for (const message of readJson(document.querySelector('script#messages'), [])) toast(message.text, message.tone);
  document.addEventListener('toast', ({ detail }) => toast(detail.text ?? detail.value, detail.tone));
}
