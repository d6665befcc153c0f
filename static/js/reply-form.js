// <reply-form>: carries the form to the comment being answered, and keeps what is typed
// in this tab until it is posted. Without this script the links do the same by a page load.

const mirror = window.sessionStorage;
const POSTED = "reply-form:posted";

class ReplyForm extends HTMLElement {
  connectedCallback() {
    if (this.home) return; // moved, not new
    this.section = this.closest("#respond");
    this.form = this.querySelector("form");
    this.body = this.form.elements.body;
    this.parentField = this.form.elements.parent;
    this.home = document.createComment("respond");
    this.section.before(this.home);
    this.forgetPosted();
    this.restore();
    document.addEventListener("click", this);
    this.form.addEventListener("input", this);
    this.form.addEventListener("submit", this);
    this.form.addEventListener("keydown", this);
    window.addEventListener("pageshow", this);
  }

  handleEvent(event) {
    this[`on${event.type}`](event);
  }

  onclick(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const reply = event.target.closest(".comment-reply-link");
    if (reply) {
      event.preventDefault();
      this.answer(reply);
    } else if (event.target.closest("#cancel-comment-reply-link")) {
      event.preventDefault();
      this.cancel();
    }
  }

  oninput() {
    mirror.setItem(this.key, this.body.value);
  }

  onkeydown(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === this.body) {
      this.form.requestSubmit(this.form.querySelector("#submit"));
    }
  }

  // A second click while the first is on its way sends nothing. Should the page still be
  // here after a while, the sending was stopped and may be tried again.
  onsubmit(event) {
    if (this.isSent) {
      event.preventDefault();
      return;
    }
    this.isSent = true;
    setTimeout(() => this.onpageshow(), 5000);
    if (!event.submitter?.hasAttribute("formaction")) mirror.setItem(POSTED, this.key);
  }

  // Back from the next page, or from the cache of the browser: the form may be sent again.
  onpageshow() {
    this.isSent = false;
  }

  answer(link) {
    const comment = document.getElementById(`comment-${link.dataset.comment}`);
    const { titleTo } = this.dataset;
    this.keepWords();
    this.opener = link;
    comment.querySelector(".c-text").append(this.section);
    this.setTitle(titleTo, link.dataset.name);
    this.setParent(link.dataset.comment);
    this.body.focus();
  }

  cancel() {
    this.keepWords();
    this.home.after(this.section);
    this.setTitle(this.dataset.title);
    this.setParent("");
    if (this.opener) this.opener.focus();
    else this.body.focus();
    this.opener = null;
  }

  setTitle(title, name) {
    const heading = this.section.querySelector("#respond-title");
    const bdi = document.createElement("bdi");
    bdi.textContent = name ?? "";
    const [before, after] = title.split("NAME");
    heading.replaceChildren(before, ...(name ? [bdi, after] : []));
    this.section.querySelector(".cancel").hidden = !name;
  }

  setParent(parent) {
    this.parentField.value = parent;
    this.restore();
  }

  get key() {
    return `reply-form:${this.dataset.post}:${this.parentField.value}`;
  }

  // What was typed under one comment goes along to the next one answered.
  keepWords() {
    mirror.removeItem(this.key);
    this.carried = this.body.value;
  }

  restore() {
    const kept = this.carried || mirror.getItem(this.key);
    if (!this.body.value && kept) this.body.value = kept;
    if (this.carried) this.oninput();
    this.carried = "";
  }

  // The page after posting is at the new comment: the words are there, not here.
  forgetPosted() {
    const key = mirror.getItem(POSTED);
    if (!key) return;
    mirror.removeItem(POSTED);
    if (location.hash.startsWith("#comment-")) mirror.removeItem(key);
  }
}

customElements.define("reply-form", ReplyForm);
