// A signature: drawn with finger, pen or mouse, or typed by whoever cannot draw. It is sent as a picture.
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { Frame, classes, described, icon, useService } from '../frame.js';
import { addressOf, fileOf, filesOf, keepFiles, keptOf, sanitize, withoutLost } from '../pictures.js';

const WIDTH = 640; // pixels of the picture, whatever the screen
const HEIGHT = 200;
const PEN = 2.6;
const PAUSE = 400; // milliseconds without a key before the typed name is drawn
const INK = '#171b24';

function Signature(props) {
  const { domId, disabled, readonly } = props;
  const locked = disabled || readonly;
  const signing = useSigning(props, locked);
  const { kept, signed, typing } = signing;
  return h(Frame, { props, kind: 'signature', grouped: true },
    h('div', { class: classes('bh-pad', locked && 'is-locked'), role: 'group', 'aria-labelledby': `${domId}-label` },
      kept ? h('img', { src: addressOf(kept), alt: text('signature_there') }) : h('canvas', {
        ref: signing.canvas, width: WIDTH, height: HEIGHT, role: 'img', 'aria-label': text(signed ? 'signature_there' : 'signature_none'), ...signing.strokes,
      }),
      !signed && !typing && !locked && h('span', { class: 'bh-pad-hint', 'aria-hidden': 'true' }, text('signature_here'))),
    !locked && h(Tools, { props, signing }),
    h('span', { class: 'sr', role: 'status' }, signed ? text('signature_there') : ''));
}

function Tools({ props, signing }) {
  const { domId, onBlur, onFocus } = props;
  const { kept, signed, typing, name, type, swap, clear } = signing;
  const swapping = typing ? {} : { id: domId, 'aria-describedby': described(props)['aria-describedby'] };
  return h('div', { class: 'bh-pad-tools' },
    typing && !kept && h('input', {
      id: domId, class: 'fjs-input', type: 'text', autocomplete: 'name', value: name, maxLength: 60, placeholder: text('signature_name'), 'aria-label': text('signature_name'),
      ...described(props), onInput: type, onBlur, onFocus,
    }),
    !kept && h('button', { type: 'button', class: 'btn btn-small', onClick: swap, ...swapping }, typing ? icon('pencil') : icon('keyboard'), text(typing ? 'signature_draw' : 'signature_type')),
    signed && h('button', { id: kept ? domId : undefined, type: 'button', class: 'btn btn-small btn-quiet', onClick: clear }, icon('eraser'), text('signature_clear')));
}

/** What the pad shows, and how it comes there. */
function useSigning({ value, onChange }, locked) {
  const registry = useService('fileRegistry');
  const canvas = useRef(null);
  const timer = useRef(0);
  const current = useRef(value);
  const [typing, setTyping] = useState(false);
  const [name, setName] = useState('');
  const [kept] = keptOf(value);
  current.current = value;
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const left = withoutLost(registry, value);
    if (left !== value && !locked) onChange({ value: left });
  }, [value]);
  const keep = async () => {
    const file = await fileOf(canvas.current, 'signature.png', 'image/png');
    onChange({ value: keepFiles(registry, current.current, [file], []) });
  };
  const wipe = () => canvas.current && pen(canvas.current).clearRect(0, 0, WIDTH, HEIGHT);
  const clear = () => {
    clearTimeout(timer.current);
    wipe();
    setName('');
    onChange({ value: keepFiles(registry, current.current, [], []) });
  };
  const type = ({ target }) => {
    setName(target.value);
    wipe();
    write(pen(canvas.current), target.value.trim());
    clearTimeout(timer.current);
    timer.current = setTimeout(() => (target.value.trim() ? keep() : clear()), PAUSE);
  };
  const swap = () => {
    clear();
    setTyping(!typing);
  };
  const strokes = useStrokes(canvas, !locked && !typing, keep);
  return { canvas, kept, signed: Boolean(kept) || filesOf(registry, value).length > 0, typing, name, type, swap, clear, strokes };
}

/** Handlers that draw what a finger, a pen or the mouse does; `done` after each stroke. */
function useStrokes(canvas, open, done) {
  const last = useRef(null);
  const down = (event) => {
    if (!open || event.button !== 0) return;
    canvas.current.setPointerCapture(event.pointerId);
    last.current = placeOf(event, canvas.current);
    draw(pen(canvas.current), last.current, last.current);
  };
  const move = (event) => {
    if (!last.current) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) {
      const place = placeOf(part, canvas.current);
      draw(pen(canvas.current), last.current, place);
      last.current = place;
    }
  };
  const up = () => {
    if (last.current) done();
    last.current = null;
  };
  return { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: up };
}

function pen(canvas) {
  const context = canvas.getContext('2d');
  Object.assign(context, { strokeStyle: INK, fillStyle: INK, lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
  return context;
}

/** Where on the picture, whatever its size on the screen. */
function placeOf(event, canvas) {
  const frame = canvas.getBoundingClientRect();
  return { x: ((event.clientX - frame.left) / frame.width) * WIDTH, y: ((event.clientY - frame.top) / frame.height) * HEIGHT };
}

function draw(context, from, to) {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y + 0.01); // a dot is a line too
  context.stroke();
}

/** A typed name fills the pad as far as it goes, in a hand that the device has. */
function write(context, name) {
  const hand = '"Segoe Script", "Bradley Hand", "Snell Roundhand", "KaiTi", "STKaiti", "Kaiti SC", cursive';
  context.font = `64px ${hand}`;
  const size = Math.min(64, (64 * (WIDTH - 60)) / Math.max(context.measureText(name).width, 1));
  context.font = `italic ${size}px ${hand}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillText(name, WIDTH / 2, HEIGHT / 2);
}

const shown = (value, field, { form }) => (keptOf(value).length || filesOf(form.get('fileRegistry'), value).length ? text('signature_there') : '');

export default { component: Signature, sanitize, shown };
