// <comment-news>: offers comments that came meanwhile, and walks through what came since the
// last visit. Without it all that is on the next page.

import { goTo } from "./jump.js";
import { place } from "./place.js";

const AWAY = 30 * 60_000; // a visit ends after so long without a page

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
    document.addEventListener("htmx:load", () => this.mark());
    document.addEventListener("comments:placed", ({ detail }) => {
      if (this.isPlacing) return;
      this.visited.known.push(...detail.entries.map(({ id }) => id));
      this.keep();
    });
    document.addEventListener("visibilitychange", () => this.ask());
    this.wait(this.seconds);
  }

  wait(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(Math.min(seconds * 1.2, 300)), seconds * (800 + Math.random() * 400));
  }

  // Without cookies: the answer is the same for everybody, and any cache may give it.
  async ask(then = this.seconds) {
    clearTimeout(this.timer);
    if (document.hidden || !this.url) return;
    const answer = await fetch(this.url + this.since, { credentials: "omit" }).catch(() => ({ status: 500 }));
    if (answer.status === 200) this.show(await answer.text());
    if (answer.status < 400 || answer.status > 499) this.wait(then);
  }

  show(html) {
    const [news] = new DOMParser().parseFromString(html, "text/html").body.children;
    this.html = html;
    this.fresh = [...news.querySelectorAll(".comment")].filter(({ id }) => !document.querySelector(`#${id}:not(.pending)`));
    const label = news.querySelectorAll(".label")[this.fresh.length].textContent;
    if (label !== this.pill.textContent) announce(label);
    this.pill.textContent = label;
    this.pill.hidden = !label;
    this.open();
    if (!label) this.keep(news.dataset.version);
  }

  put() {
    const [first] = this.fresh;
    if (!first) return location.reload();
    this.isPlacing = true;
    const [came] = place(this.html);
    this.isPlacing = false;
    if (!came) return location.assign(this.comment.replace(0, first.id.slice(8))); // on another page
    this.mark();
    this.show(this.html);
    this.go(came);
  }

  // Members' visits are on the server; those of others are kept here.
  visit() {
    if (this.seen) return (this.visited = { until: this.until, known: this.own.split(" ") });
    this.visited = { until: this.since, now: this.since, known: [] };
    try {
      Object.assign(this.visited, JSON.parse(localStorage[`visit:${this.post}`]));
    } catch {}
    if (Date.now() - this.visited.at > AWAY) Object.assign(this.visited, { until: this.visited.now, known: [] });
    this.keep();
  }

  // All up to this version is on the page.
  keep(version = this.since) {
    this.since = version;
    if (this.seen) return navigator.sendBeacon(this.seen, new URLSearchParams({ version }));
    this.visited.now = Math.max(this.visited.now, version);
    this.visited.at = Date.now();
    try {
      localStorage[`visit:${this.post}`] = JSON.stringify(this.visited);
    } catch {}
  }

  mark() {
    for (const comment of document.querySelectorAll("[data-shown]")) {
      if (comment.dataset.shown - this.visited.until > 0 && !this.visited.known.includes(comment.id)) {
        const head = comment.querySelector(".c-head");
        head.querySelector(".p-author:not(:has(~ .new))")?.after(this.badge.cloneNode(true));
      }
    }
    this.open();
  }

  open() {
    this.next.hidden = !document.querySelector(".c-head .new");
    this.togglePopover(!this.pill.hidden || !this.next.hidden);
  }

  walk() {
    const all = [...document.querySelectorAll(".comment:has(> article > .c-head .new)")];
    const next = all[all.indexOf(this.at) + 1];
    announce(next ? "" : this.last);
    this.at = null;
    if (next) this.go(next);
  }

  go(comment) {
    const head = comment.querySelector(".c-head");
    this.at = comment;
    head.append(this); // the next press is a Tab away
    setTimeout(() => {
      goTo(comment);
      head.scrollIntoView({ block: "center" });
    });
  }
}

function announce(words) {
  document.getElementById("announcer").textContent = words;
}

customElements.define("comment-news", CommentNews);
