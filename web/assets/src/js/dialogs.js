// Native dialogs: openers, closers, and the question before a form goes out.
import { element } from './dom.js';
import { text } from './texts.js';

/** Opens a dialog and takes it away again when it closes; resolves with the value of the button used. */
export function showOnce(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** Asks; true when the person goes on. */
export async function confirmed(question) {
  const form = element('form', { method: 'dialog' },
    element('div', { class: 'dialog-head' }, element('h2', { id: 'confirm-title' }, text('confirm_title'))),
    element('div', { class: 'dialog-body' }, element('p', {}, question)),
    element('div', { class: 'dialog-foot' },
      element('button', { class: 'btn', value: 'no', autofocus: true }, text('cancel')),
      element('button', { class: 'btn btn-primary', value: 'yes' }, text('confirm'))));
  return (await showOnce(element('dialog', { class: 'dialog', 'aria-labelledby': 'confirm-title' }, form))) === 'yes';
}

function openOrClose(event) {
  const opener = event.target.closest('[data-dialog]');
  if (opener) {
    opener.closest('[popover]')?.hidePopover();
    document.getElementById(opener.dataset.dialog)?.showModal();
  } else if (event.target.closest('[data-close]') || event.target.matches('dialog')) {
    event.target.closest('dialog')?.close();
  }
}

async function askFirst(event) {
  const form = event.target;
  if (!form.matches('form[data-confirm]') || form.dataset.agreed) return;
  event.preventDefault();
  event.stopPropagation();
  if (!(await confirmed(form.dataset.confirm))) return;
  form.dataset.agreed = 'yes';
  form.requestSubmit(event.submitter);
  delete form.dataset.agreed;
}

export function attachDialogs() {
  document.addEventListener('click', openOrClose);
  document.addEventListener('submit', askFirst, { capture: true });
  // htmx asks with window.confirm by itself, which looks foreign and blocks the page.
  document.addEventListener('htmx:confirm', async (event) => {
    event.preventDefault();
    if (await confirmed(event.detail.ctx.confirm)) event.detail.issueRequest();
    else event.detail.dropRequest();
  });
}
