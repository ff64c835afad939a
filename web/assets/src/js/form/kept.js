// The safety net of drafts: what could not be saved on the server stays in this browser.

const PREFIX = 'bihuan:draft:';
const KEEP_DAYS = 30;

/** {data, at} of that key and what else was kept with it, or nothing. */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

/** False when this browser keeps nothing (private window, storage full). */
export function keep(key, entry) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ ...entry, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // A browser that refuses storage has kept nothing.
  }
}

function keys() {
  return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** Old entries are of no use and may hold personal data. */
export function forgetOld(now = Date.now()) {
  try {
    for (const key of keys()) {
      if (now - Date.parse(kept(key)?.at) > KEEP_DAYS * 86_400_000) forget(key);
    }
  } catch {
    // A browser that refuses storage has kept nothing.
  }
}

/** Whoever logs out on a shared computer leaves nothing behind. */
export function forgetOnLogout() {
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-forget-drafts]')) return;
    try {
      keys().forEach(forget);
    } catch {
      // A browser that refuses storage has kept nothing.
    }
  });
}
