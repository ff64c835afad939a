// Buttons that put a text into the clipboard.
import { text } from './texts.js';
import { toast } from './toasts.js';

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
    toast(text('copied'));
  } catch {
    // Without https (an office network) browsers offer no clipboard.
    toast(text('copy_failed'), 'bad');
  }
}

export function attachCopying() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) copy(button.dataset.copy);
  });
}
