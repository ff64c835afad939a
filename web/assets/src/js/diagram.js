// Draws the read-only diagram on every [data-diagram] element and keeps it in step with the page.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import '../css/diagram-theme.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { chooseByClick } from './diagram/choosing.js';
import { dragByFinger, open, reveal, zoom } from './diagram/frame.js';
import { rename } from './diagram/names.js';
import { StatePainter } from './diagram/state.js';
import { element, readJson, whenPresent } from './dom.js';
import { text } from './texts.js';

async function source(address) {
  const response = await fetch(address, { headers: { Accept: 'application/xml' } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.text();
}

async function draw(viewer, xml, names) {
  const { rootElement, elementsById } = await viewer.get('moddle').fromXML(xml);
  rename(elementsById, names);
  await viewer.importDefinitions(rootElement);
}

/** The newest state of that diagram on the page; a live fragment may have replaced it. */
const stateOf = (id) => document.querySelector(`script[data-diagram-state="${CSS.escape(id)}"]`);

/** The elements where the instance stands now. */
function standing(id, viewer) {
  const { nodes = {} } = readJson(stateOf(id), {});
  const here = Object.keys(nodes).filter((node) => ['active', 'incident'].includes(nodes[node]));
  return here.map((node) => viewer.get('elementRegistry').get(node)).filter(Boolean);
}

function followState(id, viewer) {
  const painter = new StatePainter(viewer);
  let shown = null;
  const look = () => {
    const script = stateOf(id);
    if (!script || script.textContent === shown) return;
    shown = script.textContent;
    painter.paint(readJson(script));
  };
  look();
  document.addEventListener('htmx:after:swap', look);
}

const rows = () => document.querySelectorAll('[data-node]');

/** A click on an element picks its rows, a click on a row picks its element. */
function linkRows(viewer) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  let picked = null;
  const pick = (id) => {
    if (picked && registry.get(picked)) canvas.removeMarker(picked, 'st-pick');
    picked = id;
    if (registry.get(id)) canvas.addMarker(id, 'st-pick');
    for (const row of rows()) row.classList.toggle('is-on', row.dataset.node === id);
  };
  viewer.on('element.click', ({ element: shape }) => {
    pick(shape.labelTarget?.id ?? shape.id);
    document.querySelector('[data-node].is-on')?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  });
  document.addEventListener('click', (event) => {
    const row = event.target.closest('[data-node]');
    const shape = row && registry.get(row.dataset.node);
    if (!shape) return;
    pick(shape.id);
    if (!shape.waypoints) reveal(canvas, shape);
  });
  document.addEventListener('htmx:after:swap', () => picked && pick(picked));
}

function linkZoom(host, viewer) {
  const canvas = viewer.get('canvas');
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-zoom]');
    if (button && (button.dataset.for ?? host.id) === host.id) zoom(canvas, button.dataset.zoom);
  });
  // The wheel alone scrolls the page; with Ctrl, as on maps, it zooms.
  host.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(canvas, event.deltaY < 0 ? 'in' : 'out');
  }, { passive: false });
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    canvas.resized();
    open(canvas, standing(host.id, viewer));
  }).observe(host);
}

async function show(host) {
  const note = element('div', { class: 'diagram-note', role: 'status' }, text('diagram_loading'));
  const names = readJson(host.querySelector('script[data-names]'), {});
  host.append(note);
  try {
    // bpmn-js breaks and centres labels by measuring them, so it must know the font they are drawn in.
    const textRenderer = { defaultStyle: { fontFamily: getComputedStyle(host).fontFamily } };
    const viewer = new NavigatedViewer({ container: host, zoomScroll: { enabled: false }, textRenderer });
    await draw(viewer, await source(host.dataset.src), names);
    note.remove();
    open(viewer.get('canvas'), standing(host.id, viewer));
    followState(host.id, viewer);
    linkRows(viewer);
    linkZoom(host, viewer);
    chooseByClick(viewer);
    dragByFinger(host, viewer.get('canvas'));
    host.dataset.ready = 'true';
  } catch (error) {
    console.error(error);
    note.textContent = text('diagram_failed');
  }
}

whenPresent('[data-diagram]', show);
