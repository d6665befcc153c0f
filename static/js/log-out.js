// <log-out>: what a person typed goes with them, so that whoever comes next does not find it.

import { forget } from "./drafts.js";

class LogOut extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", () => forget(this.dataset.drafts));
  }
}

customElements.define("log-out", LogOut);
