// <moderation-queue>: each form and link of the queue works by itself. This takes the page
// that it leads to without leaving this one, moves the focus to the comment that is next, says
// what happened, and presses the buttons by their keys.

class ModerationQueue extends HTMLElement {
  connectedCallback() {
    document.addEventListener("submit", (event) => this.onsubmit(event));
    this.addEventListener("click", (event) => this.onclick_(event));
    this.addEventListener("change", (event) => this.onchange_(event.target));
    addEventListener("popstate", () => this.go(location.href, {}, false));
    this.ready();
  }

  // What only a script can do is offered by it.
  ready() {
    for (const all of this.querySelectorAll("[data-all]")) all.hidden = false;
  }

  onsubmit(event) {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !(this.contains(form) || form.matches(".undo"))) return;
    event.preventDefault();
    if (this.ariaBusy) return;
    const body = new URLSearchParams(new FormData(form, submitter));
    this.go(submitter?.getAttribute("formaction") || form.action, { method: "POST", body }, true);
  }

  onclick_(event) {
    const link = event.target.closest("a");
    const isOurs = link?.pathname === this.dataset.address;
    if (!isOurs || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.go(link.href, {}, true);
  }

  onchange_(all) {
    if (!all.matches("[data-all]")) return;
    for (const box of this.querySelectorAll("[name=pk]")) box.checked = all.checked;
  }

  async go(address, options, remember) {
    this.ariaBusy = "true";
    try {
      const answer = await fetch(address, options);
      if (answer.status >= 500) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("moderation-queue");
      // Signed out meanwhile, or a page of another kind.
      if (!fresh) return location.assign(answer.redirected || !options.method ? answer.url : location.href);
      this.replaceChildren(...fresh.childNodes);
      document.title = page.title;
      document.querySelector("h1").replaceWith(page.querySelector("h1"));
      this.ready();
      this.tell(page.querySelector(".messagelist"));
      if (remember && answer.url !== location.href) history.pushState(null, "", answer.url);
      this.querySelector("[data-focus]")?.focus({ preventScroll: true });
      this.querySelector("[data-focus]")?.scrollIntoView({ block: "nearest" });
    } catch {
      this.say(this.dataset.failed);
    } finally {
      this.ariaBusy = null;
    }
  }

  // The messages where the page has them, and their words aloud.
  tell(messages) {
    document.querySelector(".messagelist")?.remove();
    if (messages) document.getElementById("content").before(messages);
    const words = [...(messages?.children ?? [])].map((message) => message.firstChild.textContent.trim());
    this.say(words.join(" "));
  }

  say(words) {
    document.getElementById("queue-news").textContent = words;
  }
}

class QueueKeys extends HTMLElement {
  connectedCallback() {
    const [button, dialog, use] = ["button", "dialog", "input"].map((tag) => this.querySelector(tag));
    this.hidden = false;
    button.onclick = () => dialog.showModal();
    try {
      use.checked = localStorage.keys !== "off";
    } catch {}
    use.onchange = () => (localStorage.keys = use.checked ? "on" : "off");
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(event.target.closest("details[open]"));
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".replying textarea")) {
        event.target.form.requestSubmit();
      }
      if (!use.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target.closest(":read-write, select, dialog")) return;
      if (event.key === "?") dialog.showModal();
      else if (!press(event.key)) return;
      event.preventDefault();
    });
  }
}

function press(key) {
  const found = [...document.querySelectorAll("[aria-keyshortcuts]")];
  const button = found.find((button) => button.ariaKeyShortcuts === key && button.checkVisibility());
  if (button?.localName === "summary") open(button.parentElement);
  else button?.click();
  return Boolean(button);
}

function open(details) {
  details.open = true;
  details.querySelector("button, textarea").focus();
  const field = details.querySelector("textarea");
  field?.focus();
}

function close(details) {
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
}

customElements.define("moderation-queue", ModerationQueue);
customElements.define("queue-keys", QueueKeys);
