// Pictures that a field makes itself go the way of chosen files: form-js keeps them under a key until the form is sent.

const PREFIX = 'files::';

export function filesOf(registry, value) {
  return typeof value === 'string' ? registry.getFiles(value) : [];
}

/** Replaces the files of a field; the new value of the field. */
export function keepFiles(registry, value, files) {
  const known = typeof value === 'string' && value.startsWith(PREFIX);
  if (!files.length) {
    if (known) registry.deleteFiles(value);
    return null;
  }
  // A new name each time, so that whatever depends on the value sees the change.
  if (known) registry.deleteFiles(value);
  const key = PREFIX + Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  registry.setFiles(key, files);
  return key;
}

/** A canvas as a file. */
export function fileOf(canvas, name, type, quality) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(new File([blob], name, { type })) : reject(new Error('no picture'))), type, quality);
  });
}
