// <keyboard-help>: keys for reading along, and the dialog that lists them and switches them off.

import { goTo } from "./jump.js";

class KeyboardHelp extends HTMLElement {
  connectedCallback() {
    const [button, dialog, use] = ["button", "dialog", "input"].map((tag) => this.querySelector(tag));
    const deeds = {
      j: () => step(1),
      k: () => step(-1),
      n: () => press("[data-next-new]"),
      r: () => press(`.comment-reply-link[data-comment="${here()?.id.slice(8)}"]`),
      "?": () => dialog.showModal(),
    };
    this.hidden = false;
    button.onclick = deeds["?"];
    try {
      use.checked = localStorage.keys !== "off";
    } catch {}
    use.onchange = () => (localStorage.keys = use.checked ? "on" : "off");
    document.addEventListener("keydown", (event) => {
      const deed = deeds[event.key];
      if (!deed || !use.checked || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest(":read-write, select, dialog, [popover]")) return;
      event.preventDefault();
      deed();
    });
  }
}

function press(button) {
  document.querySelector(button)?.click();
}

function here() {
  return document.activeElement.closest(".comment");
}

// From where the focus is, else from what the reader looks at.
function step(by) {
  const comments = [...document.querySelectorAll(".comment")];
  let from = comments.indexOf(here());
  if (from < 0) from = comments.findLastIndex((comment) => comment.getBoundingClientRect().top < -1) + (by < 0);
  const next = comments[from + by];
  if (!next) return;
  goTo(next);
  // Its words if there is room, its names in any case.
  for (const part of [".c-text", ".c-head"]) {
    next.querySelector(part)?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
}

customElements.define("keyboard-help", KeyboardHelp);
