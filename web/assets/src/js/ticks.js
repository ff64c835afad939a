// Ticking rows of a list: all of a page at once, how many there are, and what that means for the form above.

const boxes = (name) => [...document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(name)}"]`)];

function follow(form) {
  const all = boxes(form.dataset.ticks);
  const ticked = all.filter((box) => box.checked).length;
  const count = form.querySelector('[data-ticked]');
  if (count && count.textContent !== String(ticked)) count.textContent = ticked;
  for (const head of document.querySelectorAll(`[data-check-all="${CSS.escape(form.dataset.ticks)}"]`)) {
    head.checked = all.length > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
}

const followAll = () => document.querySelectorAll('form[data-ticks]').forEach(follow);

function onChange({ target }) {
  const name = target.dataset?.checkAll;
  if (name) for (const box of boxes(name)) box.checked = target.checked;
  const form = document.querySelector(`form[data-ticks="${CSS.escape(name ?? target.name ?? '')}"]`);
  if (!form) return;
  const chosen = form.querySelector('input[type="radio"][name="all"][value=""]');
  if (chosen) chosen.checked = true;
  follow(form);
}

export function attachTicks() {
  document.addEventListener('change', onChange);
  document.addEventListener('htmx:after:swap', followAll);
  window.addEventListener('pageshow', followAll); // the browser fills ticks in again on the way back
  followAll();
}
