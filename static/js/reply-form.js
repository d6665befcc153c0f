// <reply-form>: carries the form to the comment being answered, keeps what is typed, and posts
// without leaving the page. Without this script links and buttons do the same by page loads.

import { forget, keep, kept, keysOf, wordsOf } from "./drafts.js";
import { place } from "./place.js";

const GUEST = ["name", "email", "website"];

class ReplyForm extends HTMLElement {
  connectedCallback() {
    if (this.home) return; // moved, not new
    this.section = this.closest("#respond");
    this.section.before((this.home = new Comment()));
    for (const type of ["input", "submit", "keydown", "focusin"]) this.addEventListener(type, this);
    for (const type of ["click", "comments:placed", "identity:changed"]) document.addEventListener(type, this);
    for (const type of ["storage", "pagehide", "pageshow"]) addEventListener(type, this);
    this.begin();
    const begun = this.begun.find(([, comment]) => comment)?.[1];
    if (begun && !this.body.value && !this.parent) this.answer(begun.querySelector(".comment-reply-link"));
  }

  handleEvent(event) {
    this[event.type](event);
  }

  get form() {
    return this.querySelector("form");
  }

  get body() {
    return this.form.elements.body;
  }

  get parent() {
    return this.form.elements.parent.value;
  }

  get drafts() {
    return `draft:${this.dataset.who}:${this.dataset.post}:`;
  }

  get key() {
    return this.drafts + this.parent;
  }

  // Drafts of answers, with what they answer if that is on this page.
  get begun() {
    const keys = keysOf(this.drafts).filter((key) => key !== this.drafts);
    return keys.map((key) => [key, document.getElementById(`comment-${key.slice(this.drafts.length)}`)]);
  }

  // With what the server has put into the form, when the page was made or just now.
  begin() {
    const save = this.querySelector("#save-name");
    if (save) {
      save.closest(".checks").hidden = false;
      save.checked = kept("guest");
      kept("guest")
        .split("\n")
        .forEach((value, n) => (this.form.elements[GUEST[n]].value ||= value));
    }
    const words = this.body.value;
    if (!words) this.write(kept(this.key));
    else if (this.dataset.who) {
      this.forgetCopies(words);
      keep(this.key, words);
    }
    this.showLost();
  }

  showLost() {
    this.lost = this.begun.find(([, comment]) => !comment)?.[0];
    this.querySelector(".lost-draft").hidden = !this.lost;
  }

  write(words) {
    this.body.value = words;
    this.body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The words have arrived: at their writer who signed in, or in the thread.
  forgetCopies(words) {
    for (const key of keysOf("draft:")) {
      if (key.endsWith(`:${this.dataset.post}:${this.parent}`) && kept(key) === words) keep(key, "");
    }
  }

  input({ target }) {
    const save = this.querySelector("#save-name");
    if (target === this.body) keep(this.key, target.value);
    else if (save) keep("guest", save.checked && GUEST.map((name) => this.form.elements[name].value).join("\n"));
  }

  // In another tab, of what stands here unchanged: typed on, posted, or signed out.
  storage({ key, oldValue, newValue }) {
    if (key === this.key && this.body.value === wordsOf(oldValue)) this.body.value = wordsOf(newValue);
  }

  focusin() {
    this.form.classList.add("open");
  }

  keydown(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === this.body) {
      this.form.requestSubmit(this.querySelector("#submit"));
    }
  }

  click(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const { target } = event;
    const reply = target.closest(".comment-reply-link");
    const lost = target.closest(".lost-draft button");
    if (reply) {
      this.answer(reply);
      this.body.focus();
    } else if (target.closest("#cancel-comment-reply-link")) {
      this.goHome();
      (this.opener ?? this.body).focus();
    } else if (lost) {
      if (lost.value) this.write([this.body.value, kept(this.lost)].filter(Boolean).join("\n\n"));
      keep(this.lost, "");
      this.showLost();
      this.body.focus();
    } else return;
    event.preventDefault();
  }

  answer(link) {
    this.opener = link;
    link.closest(".c-text").append(this.section);
    this.turnTo(link.dataset.comment, this.dataset.titleTo, link.dataset.name);
  }

  goHome() {
    this.home.after(this.section);
    this.turnTo("", this.dataset.title);
  }

  // What is typed goes along, unless other words wait there.
  turnTo(parent, title, name) {
    const { key } = this;
    const words = this.body.value;
    this.querySelector(".instead")?.remove();
    this.form.elements.parent.value = parent;
    const waiting = kept(this.key);
    keep(key, waiting && words);
    this.write(waiting || words);
    const bdi = document.createElement("bdi");
    bdi.textContent = name;
    const [before, after] = title.split("NAME");
    this.section.querySelector("#respond-title").replaceChildren(before, ...(name ? [bdi, after] : []));
    this.section.querySelector(".cancel").hidden = !name;
  }

  // A second click while the first is on its way sends nothing. Should the page still be
  // here after a while, the sending was stopped and may be tried again.
  async submit(event) {
    const button = event.submitter;
    if (this.isSent || event.defaultPrevented) return event.preventDefault();
    this.isSent = true;
    if (button?.hasAttribute("formaction")) {
      this.isLeaving = button.formAction.endsWith("/logout/");
      if (this.isLeaving) forget(`draft:${this.dataset.who}:`);
      setTimeout(() => this.pageshow(), 5000);
      return;
    }
    event.preventDefault();
    const sent = this.body.value;
    const offline = this.querySelector(".offline");
    offline.hidden = true;
    try {
      const body = new FormData(this.form);
      const answer = await fetch(this.form.action, { method: "POST", headers: { "HX-Request": "true" }, body });
      const html = await answer.text();
      if (answer.ok) this.posted(sent, html, answer.headers.get("Content-Location"));
      else this.refused(html);
    } catch {
      offline.hidden = false;
      offline.focus();
    }
    this.isSent = false;
  }

  posted(sent, html, address) {
    this.forgetCopies(sent);
    if (this.body.value === sent) this.write("");
    this.goHome();
    this.form.classList.remove("open");
    this.querySelector(".form-errors")?.remove();
    place(html);
    const entry = document.getElementById(address.split("#")[1]);
    if (!entry) return location.assign(address);
    const head = entry.querySelector(".c-head");
    head.tabIndex = -1;
    head.focus();
    entry.classList.add("is-target");
    const waits = entry.querySelector(".awaiting");
    document.getElementById("announcer").textContent = waits?.textContent ?? this.dataset.posted;
  }

  // The same form with what is wrong, and what was typed since.
  refused(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("reply-form");
    const words = this.body.value;
    Object.assign(this.dataset, fresh.dataset);
    this.section.querySelector(".respond-head").replaceWith(page.querySelector(".respond-head"));
    this.replaceChildren(...fresh.childNodes);
    this.body.value = words;
    this.begin();
    this.querySelector(".form-errors").focus();
  }

  "identity:changed"({ detail }) {
    Object.assign(this.dataset, detail.querySelector("reply-form").dataset);
    this.begin();
  }

  // Read by the writer: nothing of it came "meanwhile".
  "comments:placed"({ detail }) {
    const { seen } = this.form.elements;
    if (!this.isSent) seen.value = Math.max(seen.value, ...detail.entries.map(({ dataset }) => dataset.shown || 0));
  }

  // Signed out: Back must not show the words to whoever comes next.
  pagehide() {
    if (this.isLeaving) this.body.value = "";
  }

  // Back from the next page, or from the cache of the browser: the form may be sent again.
  pageshow() {
    this.isSent = false;
  }
}

customElements.define("reply-form", ReplyForm);
