// Rows of this browser's storage: words on their way, a guest's name, what is folded, each with
// the time of its writing. Storage may be forbidden or full: then words last as long as the page.

import { note, notes, strike } from "./journal.js";

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
  const at = Date.now();
  tried((store) => (words ? store.setItem(key, `${at} ${words}`) : store.removeItem(key)), where);
  if (where === TAB || !key.startsWith("draft:")) return;
  tried((store) => (store.noted = at));
  note(key, at, words || "");
}

// What is noted and younger than all that is kept was lost when the browser died: it comes back as
// if it came from another tab, unless somebody types already.
async function returned(before) {
  let isAny = false;
  for (const { key, at, words } of before ? await notes() : []) {
    const row = tried((store) => store[key]);
    if (at <= before.noted) before[key] ?? strike(key);
    else if (wordsOf(row) === wordsOf(before[key])) {
      keep(key, words);
      isAny = dispatchEvent(new StorageEvent("storage", { key, oldValue: row, newValue: `${at} ${words}` }));
    }
  }
  return isAny;
}

function tried(deed, where = BROWSER) {
  try {
    return deed(window[where]);
  } catch {}
}

export const lost = returned(tried((store) => ({ ...store })));

for (const key of keysOf("draft:")) {
  if (parseInt(tried((store) => store[key])) < Date.now() - MONTH) keep(key);
}
