// Rows of this browser's storage: words on their way, a guest's name, what is folded, each with
// the time of its writing. Storage may be forbidden or full: then words last as long as the page.

const MONTH = 30 * 24 * 3600e3;
const BROWSER = "localStorage";
export const TAB = "sessionStorage"; // gone when the tab is closed, and not in other tabs

export const wordsOf = (row) => row?.replace(/^\d+ /, "") ?? "";
export const kept = (key, where) => wordsOf(tried((store) => store.getItem(key), where));

export function keysOf(start, where) {
  return tried((store) => Object.keys(store).filter((key) => key.startsWith(start)), where) ?? [];
}

export function forget(start) {
  for (const where of [BROWSER, TAB]) keysOf(start, where).forEach((key) => keep(key, "", where));
}

export function keep(key, words, where) {
  tried((store) => (words ? store.setItem(key, `${Date.now()} ${words}`) : store.removeItem(key)), where);
}

function tried(deed, where = BROWSER) {
  try {
    return deed(window[where]);
  } catch {}
}

for (const key of keysOf("draft:")) {
  if (parseInt(tried((store) => store[key])) < Date.now() - MONTH) keep(key);
}
