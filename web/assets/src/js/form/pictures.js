// Pictures that a field makes itself go the way of chosen files: form-js keeps them under a key until the form is sent.

const PREFIX = 'files::';

const isKey = (item) => typeof item === 'string' && item.startsWith(PREFIX);
const items = (value) => (Array.isArray(value) ? value : [value]);

/** The files chosen on this page. */
export function filesOf(registry, value) {
  const key = items(value).find(isKey);
  return key ? registry.getFiles(key) : [];
}

/** What an earlier step has sent and the server keeps: {name, id?}. */
export function keptOf(value) {
  return items(value).filter((item) => item && typeof item === 'object');
}

/** Replaces the files of a field; its new value. An empty list gives up what was kept, null would leave it. */
export function keepFiles(registry, value, files, kept = keptOf(value)) {
  const before = items(value).find(isKey);
  if (before) registry.deleteFiles(before);
  const key = files.length ? newKey() : null; // a new one each time, so that whatever depends on the value sees the change
  if (key) registry.setFiles(key, files);
  if (kept.length) return key ? [...kept, key] : kept;
  return key ?? (Array.isArray(value) ? [] : null);
}

function newKey() {
  return PREFIX + Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a form begins with: files of earlier steps; those of a draft are gone. */
export function sanitize({ value }) {
  if (isKey(value)) return value;
  return keptOf(value).length ? keptOf(value) : null;
}

/** The key of files that are gone is of no use. */
export function withoutLost(registry, value) {
  const lost = items(value).some((item) => isKey(item) && !registry.hasKey(item));
  return lost ? keepFiles(registry, value, []) : value;
}

/** Where a kept file is fetched, or nothing. */
export function addressOf({ id }) {
  return id ? `/attachments/${encodeURIComponent(id)}` : '';
}

/** The names of all files, for the summary. */
export function namesOf(registry, value) {
  return [...keptOf(value), ...filesOf(registry, value)].map((file) => file.name);
}

/** A canvas as a file. */
export function fileOf(canvas, name, type, quality) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(new File([blob], name, { type })) : reject(new Error('no picture'))), type, quality);
  });
}
