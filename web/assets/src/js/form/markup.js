// The few elements of HTML that rich text may hold; the server cleans it again by a list of its own.

const NAMES = { B: 'strong', STRONG: 'strong', I: 'em', EM: 'em', H1: 'h2', H2: 'h2', H3: 'h3', H4: 'h4', P: 'p', DIV: 'p', UL: 'ul', OL: 'ol', LI: 'li', BR: 'br', A: 'a', BLOCKQUOTE: 'blockquote' };
const DROPPED = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'TITLE', 'HEAD', 'META', 'LINK', 'IFRAME', 'OBJECT', 'SVG', 'MATH']);
const BLOCKS = new Set(['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote']);
const LINK = /^(https?:|mailto:|tel:)/i;

/** Shows that HTML, as far as it is allowed, in the element. */
export function draw(element, html) {
  // Styles are cut out before the parser sees them: the policy of the page would report each one.
  const parsed = new DOMParser().parseFromString(html.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ''), 'text/html');
  element.replaceChildren(...[...parsed.body.childNodes].flatMap(allowed));
}

function allowed(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase())) return [];
  const inner = [...node.childNodes].flatMap(allowed);
  const name = NAMES[node.tagName];
  if (!name || (name === 'a' && !LINK.test(node.getAttribute('href') ?? ''))) return inner;
  // A paragraph around blocks is one of those that editors put around everything.
  if (name === 'p' && inner.some((child) => BLOCKS.has(child.localName))) return inner;
  const copy = document.createElement(name);
  if (name === 'a') copy.setAttribute('href', node.getAttribute('href'));
  copy.append(...inner);
  return [copy];
}

/** What the editor holds, as HTML of those elements; nothing when there is nothing to read in it. */
export function written(element) {
  const holder = document.createElement('div');
  draw(holder, element.innerHTML);
  intoParagraphs(holder);
  return holder.textContent.trim() ? holder.innerHTML : '';
}

/** Browsers leave the first line bare; beside paragraphs it would run into the next one. */
function intoParagraphs(holder) {
  let paragraph = null;
  for (const node of [...holder.childNodes]) {
    if (BLOCKS.has(node.localName)) {
      paragraph = null;
    } else {
      if (!paragraph) node.before(paragraph = document.createElement('p'));
      paragraph.append(node);
    }
  }
}

/** The text without its elements, a line for each block. */
export function plain(html) {
  const parsed = new DOMParser().parseFromString(html.replace(/<(br|hr)[^>]*>|<\/(p|div|li|h2|h3|h4|blockquote|pre)>/g, '\n'), 'text/html');
  return parsed.body.textContent.trim();
}
