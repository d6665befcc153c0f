// <log-out>: what a person typed goes with them, so that whoever comes next does not find it.

import { forget, keep } from "./drafts.js";

class LogOut extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", () => {
      forget(this.dataset.drafts);
      // The answer is here: open pages ask who speaks by now (who.js).
      addEventListener("pagehide", () => keep("who", "?"));
    });
  }
}

customElements.define("log-out", LogOut);
