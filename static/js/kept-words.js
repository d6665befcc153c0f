// <kept-words>: what somebody had begun to write under a post that is closed by now.

import { forget, kept, keysOf } from "./drafts.js";

class KeptWords extends HTMLElement {
  connectedCallback() {
    const { drafts } = this.dataset;
    const words = keysOf(drafts).map((key) => kept(key));
    this.hidden = !words.length;
    this.querySelector("textarea").value = words.join("\n\n");
    this.querySelector("button").addEventListener("click", () => {
      forget(drafts);
      this.hidden = true;
    });
  }
}

customElements.define("kept-words", KeptWords);
