// Who speaks under this post. Each page leaves word of it in this browser, so that other tabs hear
// of a change without asking; only one whose form says otherwise asks the server, and follows.

import { keep, kept, wordsOf } from "./drafts.js";

const PARTS = [".as", ".who", ".follow", ".send p", ".post-like", ".foot"];

// The person and the account, by names that say nothing; none where nobody may write.
function whoIn(page) {
  const form = page.querySelector("reply-form");
  const as = form?.querySelector("[name=as]");
  return as && form.dataset.drafts + as.value;
}

export function tell() {
  const who = whoIn(document);
  if (who) keep("who", who);
}

export async function hear(who = kept("who")) {
  const here = whoIn(document);
  const isBusy = document.querySelector(".connecting:not([hidden])");
  if (who && here && here !== who && !isBusy) follow(await ask());
}

// The form for whoever asks by now. Nothing without an answer.
export async function ask(code = "") {
  const form = document.getElementById("commentform");
  const query = new URLSearchParams({ parent: form.elements.parent.value, signin: code });
  const answer = await fetch(new URL(`form/?${query}`, form.action)).catch(() => ({}));
  return answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Whether somebody else speaks by now, who goes on with what stands here.
export function follow(page, isHere) {
  const [before, now] = [document, page || document].map(whoIn);
  if (now) keep("who", now);
  if (now === before) return false;
  if (!isHere && !isSame(before, page)) return leave();
  if (!now) return false;
  for (const part of isHere ? [".form-errors", ...PARTS] : PARTS) {
    document.querySelector(part)?.replaceWith(page.querySelector(part) ?? "");
  }
  showLikes(page);
  document.dispatchEvent(new CustomEvent("identity:changed", { detail: { page, isHere } }));
  return true;
}

// A guest who signed in, or who has this account beside another.
function isSame(before, page) {
  const [, person, account] = before.split(":");
  const others = [...page.querySelectorAll("[name=as]")].map(({ value }) => value);
  return !person || whoIn(page)?.split(":")[1] === person || (account && others.includes(account));
}

// Signed out: whoever comes next gets a page that shows nothing of the last one.
function leave() {
  for (const box of document.querySelectorAll("#commentform :is(textarea, .fields input)")) box.value = "";
  location.reload();
  return false;
}

// A stranger's page has nothing of likes: what comes is the first that needs its script.
function showLikes(page) {
  const [before, now] = [document, page].map((part) => part.querySelector("liked-comments"));
  before?.remove();
  if (!now) return;
  document.querySelector("main").append(now);
  import(page.querySelector("script[src*='/likes']").src);
}

addEventListener("storage", ({ key, newValue }) => key === "who" && hear(wordsOf(newValue)));
addEventListener("pageshow", ({ persisted }) => persisted && hear());

// What comes out of the history may be older than the last word.
if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") hear();
else tell();
