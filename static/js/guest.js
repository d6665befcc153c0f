// A guest's name, e-mail and website: kept in this browser if they say so, and in this tab for
// as long as whoever typed them speaks here and has not posted.

import { keep, kept, keysOf, TAB } from "./drafts.js";

const BOXES = ["name", "email", "website"];

const keyOf = (drafts) => `${drafts}guest`;
const boxesOf = ({ elements }) => BOXES.map((name) => elements[name]);

// Younger than what the server has put there, if they were typed in this tab. What a browser
// puts back by itself may be somebody else's.
export function fill(form, drafts) {
  for (const key of keysOf("draft:", TAB)) if (key !== keyOf(drafts)) keep(key, "", TAB);
  const save = form.querySelector("#save-name");
  if (!save) return;
  const typed = kept(keyOf(drafts), TAB);
  const saved = kept("guest");
  save.closest(".checks").hidden = false;
  save.checked = saved;
  boxesOf(form).forEach((box, n) => {
    box.value = typed ? typed.split("\n")[n] : box.defaultValue || saved.split("\n")[n] || "";
  });
}

export function type({ form, id, name }, drafts) {
  const values = boxesOf(form).map((box) => box?.value);
  if (BOXES.includes(name)) keep(keyOf(drafts), values.some(Boolean) && values.join("\n"), TAB);
  else if (id !== "save-name") return;
  keep("guest", form.querySelector("#save-name").checked && values.join("\n"));
}

export function posted(drafts) {
  keep(keyOf(drafts), "", TAB);
}

export function clear(form) {
  for (const box of boxesOf(form)) if (box) box.value = "";
}
