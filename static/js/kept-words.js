// <kept-words>: what somebody had begun to write under a post that is closed by now.

import { forget, kept, keysOf } from "./drafts.js";

class KeptWords extends HTMLElement {
  connectedCallback() {
    this.show();
    this.querySelector("button").addEventListener("click", () => {
      forget(this.dataset.drafts);
      this.show();
    });
    addEventListener("storage", () => this.show()); // signed out in another tab
  }

  show() {
    const words = keysOf(this.dataset.drafts).map((key) => kept(key));
    this.hidden = !words.length;
    this.querySelector("textarea").value = words.join("\n\n");
  }
}

customElements.define("kept-words", KeptWords);
