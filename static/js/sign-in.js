// Signing in beside the page, where there is room: in a popup, and then only what says who speaks
// is new. Blocked, or without this script, the icons lead away and back.

import { ask, follow, hear } from "./who.js";

let form, icon, popup, channel; // icon: what was pressed, as long as we wait

document.addEventListener("click", (event) => {
  const button = event.target.closest(".providers button");
  if (button?.type === "button") stop();
  else if (button && matchMedia("(width >= 48rem) and (pointer: fine)").matches) {
    const secret = crypto.getRandomValues(new Uint32Array(4)).join("");
    popup = open("", secret, "popup,width=600,height=720");
    if (!popup) return;
    event.preventDefault();
    icon = button;
    start(secret);
  }
});

// Back here; perhaps it was closed by hand. At the provider's it always looks closed (COOP).
addEventListener("focus", () => icon && look());

const note = () => icon.parentElement.lastElementChild;

function start(secret) {
  form = icon.form;
  channel = new BroadcastChannel(secret); // held, or the browser tidies it away
  channel.onmessage = (message) => look(message.data);
  const { action } = form;
  form.action = `${icon.formAction}?popup=${secret}`;
  form.target = secret;
  HTMLFormElement.prototype.submit.call(form);
  form.action = action;
  form.target = "";
  note().firstElementChild.textContent = icon.dataset.connecting;
  note().hidden = false;
  note().lastElementChild.focus();
}

function stop() {
  popup.close();
  note().hidden = true;
  icon.focus();
  icon = null;
  hear(); // of another tab meanwhile
}

async function look(code) {
  const page = await ask(code);
  if (!code && follow(page, Boolean(icon))) {
    if (!icon) return;
    icon = null;
    announcer.textContent = form.querySelector(".as-account span").textContent;
    form.elements.body.focus();
  } else if (icon && (code !== undefined || popup.closed)) {
    form.querySelector(".form-errors")?.remove();
    form.prepend((page && page.querySelector(".form-errors")) || "");
    stop();
  }
}
