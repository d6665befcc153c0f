// <post-share>, and <comment-menu> for all comments: copy a link, share it, fold what is below.

class PostShare extends HTMLElement {
  connectedCallback() {
    this.named("copy").hidden = false;
    this.named("share").hidden = !navigator.share;
    this.addEventListener("click", ({ target }) => this[target.closest("button")?.value]?.());
  }

  named(deed) {
    return this.querySelector(`[value=${deed}]`);
  }

  async copy() {
    const { address, copied, byHand } = this.dataset;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      return prompt(byHand, address); // selects it
    }
    document.getElementById("announcer").textContent = copied;
    const { dataset } = this.named("copy");
    dataset.done = "";
    setTimeout(() => delete dataset.done, 4000);
  }

  share() {
    navigator.share({ url: this.dataset.address }).catch(() => {});
  }
}

class CommentMenu extends PostShare {
  connectedCallback() {
    super.connectedCallback();
    this.addButtons();
    new MutationObserver(() => this.addButtons()).observe(this.parentElement, { childList: true, subtree: true });
  }

  addButtons() {
    for (const acts of document.querySelectorAll(".c-acts:has(> .c-like):not(:has(> [popovertarget]))")) {
      const comment = acts.closest(".comment");
      const button = this.previousElementSibling.content.firstChild.cloneNode(true);
      button.ariaLabel = button.ariaLabel.replace("NAME", () => comment.querySelector(".p-name").textContent);
      button.popoverTargetElement = this;
      button.onclick = () => this.about(comment);
      acts.append(button);
    }
  }

  about(comment) {
    this.dataset.address = comment.querySelector(".when").href;
    this.line = comment.querySelector(":scope > article > .c-fold > .rail");
    this.named("fold").hidden = !this.line;
  }

  fold() {
    this.hidePopover();
    this.line.click();
    this.line.focus();
  }
}

customElements.define("post-share", PostShare);
customElements.define("comment-menu", CommentMenu);
