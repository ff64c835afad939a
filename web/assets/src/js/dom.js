// Building blocks for the few elements that scripts make themselves.

/** An element with attributes and children; texts are set as text, never as markup. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An icon of the sprite. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'i');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${import.meta.env.BASE_URL}icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The data of a <script type="application/json">, or the fallback when there is none. */
export function readJson(node, fallback = null) {
  return node ? JSON.parse(node.textContent) : fallback;
}

/** Calls attach for every element of that selector, now and whenever a fragment brings in new ones. */
export function whenPresent(selector, attach) {
  const seen = new WeakSet();
  const look = (root) => {
    const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    for (const node of found) {
      if (seen.has(node)) continue;
      seen.add(node);
      attach(node);
    }
  };
  look(document);
  document.addEventListener('htmx:after:swap', () => look(document));
}

/** Resolves after the browser has painted twice: widgets that render in effects have settled by then. */
export function settled() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
}
