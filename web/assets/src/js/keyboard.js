// Shortcuts: j and k in lists, / for search, ? for help, Ctrl+Enter to submit the form.

const typing = (node) => Boolean(node.closest?.('input, textarea, select, [contenteditable]'));
const visible = (node) => node.checkVisibility();

function walk(step) {
  const rows = [...document.querySelectorAll('[data-list] a[href]')].filter(visible);
  const here = rows.includes(document.activeElement) ? document.activeElement : rows.find((row) => row.hasAttribute('aria-current'));
  const next = here ? rows[rows.indexOf(here) + step] : rows[0];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function search() {
  const field = [...document.querySelectorAll('[data-search]')].find(visible);
  field?.focus();
  field?.select();
}

function submit() {
  [...document.querySelectorAll('[data-submit], [data-next]')].find((button) => visible(button) && button.matches('.btn-primary'))?.click();
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  '/': search,
  '?': () => document.getElementById('shortcuts')?.showModal(),
};

const elsewhere = (event) => event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]');

function submitted(event) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || elsewhere(event)) return;
  event.preventDefault();
  submit();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key] || typing(event.target) || elsewhere(event)) return;
  event.preventDefault();
  KEYS[event.key]();
}

export function attachKeyboard() {
  // On the way down: some fields of form-js keep Enter to themselves.
  document.addEventListener('keydown', submitted, { capture: true });
  document.addEventListener('keydown', pressed);
}
