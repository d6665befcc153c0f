// <fold-tools>: folds all branches, or those below a level, and remembers on this device
// which ones a reader folded under this post. Without it each branch folds by its line.

import { keep, kept } from "./drafts.js";

class FoldTools extends HTMLElement {
  connectedCallback() {
    this.thread = document.getElementById("comments");
    this.folded = new Set(kept(this.key).split(" ").filter(Boolean));
    this.met = new WeakSet();
    this.thread.addEventListener("toggle", (event) => this.ontoggle(event.target), true);
    this.thread.addEventListener("click", (event) => this.onfold(event.target));
    this.addEventListener("click", (event) => this.onchoice(event.target));
    this.menu = this.querySelector("details");
    this.foldAgain();
    new MutationObserver(() => this.foldAgain()).observe(this.thread, { childList: true, subtree: true });
    document.addEventListener("click", (event) => this.contains(event.target) || this.close());
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.close();
    });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
  }

  // Only what makes a difference here: a thread of one level has nothing to fold.
  offer() {
    const deepest = Math.max(-1, ...this.branches.map(levelOf));
    this.hidden = deepest < 0;
    this.querySelectorAll("button").forEach((button) => {
      button.hidden = isFinite(button.value) && button.value > deepest;
    });
  }

  get branches() {
    return [...this.thread.querySelectorAll(".c-fold")];
  }

  onchoice({ value }) {
    if (!value) return;
    this.foldTo(Number(value));
    this.close(true);
  }

  // Folded from far down its line: stay where the branch was, not where the page ends.
  onfold(target) {
    const branch = target.closest(".rail")?.parentElement;
    if (branch?.open) setTimeout(() => branch.closest(".comment").scrollIntoView({ block: "nearest" }));
  }

  ontoggle(branch) {
    if (!branch.matches(".c-fold")) return;
    this.folded[branch.open ? "delete" : "add"](commentOf(branch));
    this.remember();
  }

  foldTo(level) {
    for (const branch of this.branches) branch.open = levelOf(branch) < level;
  }

  // At first, and when more have come; what was opened since stays open.
  foldAgain() {
    for (const branch of this.branches) {
      if (this.folded.has(commentOf(branch)) && !this.met.has(branch)) branch.open = false;
      this.met.add(branch);
    }
    this.offer();
  }

  close(andFocus) {
    if (andFocus && this.menu.open) this.menu.querySelector("summary").focus();
    this.menu.open = false;
  }

  get key() {
    return `folded:${this.dataset.post}`;
  }

  remember() {
    keep(this.key, [...this.folded].join(" "));
  }
}

function commentOf(branch) {
  return branch.closest(".comment").id.replace("comment-", "");
}

function levelOf(branch) {
  let level = 0;
  for (let above = outside(branch); above; above = outside(above)) level += 1;
  return level;
}

function outside(branch) {
  return branch.parentElement.closest(".c-fold");
}

customElements.define("fold-tools", FoldTools);
