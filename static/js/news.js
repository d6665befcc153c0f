// <comment-news>: offers comments that came meanwhile, and walks through the new ones.

import { keep, kept } from "./drafts.js";
import { goTo } from "./jump.js";
import { place } from "./place.js";

class CommentNews extends HTMLElement {
  connectedCallback() {
    if (this.pill) return this.open(); // moved, not new
    [this.pill, this.next, this.badge] = this.children;
    this.badge.remove();
    this.pill.onclick = () => this.put();
    this.next.onclick = () => this.walk();
    Object.assign(this, this.dataset);
    this.visit();
    this.mark();
    this.wait(this.seconds);
    document.addEventListener("comments:more", () => this.mark());
    document.addEventListener("visibilitychange", () => this.ask());
    document.addEventListener("comments:placed", ({ detail }) => {
      if (this.isPlacing) return;
      this.known.push(...detail.entries.map(({ id }) => id));
      this.remember(this.since);
    });
  }

  wait(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(Math.min(seconds * 1.2, 300)), seconds * (800 + Math.random() * 400));
  }

  // Without cookies: any cache may answer.
  async ask(then = this.seconds) {
    clearTimeout(this.timer);
    if (document.hidden || !this.url) return;
    const answer = await fetch(this.url + this.since, { credentials: "omit" }).catch(() => ({}));
    if (answer.status === 200) this.show(await answer.text());
    if (!/^4/.test(answer.status)) this.wait(then);
  }

  show(html) {
    const [news] = new DOMParser().parseFromString(html, "text/html").body.children;
    this.html = html;
    this.fresh = [...news.querySelectorAll(".comment")].filter(({ id }) => !document.querySelector(`#${id}:not(.pending)`));
    const label = news.querySelectorAll(".label")[this.fresh.length].textContent;
    if (label !== this.pill.textContent) announce(label);
    this.pill.textContent = label;
    this.open();
    if (!label) this.remember(news.dataset.version);
  }

  put() {
    if (!this.fresh.length) return location.reload();
    this.isPlacing = true;
    const [came] = place(this.html);
    this.isPlacing = false;
    if (!came) return location.assign(this.comment.replace(0, this.fresh[0].id.slice(8))); // on another page
    this.mark();
    this.show(this.html);
    this.go(came.querySelector(".c-head"));
  }

  // The server remembers members' visits; those of others are kept here.
  visit() {
    if (this.seen) return (this.known = this.own.split(" "));
    const [until, now, at, ...known] = kept(`visit:${this.post}`).split(" ");
    const isOver = !(Date.now() - at < 30 * 60_000);
    this.until = (isOver ? now : until) || this.since;
    this.known = isOver ? [] : known;
    this.now = +now || 0;
    this.remember(this.since);
  }

  remember(version) {
    this.since = version;
    if (this.seen) return navigator.sendBeacon(this.seen, new URLSearchParams({ version }));
    this.now = Math.max(this.now, version);
    keep(`visit:${this.post}`, [this.until, this.now, Date.now(), ...this.known].join(" "));
  }

  mark() {
    for (const name of document.querySelectorAll(".c-head .p-author:not(:has(~ .new))")) {
      const { id, dataset } = name.closest(".comment");
      if (dataset.shown - this.until > 0 && !this.known.includes(id)) {
        name.parentElement.querySelector(".when").before(this.badge.cloneNode(true));
      }
    }
    this.open();
  }

  open() {
    this.togglePopover(!!document.querySelector(".c-head .new, .news:not(:empty)"));
  }

  walk() {
    const all = [...document.querySelectorAll(".c-head:has(.new)")];
    const next = all[all.indexOf(this.at) + 1];
    announce(next ? "" : this.last);
    this.at = null;
    if (next) this.go(next);
  }

  go(head) {
    this.at = head;
    head.append(this); // the next press is a Tab away
    setTimeout(() => {
      goTo(head.closest(".comment"));
      head.scrollIntoView({ block: "center" });
    });
  }
}

function announce(words) {
  document.getElementById("announcer").textContent = words;
}

customElements.define("comment-news", CommentNews);
