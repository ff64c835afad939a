// How a diagram sits in its frame: fitted with room for the bpmn.io mark, zoomed by buttons.
const PAD = 14;
const FOOT = 34; // the bpmn.io mark must stay visible and free
const LARGEST = 1.1;
const STEP = 1.2;

/** Shows the whole diagram, as large as it fits. */
export function fit(canvas) {
  const box = canvas.getContainer();
  const { clientWidth: width, clientHeight: height } = box;
  if (!width || !height) return;
  const { inner } = canvas.viewbox();
  const scale = Math.min((width - 2 * PAD) / inner.width, (height - PAD - FOOT) / inner.height, LARGEST);
  canvas.viewbox({
    x: inner.x - (width / scale - inner.width) / 2,
    y: inner.y - PAD / scale,
    width: width / scale,
    height: height / scale,
  });
}

export function zoom(canvas, direction) {
  if (direction === 'fit') fit(canvas);
  else canvas.zoom(canvas.zoom() * (direction === 'in' ? STEP : 1 / STEP));
}

/** Moves the diagram only when that element is outside the frame. */
export function reveal(canvas, shape) {
  const { x, y, width, height } = canvas.viewbox();
  const inside = shape.x >= x && shape.y >= y && shape.x + shape.width <= x + width && shape.y + shape.height <= y + height;
  if (!inside) canvas.scrollToElement(shape, 40);
}
