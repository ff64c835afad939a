// Pictures: taken with the camera of a phone or chosen, made smaller before they are sent, shown as they will arrive.
import { useExpressionEvaluation, useTemplateEvaluation } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { Frame, described, icon, useService } from '../frame.js';
import { addressOf, fileOf, filesOf, keepFiles, keptOf, namesOf, sanitize, withoutLost } from '../pictures.js';

const LONGEST_EDGE = 2000; // pixels; enough to read a label on a photo
const QUALITY = 0.85;
const SHRINKABLE = ['image/jpeg', 'image/png', 'image/webp'];

function Photo(props) {
  const { field, value, domId, disabled, readonly, onChange, onBlur, onFocus } = props;
  const registry = useService('fileRegistry');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const several = useExpressionEvaluation(field.multiple) === true;
  const accept = useTemplateEvaluation(field.accept || '', {}) || 'image/*';
  const files = filesOf(registry, value);
  const kept = keptOf(value);
  const locked = disabled || readonly;
  useEffect(() => {
    const left = withoutLost(registry, value);
    if (left !== value && !locked) onChange({ value: left });
  }, [value]);

  const keep = (list, left = kept) => onChange({ value: keepFiles(registry, value, list, left) });
  const take = async ({ target }) => {
    const chosen = [...target.files];
    target.value = ''; // so that the same picture can be chosen again
    if (!chosen.length) return;
    setBusy(true);
    const smaller = await Promise.all(chosen.map(shrunk));
    setBusy(false);
    if (several) keep([...files, ...smaller]);
    else keep(smaller.slice(-1), []);
    setSaid(text('photo_taken', { count: several ? kept.length + files.length + smaller.length : 1 }));
  };
  const drop = (file) => {
    keep(files.filter((other) => other !== file), kept.filter((other) => other !== file));
    setSaid(text('photo_removed', { name: file.name }));
    document.getElementById(domId)?.focus();
  };
  const chooser = (id, words, symbol, attributes) => h('label', { class: 'btn btn-small bh-chooser' },
    h('input', { id, type: 'file', class: 'sr', accept, disabled: locked || busy, onChange: take, onBlur, onFocus, ...described(props), ...attributes }), icon(symbol), words);
  return h(Frame, { props, kind: 'photo', grouped: true },
    h('div', { role: 'group', 'aria-labelledby': `${domId}-label` },
      kept.length + files.length > 0 && h('ul', { class: 'bh-pictures' },
        kept.map((file) => h(Picture, { key: file.sha256, file, address: addressOf(file), remove: locked ? null : () => drop(file) })),
        files.map((file, index) => h(Chosen, { key: `${file.name}${file.lastModified}${index}`, file, remove: locked ? null : () => drop(file) }))),
      !locked && h('div', { class: 'bh-pad-tools' },
        chooser(domId, text(several ? 'photo_choose_many' : 'photo_choose'), 'image', { multiple: several }),
        h('span', { class: 'bh-camera' }, chooser(`${domId}-camera`, text('photo_take'), 'camera', { capture: 'environment', accept: 'image/*' })),
        busy && h('span', { class: 'muted' }, text('photo_busy')))),
    h('span', { class: 'sr', role: 'status' }, said));
}

function Chosen({ file, remove }) {
  const address = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return h(Picture, { file, address, remove });
}

function Picture({ file, address, remove }) {
  return h('li', {},
    h('img', { src: address, alt: file.name }),
    h('small', {}, file.name),
    remove && h('button', { type: 'button', class: 'btn btn-icon btn-small', 'aria-label': text('photo_remove', { name: file.name }), onClick: remove }, icon('x')));
}

/** The picture with its longest edge cut down; the file itself when it is small, or no picture that can be drawn. */
async function shrunk(file) {
  if (!SHRINKABLE.includes(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = LONGEST_EDGE / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const smaller = await fileOf(canvas, file.name, file.type, QUALITY);
    return smaller.size < file.size ? smaller : file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

const shown = (value, field, { form }) => namesOf(form.get('fileRegistry'), value).join(text('list_comma'));

export default { component: Photo, sanitize, shown };
