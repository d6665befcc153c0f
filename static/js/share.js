// <post-share>, and <comment-menu> for all comments: share a link, copy it, fold what is below,
// and the ways to report it and to mute its writer.

class PostShare extends HTMLElement {
  connectedCallback() {
    [this.share, this.copy, this.fold] = this.querySelectorAll("button");
    this.share.hidden = !navigator.share;
    this.copy.hidden = false;
    this.share.onclick = () => navigator.share({ url: this.dataset.address }).catch(() => {});
    this.copy.onclick = async () => {
      const { address, copied, byHand } = this.dataset;
      try {
        await navigator.clipboard.writeText(address);
        document.getElementById("announcer").textContent = copied;
        this.copy.dataset.done = "";
      } catch {
        prompt(byHand, address); // selects it
      }
    };
  }
}

class CommentMenu extends PostShare {
  connectedCallback() {
    super.connectedCallback();
    this.fold.onclick = () => {
      this.hidePopover();
      this.line.click();
      this.line.focus();
    };
    this.links = [...this.querySelectorAll("a")].map((link) => [link, link.getAttribute("href")]);
    this.addButtons();
    new MutationObserver(() => this.addButtons()).observe(this.parentElement, { childList: true, subtree: true });
  }

  addButtons() {
    for (const acts of document.querySelectorAll(".c-acts:has(> .c-like):not(:has(> [popovertarget]))")) {
      const comment = acts.closest(".comment");
      const button = this.previousElementSibling.content.firstChild.cloneNode(true);
      button.ariaLabel = button.ariaLabel.replace("NAME", () => comment.querySelector(".p-name").textContent);
      button.popoverTargetElement = this;
      button.onclick = () => {
        this.dataset.address = comment.querySelector(".when").href;
        this.line = comment.querySelector(":scope > article > .c-fold > .rail");
        this.fold.hidden = !this.line;
        for (const [link, end] of this.links) link.href = this.dataset.address + end;
        delete this.copy.dataset.done;
      };
      acts.append(button);
    }
  }
}

customElements.define("post-share", PostShare);
customElements.define("comment-menu", CommentMenu);
