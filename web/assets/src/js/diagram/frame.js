// How a diagram sits in its frame: what is shown first, fitting, zooming, dragging by finger.
const PAD = 14;
const FOOT = 34; // the bpmn.io mark must stay visible and free
const LARGEST = 1.1;
const READABLE = 0.7; // names are about 8 pixels high then; below this nobody can read them
const STEP = 1.2;

function look(canvas, scale, middle) {
  const { clientWidth, clientHeight } = canvas.getContainer();
  const width = clientWidth / scale;
  const height = clientHeight / scale;
  canvas.viewbox({ x: middle.x - width / 2, y: middle.y - (height - FOOT / scale) / 2, width, height });
}

function scales(canvas) {
  const { clientWidth, clientHeight } = canvas.getContainer();
  const { inner } = canvas.viewbox();
  return { wide: (clientWidth - 2 * PAD) / inner.width, high: (clientHeight - PAD - FOOT) / inner.height, inner };
}

const hasSize = (canvas) => canvas.getContainer().clientWidth > 0 && canvas.getContainer().clientHeight > 0;

/** Shows the whole diagram, as large as it fits. */
export function fit(canvas) {
  if (!hasSize(canvas)) return;
  const { wide, high, inner } = scales(canvas);
  look(canvas, Math.min(wide, high, LARGEST), { x: inner.x + inner.width / 2, y: inner.y + inner.height / 2 });
}

/** The middle of a view of that length which shows `wanted` and no empty room beyond the diagram. */
function within(wanted, start, length, view) {
  if (view >= length) return start + length / 2;
  return Math.min(start + length - view / 2, Math.max(start + view / 2, wanted));
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Shows the whole diagram where it can be read that way; else as much of it, around where the instance stands. */
export function open(canvas, shapes) {
  if (!hasSize(canvas)) return;
  const { wide, high, inner } = scales(canvas);
  if (Math.min(wide, high) >= READABLE) return fit(canvas);
  const scale = Math.max(READABLE, Math.min(high, 1));
  const { clientWidth, clientHeight } = canvas.getContainer();
  const here = shapes.length ? mean(shapes.map(({ x, width }) => x + width / 2)) : inner.x;
  const down = shapes.length ? mean(shapes.map(({ y, height }) => y + height / 2)) : inner.y + inner.height / 2;
  look(canvas, scale, {
    x: within(here, inner.x, inner.width, (clientWidth - 2 * PAD) / scale),
    y: within(down, inner.y, inner.height, (clientHeight - PAD - FOOT) / scale),
  });
}

export function zoom(canvas, direction) {
  if (direction === 'fit') fit(canvas);
  else canvas.zoom(canvas.zoom() * (direction === 'in' ? STEP : 1 / STEP), 'auto');
}

/** Moves the diagram only when that element is outside the frame. */
export function reveal(canvas, shape) {
  const { x, y, width, height } = canvas.viewbox();
  const inside = shape.x >= x && shape.y >= y && shape.x + shape.width <= x + width && shape.y + shape.height <= y + height;
  if (!inside) canvas.scrollToElement(shape, 40);
}

/** diagram-js drags by mouse only; a finger moves the diagram sideways, and the page up and down. */
export function dragByFinger(host, canvas) {
  let last = null;
  host.addEventListener('pointerdown', (event) => { last = event.pointerType === 'touch' ? event.clientX : null; });
  host.addEventListener('pointermove', (event) => {
    if (last === null) return;
    canvas.scroll({ dx: event.clientX - last, dy: 0 });
    last = event.clientX;
  });
  for (const kind of ['pointerup', 'pointercancel', 'pointerleave']) host.addEventListener(kind, () => { last = null; });
}
