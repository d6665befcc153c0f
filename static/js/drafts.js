// Rows of this browser's storage: words on their way, a guest's name, what is folded, each with
// the time of its writing. Storage may be forbidden or full: then words last as long as the page.

const MONTH = 30 * 24 * 3600e3;

export const wordsOf = (row) => row?.replace(/^\d+ /, "") ?? "";
export const kept = (key) => wordsOf(tried((store) => store.getItem(key)));
export const keysOf = (start) => tried((store) => Object.keys(store).filter((key) => key.startsWith(start))) ?? [];
export const forget = (start) => keysOf(start).forEach((key) => keep(key));

export function keep(key, words) {
  tried((store) => (words ? store.setItem(key, `${Date.now()} ${words}`) : store.removeItem(key)));
}

function tried(deed) {
  try {
    return deed(localStorage);
  } catch {}
}

for (const key of keysOf("draft:")) {
  if (parseInt(tried((store) => store[key])) < Date.now() - MONTH) keep(key);
}
