// <liked-comments>: the thread is one copy for all readers, so this says which comments this
// reader likes, and likes in place. Without it each press is a page load.

class LikedComments extends HTMLElement {
  connectedCallback() {
    this.liked = new Set(this.dataset.liked.split(" "));
    this.mark();
    this.watch = new MutationObserver(() => this.mark());
    this.watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("submit", this);
  }

  // Another one stands here when somebody else speaks.
  disconnectedCallback() {
    this.watch.disconnect();
    document.removeEventListener("submit", this);
  }

  handleEvent(event) {
    if (!event.target.matches(".c-like") || event.defaultPrevented) return;
    event.preventDefault();
    this.press(event.target);
  }

  mark() {
    document.querySelectorAll(".c-like").forEach((form) => this.show(form));
  }

  // Once it is known, a press says what it wants: pressed twice it means the same.
  show(form) {
    const isLiked = this.liked.has(commentOf(form));
    form.elements.like.setAttribute("aria-pressed", isLiked);
    form.elements.like.value = isLiked ? "0" : "1";
  }

  async press(form) {
    const button = form.elements.like;
    if (button.ariaBusy) return;
    button.ariaBusy = "true";
    try {
      const body = new FormData(form, button);
      const answer = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(".c-like button");
      const isLiked = fresh.getAttribute("aria-pressed") === "true";
      this.liked[isLiked ? "add" : "delete"](commentOf(form));
      button.replaceChildren(...fresh.childNodes);
      this.show(form);
    } catch {
      // Signed out meanwhile, or no network: the page that comes says so.
      form.submit();
    } finally {
      button.ariaBusy = null;
    }
  }
}

function commentOf(form) {
  return form.closest(".comment").id.replace("comment-", "");
}

customElements.define("liked-comments", LikedComments);
