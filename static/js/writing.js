// <comment-editor>: tools for Markdown, a preview by the server that follows the words, and
// what is left of the space. Answering with words selected in a comment quotes them.

const PAUSE = 400;

class CommentEditor extends HTMLElement {
  connectedCallback() {
    if (this.box) return; // moved, not new
    this.box = this.querySelector("textarea");
    this.bar = this.querySelector(".bar");
    this.tools = [...this.bar.querySelectorAll("button")];
    this.region = this.querySelector(".preview");
    this.button = this.querySelector(".to-preview");
    this.bar.hidden = false;
    this.rove(this.tools[0]);
    this.button.setAttribute("aria-expanded", false);
    this.bar.onclick = ({ target }) => this.use(target.closest("button"));
    this.bar.onkeydown = (event) => this.walk(event);
    this.box.addEventListener("keydown", (event) => this.shortcut(event));
    this.addEventListener("input", () => this.wait());
    this.button.onclick = (event) => {
      event.preventDefault();
      this.show(this.region.hidden);
      localStorage.setItem("preview", this.region.hidden ? "" : "1");
    };
    this.show(!this.region.hidden || localStorage.getItem("preview"));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), PAUSE);
  }

  update() {
    const words = this.box.value.trim();
    this.count(words);
    if (this.region.hidden) return;
    if (words) this.print(words);
    else this.region.replaceChildren();
  }

  // As the server counts: whole characters, however many units a browser needs for one.
  count(words) {
    const output = this.querySelector("output");
    const left = output.dataset.most - [...words].length;
    const n = Math.abs(left);
    const form = (left < 0 ? "over" : "left") + (new Intl.PluralRules(document.documentElement.lang).select(n) === "one" ? "One" : "Other");
    output.textContent = left > output.dataset.most / 10 ? "" : output.dataset[form].replace(/\d+/, n);
    output.classList.toggle("over", left < 0);
  }

  show(wanted) {
    this.region.hidden = !wanted;
    this.button.setAttribute("aria-expanded", Boolean(wanted));
    this.update();
  }

  async print(body) {
    const words = new URLSearchParams({ body, preview: 1 });
    const answer = await fetch(this.button.formAction, { method: "POST", headers: { "HX-Request": true }, body: words }).catch(() => ({}));
    if (answer.ok && body === this.box.value.trim()) this.region.innerHTML = await answer.text();
  }

  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = this.tools.find(({ dataset }) => dataset.key === event.key);
    if (!tool) return;
    event.preventDefault();
    this.use(tool);
  }

  walk(event) {
    const { tools } = this;
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (this.matches(":dir(rtl)") ? -1 : 1);
    const to = { Home: 0, End: -1 }[event.key] ?? (tools.indexOf(event.target) + way) % tools.length;
    if (isNaN(to)) return;
    event.preventDefault();
    this.rove(tools.at(to));
    tools.at(to).focus();
  }

  rove(current) {
    for (const tool of this.tools) tool.tabIndex = tool === current ? 0 : -1;
  }

  use(tool) {
    if (!tool) return;
    const { line, before, after = before } = tool.dataset;
    const { box } = this;
    let { selectionStart: start, selectionEnd: end, value } = box;
    this.rove(tool);
    if (line) {
      start = value.lastIndexOf("\n", start - 1) + 1;
      this.put(start, end, value.slice(start, end).replace(/^/gm, line));
      return;
    }
    const words = value.slice(start, end);
    const isOn = value.slice(0, start).endsWith(before) && value.slice(end).startsWith(after);
    if (isOn) this.put(start - before.length, end + after.length, words);
    else this.put(start, end, before + words + after);
    start += isOn ? -before.length : before.length;
    box.setSelectionRange(start, start + words.length);
  }

  // Typed for the writer, so that Undo takes it back.
  put(start, end, words) {
    this.box.focus();
    this.box.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, words)) this.box.setRangeText(words, start, end, "end");
    this.wait();
  }
}

customElements.define("comment-editor", CommentEditor);

let quoted = "";

// Before the press, which takes the selection away.
addEventListener("pointerdown", ({ target }) => (quoted = selectedBeside(target)), true);

addEventListener("click", (event) => {
  const words = quoted || selectedBeside(event.target);
  quoted = "";
  // After the form has come here, if it does.
  if (words) setTimeout(() => event.defaultPrevented && quote(words));
});

function selectedBeside(target) {
  const body = target.closest?.(".comment-reply-link")?.closest(".c-text").querySelector(".comment-body");
  const selection = getSelection();
  const isInside = body && selection.rangeCount && body.contains(selection.getRangeAt(0).commonAncestorContainer);
  return isInside ? selection.toString().trim() : "";
}

function quote(words) {
  const editor = document.querySelector("#respond comment-editor");
  editor.put(0, 0, words.replace(/\n{2,}/g, "\n\n").replace(/^/gm, "> ") + "\n\n");
}
