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
  [...document.querySelectorAll('[data-submit]')].find((button) => visible(button) && button.matches('.btn-primary'))?.click();
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  '/': search,
  '?': () => document.getElementById('shortcuts')?.showModal(),
};

export function attachKeyboard() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key] && !typing(event.target)) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
}
