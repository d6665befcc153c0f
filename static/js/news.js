// <comment-news>: says when comments have come, puts them in place when asked to, and walks
// through what came since the last visit. Without it all that is on the next page.

import { goTo } from "./jump.js";
import { place } from "./place.js";

const AWAY = 30 * 60_000; // a visit ends after so long without a page
const SLOWEST = 10; // times data-seconds, where nothing ever comes

class CommentNews extends HTMLElement {
  slower = 1;

  connectedCallback() {
    if (this.pill) return this.open(); // moved, not new
    [this.pill, this.next] = this.children;
    this.since = Number(this.dataset.since);
    this.pill.onclick = () => this.put();
    this.next.onclick = () => this.walk();
    this.visit();
    this.mark();
    document.addEventListener("htmx:load", () => this.mark());
    document.addEventListener("comments:placed", ({ detail }) => this.know(detail.entries));
    document.addEventListener("visibilitychange", () => this.ask((this.slower = 1)));
    this.wait(1);
  }

  // When the comment that it was carried to is replaced.
  disconnectedCallback() {
    setTimeout(() => this.isConnected || document.body.append(this));
  }

  wait(times) {
    const { seconds } = this.dataset;
    this.slower = Math.min(this.slower * times, SLOWEST);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), seconds * this.slower * (800 + Math.random() * 400));
  }

  // Without cookies: the answer is the same for everybody, and any cache may give it.
  async ask() {
    const { url } = this.dataset;
    clearTimeout(this.timer);
    if (document.hidden || !url) return;
    let status = 500;
    try {
      const answer = await fetch(`${url}?since=${this.since}`, { credentials: "omit" });
      ({ status } = answer);
      if (status === 200) this.show(await answer.text());
    } catch {
      // No network: later.
    }
    if (status < 400) this.wait(1.2);
    else if (status >= 500) this.wait(2);
  }

  show(html) {
    const news = new DOMParser().parseFromString(html, "text/html").querySelector("[data-version]");
    this.html = html;
    this.isMany = news.matches(".many");
    this.fresh = [...news.querySelectorAll(".comment")].filter(isMissing);
    const said = this.pill.textContent;
    const label = news.querySelectorAll(".label")[this.isMany ? 0 : this.fresh.length - 1]?.textContent ?? "";
    this.pill.textContent = label;
    this.pill.hidden = !label;
    this.open();
    if (label !== said) announce(label);
    if (!label) this.see(Number(news.dataset.version));
  }

  put() {
    if (this.isMany) return location.reload();
    const came = place(this.html);
    // Their places are on other pages.
    if (!came.length) return location.assign(this.dataset.comment.replace(0, this.fresh[0].id.slice(8)));
    came.forEach((comment) => this.badge(comment));
    this.show(this.html);
    this.go(came[0]);
  }

  // All up to this version is on the page.
  see(version) {
    this.since = version;
    if (this.key) this.keep();
    else fetch(this.dataset.seen, { method: "POST", body: new URLSearchParams({ version }) }).catch(() => {});
  }

  // What they had seen before. Members' visits are on the server; those of others are kept here.
  visit() {
    const { before, own, post } = this.dataset;
    this.seen = { before, now: this.since, known: own?.split(" ") ?? [] };
    if (before) return;
    this.key = `visit:${post}`;
    this.seen.before = this.since;
    Object.assign(this.seen, stored(this.key));
    if (Date.now() - this.seen.at > AWAY) Object.assign(this.seen, { before: this.seen.now, known: [] });
    this.keep();
  }

  keep() {
    this.seen.now = Math.max(this.seen.now, this.since);
    this.seen.at = Date.now();
    try {
      localStorage.setItem(this.key, JSON.stringify(this.seen));
    } catch {
      // Each visit is the first then.
    }
  }

  // Their own words are not news to them.
  know(comments) {
    this.seen.known.push(...comments.map(({ id }) => id));
    if (this.key) this.keep();
  }

  mark() {
    for (const comment of document.querySelectorAll("[data-shown]")) {
      if (Number(comment.dataset.shown) > this.seen.before && !this.seen.known.includes(comment.id)) {
        this.badge(comment);
      }
    }
  }

  badge(comment) {
    const head = comment.querySelector(".c-head");
    const beside = [...head.querySelectorAll(".p-author, .badge")].pop();
    if (!beside || beside.matches(".new")) return;
    const badge = document.createElement("span");
    badge.className = "badge new";
    badge.textContent = this.dataset.badge;
    beside.after(badge);
    this.next.hidden = false;
    this.open();
  }

  open() {
    this.togglePopover(!this.pill.hidden || !this.next.hidden);
  }

  walk() {
    const all = [...document.querySelectorAll(".c-head .badge.new")].map((badge) => badge.closest(".comment"));
    this.at = all[all.indexOf(this.at) + 1];
    if (this.at) this.go(this.at);
    announce(this.at ? "" : this.dataset.last);
  }

  go(comment) {
    this.at = comment;
    comment.querySelector(".c-head").append(this); // the next press is a Tab away
    setTimeout(() => {
      goTo(comment);
      comment.scrollIntoView({ block: "nearest" });
      comment.querySelector(".c-head").scrollIntoView({ block: "nearest" });
    });
  }
}

function isMissing({ id }) {
  return !document.querySelector(`#${id}:not(.pending)`);
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function announce(words) {
  document.getElementById("announcer").textContent = words;
}

customElements.define("comment-news", CommentNews);
