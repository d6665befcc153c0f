// What a comment is being changed to is kept like all words on their way: found again after a
// reload, and forgotten with its writer's other words.

import { keep, kept, wordsOf } from "./drafts.js";

const box = document.querySelector("[data-draft] textarea");
if (box) {
  const key = box.form.dataset.draft;
  const isRefused = box.form.querySelector(".error, .form-errors");
  if (kept(key) && !isRefused) {
    box.value = kept(key);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.addEventListener("input", () => keep(key, box.value));
  // Changed on in another tab, or found after the browser died.
  addEventListener("storage", (event) => {
    const [stood, now] = [event.oldValue, event.newValue].map(wordsOf);
    if (event.key === key && now && box.value === (stood || box.defaultValue)) box.value = now;
  });
}
