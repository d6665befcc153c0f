// <reply-form>: carries the form to the comment being answered, keeps what is typed, and posts
// without leaving the page. Without this script links and buttons do the same by page loads.

import { forget, keep, kept, keysOf, lost, wordsOf } from "./drafts.js";
import * as guest from "./guest.js";
import { goTo, isPlain, unfold } from "./jump.js";
import { place } from "./place.js";
import { tell } from "./who.js";

class ReplyForm extends HTMLElement {
  connectedCallback() {
    if (this.home) return; // moved, not new
    this.section = this.closest("#respond");
    this.section.before((this.home = new Comment()));
    for (const type of ["input", "submit", "keydown", "focusin"]) this.addEventListener(type, this);
    for (const type of ["click", "comments:placed", "identity:changed"]) document.addEventListener(type, this);
    for (const type of ["storage", "pagehide", "pageshow"]) addEventListener(type, this);
    this.body.autocomplete = "off"; // what a browser puts back may be somebody else's
    this.begin();
    this.goOn();
    lost.then((isAny) => isAny && this.goOn());
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
    return this.form.elements.parent;
  }

  get drafts() {
    return `${this.dataset.drafts}${this.dataset.post}:`;
  }

  get key() {
    return this.drafts + this.parent.value;
  }

  // A draft that answers a comment which is on this page, or is not.
  find(isHere) {
    const links = [...document.querySelectorAll(".comment-reply-link")];
    return keysOf(this.drafts)
      .map((key) => [key, links.find(({ dataset }) => this.drafts + dataset.comment === key)])
      .find(([key, link]) => !link !== isHere && key !== this.drafts) ?? [];
  }

  // With what the server has put into the form, when the page was made or just now.
  begin() {
    guest.fill(this.form, this.dataset.drafts);
    const words = this.body.value;
    const { draft } = this.dataset;
    // Taken over before, or written here: what is kept in this browser is younger.
    const isTaken = draft && (draft === kept("taken") || keysOf(this.drafts).some((key) => kept(key) === words));
    keep("taken", draft || kept("taken"));
    if (!words || isTaken) this.write(kept(this.key));
    else if (this.dataset.drafts !== "draft::") {
      this.arrived(words);
      keep(this.key, words);
    }
    this.showLost();
  }

  // With an answer that was begun here.
  goOn() {
    const [, link] = this.find(true);
    if (link && !this.body.value && !this.parent.value) {
      this.answer(link);
      unfold(this);
    }
    this.showLost();
  }

  showLost() {
    [this.lost] = this.find(false);
    this.querySelector(".lost-draft").hidden = !this.lost;
  }

  write(words) {
    this.body.value = words;
    this.body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // At their writer who signed in, or in the thread: copies of these words are not needed.
  arrived(words) {
    for (const key of keysOf("draft:")) {
      if (key.split(":")[2] === this.dataset.post && kept(key) === words) keep(key);
    }
  }

  input({ target, isTrusted }) {
    if (isTrusted) this.began();
    if (target === this.body) keep(this.key, target.value);
    else guest.type(target, this.dataset.drafts);
  }

  // In another tab, of what stands here unchanged: typed on, posted, or signed out.
  storage({ key, oldValue, newValue }) {
    if (key === this.key && this.body.value === wordsOf(oldValue)) this.body.value = wordsOf(newValue);
  }

  // Once, at the first letter; a form without it is taken as well.
  async began() {
    const { began } = this.form.elements;
    if (began.value || this.isAsked) return;
    this.isAsked = true;
    const answer = await fetch(new URL("began/", this.form.action)).catch(() => ({}));
    if (answer.ok) began.value = await answer.text();
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
    if (!isPlain(event)) return;
    const pressed = event.target.closest(".comment-reply-link, #cancel-comment-reply-link, .lost-draft button");
    if (!pressed) return;
    event.preventDefault();
    if (pressed.matches(".comment-reply-link")) this.answer(pressed);
    else if (pressed.matches("a")) this.goHome();
    else {
      if (pressed.value) this.write([this.body.value, kept(this.lost)].filter(Boolean).join("\n\n"));
      keep(this.lost);
      this.showLost();
    }
    (pressed.matches(".cancel a") ? (this.opener ?? this.body) : this.body).focus();
  }

  answer(link) {
    const { comment, name } = link.dataset;
    this.opener = link;
    link.closest(".c-text").append(this.section);
    this.turnTo(comment, this.dataset.titleTo, name);
  }

  goHome() {
    this.home.after(this.section);
    this.turnTo("", this.dataset.title, "");
  }

  // What is typed goes along, unless other words wait there.
  turnTo(parent, title, name) {
    const { key } = this;
    const words = this.body.value;
    this.querySelector(".instead")?.remove();
    this.parent.value = parent;
    const waiting = kept(this.key);
    keep(key, waiting && words);
    this.write(waiting || words);
    const bdi = document.createElement("bdi");
    bdi.textContent = name;
    const [before, after = ""] = title.split("NAME");
    this.section.querySelector("#respond-title").replaceChildren(before, bdi, after);
    this.section.querySelector(".cancel").hidden = !name;
  }

  // A second click while the first is on its way sends nothing. Should the page still be
  // here after a while, the sending was stopped and may be tried again.
  async submit(event) {
    const { submitter } = event;
    const isElsewhere = submitter?.hasAttribute("formaction");
    if (this.isSent || !isElsewhere) event.preventDefault();
    if (this.isSent) return;
    this.isSent = true;
    if (isElsewhere) {
      this.isLeaving = submitter.formAction.endsWith("/logout/");
      if (this.isLeaving) forget(this.dataset.drafts);
      return setTimeout(() => this.pageshow(), 5000);
    }
    const offline = this.querySelector(".offline");
    const sent = this.body.value;
    const body = new FormData(this.form);
    offline.hidden = true;
    try {
      const answer = await fetch(this.form.action, { method: "POST", headers: { "HX-Request": true }, body });
      const html = await answer.text();
      if (answer.ok) this.posted(html, answer.headers.get("Content-Location"), sent);
      else this.refused(html);
    } catch {
      offline.hidden = false;
      offline.focus();
    }
    this.isSent = false;
  }

  posted(html, address, sent) {
    const isOther = this.querySelector(".is-other:checked");
    this.arrived(sent);
    guest.posted(this.dataset.drafts);
    if (this.body.value === sent) this.write("");
    this.querySelector(".form-errors")?.remove();
    this.goHome();
    this.form.classList.remove("open");
    place(html);
    const entry = document.getElementById(address.split("#")[1]);
    if (!entry) return location.assign(address);
    // Who spoke is who is signed in by now, with drafts of their own.
    if (isOther) {
      location.hash = entry.id;
      return location.reload();
    }
    goTo(entry);
    entry.classList.add("is-target");
    entry.scrollIntoView({ block: "nearest" });
    const waits = entry.querySelector(".awaiting");
    document.getElementById("announcer").textContent = waits?.textContent ?? this.dataset.posted;
  }

  // The same form with what is wrong, and with what was typed since.
  refused(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("reply-form");
    const words = this.body.value;
    // Whose session is over finds them again later; else they go along to another parent.
    const isOver = fresh.dataset.drafts !== this.dataset.drafts;
    if (!isOver) keep(this.key);
    Object.assign(this.dataset, fresh.dataset);
    this.section.querySelector(".respond-head").replaceWith(page.querySelector(".respond-head"));
    this.replaceChildren(...fresh.childNodes);
    // The comment that was answered is gone.
    if (this.section.querySelector(".cancel").hidden) this.home.after(this.section);
    if (isOver) {
      this.body.value = words;
      tell();
    } else this.write(words);
    this.begin();
    this.querySelector(".form-errors").focus();
  }

  // The words that stand here go along, unless others wait there since another tab.
  "identity:changed"({ detail: { page, isHere } }) {
    Object.assign(this.dataset, page.querySelector("reply-form").dataset);
    guest.fill(this.form, this.dataset.drafts);
    keep("taken", this.dataset.draft || kept("taken"));
    const words = this.body.value;
    const waiting = kept(this.key);
    if (!words) this.write(waiting);
    else if (isHere || !waiting) {
      this.arrived(words);
      keep(this.key, words);
    }
    this.showLost();
  }

  // Read by the writer: it did not come "meanwhile".
  "comments:placed"({ detail }) {
    const { seen } = this.form.elements;
    if (!this.isSent) seen.value = Math.max(seen.value, ...detail.entries.map(({ dataset }) => dataset.shown ?? 0));
  }

  // Signed out: Back must not show the words to whoever comes next.
  pagehide() {
    if (!this.isLeaving) return;
    this.body.value = "";
    guest.clear(this.form);
  }

  // Back from the next page, or from the cache of the browser: the form may be sent again.
  pageshow(event) {
    this.isSent = false;
    // By now a browser has put names back, of whomever.
    if (event?.persisted === false) guest.fill(this.form, this.dataset.drafts);
  }
}

customElements.define("reply-form", ReplyForm);
