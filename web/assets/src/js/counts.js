// Numbers that stand in the navigation too: when the fragment that knows them is refreshed, they follow.

/** [data-count-for="/inbox"] holds a .count; the same number belongs to every navigation entry of that address. */
function follow() {
  for (const source of document.querySelectorAll('[data-count-for]')) {
    const number = source.querySelector('.count')?.textContent ?? '';
    for (const entry of document.querySelectorAll(`:is(.nav-item, .tabbar a)[href="${CSS.escape(source.dataset.countFor)}"] .count`)) {
      entry.textContent = number;
    }
  }
}

export function attachCounts() {
  document.addEventListener('htmx:after:swap', follow);
}
