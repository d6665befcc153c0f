// <comment-editor>: tools for Markdown, a preview by the server that follows the words, and
// how much room is left. Answering with words selected in a comment quotes them.

import { keep, kept } from "./drafts.js";

class CommentEditor extends HTMLElement {
  connectedCallback() {
    if (this.box) return; // moved, not new
    this.box = this.querySelector("textarea");
    this.region = this.querySelector(".preview");
    this.toggle = this.querySelector(".to-preview");
    const bar = this.querySelector(".bar");
    this.tools = [...bar.querySelectorAll("button")];
    bar.hidden = this.box.readOnly;
    this.rove(this.tools[0]);
    for (const type of ["click", "keydown", "input"]) this.addEventListener(type, this);
    this.show(!this.region.hidden || kept("preview"));
  }

  handleEvent(event) {
    const tool = event.target.closest(".bar button");
    if (event.type === "input") {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.update(), 400);
    } else if (event.type === "keydown") {
      this[tool ? "walk" : "press"](event);
    } else if (tool) {
      this.use(tool);
    } else if (event.target === this.toggle) {
      event.preventDefault();
      this.show(this.region.hidden);
      keep("preview", !this.region.hidden);
    }
  }

  show(wanted) {
    this.region.hidden = !wanted;
    this.toggle.ariaExpanded = Boolean(wanted);
    this.update();
  }

  async update() {
    const body = this.box.value.trim();
    this.count([...body].length);
    if (this.region.hidden) return;
    const sent = { method: "POST", headers: { "HX-Request": true }, body: new URLSearchParams({ body, preview: 1 }) };
    const answer = body && (await fetch(this.toggle.formAction, sent).catch(() => ({})));
    const html = answer.ok ? await answer.text() : "";
    if (body === this.box.value.trim() && (html || !body)) this.region.innerHTML = html;
  }

  // As the server counts: whole characters, however many units a browser needs for one.
  count(length) {
    const output = this.querySelector("output");
    const { most, ...words } = output.dataset;
    const left = most - length;
    const rule = new Intl.PluralRules(document.documentElement.lang).select(Math.abs(left));
    const form = (left < 0 ? "over" : "left") + (rule === "one" ? "One" : "Other");
    output.textContent = left > most / 10 ? "" : words[form].replace(/\d+/, Math.abs(left));
    output.classList.toggle("over", left < 0);
  }

  press(event) {
    const tool = (event.ctrlKey || event.metaKey) && this.tools.find(({ dataset }) => dataset.key === event.key);
    if (!tool || event.target !== this.box) return;
    event.preventDefault();
    this.use(tool);
  }

  walk(event) {
    const at = this.tools.indexOf(event.target);
    const way = this.matches(":dir(rtl)") ? -1 : 1;
    const to = { ArrowRight: at + way, ArrowLeft: at - way, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tool = this.tools.at(to % this.tools.length);
    this.rove(tool);
    tool.focus();
  }

  rove(current) {
    for (const tool of this.tools) tool.tabIndex = tool === current ? 0 : -1;
  }

  use(tool) {
    const { line, before, after = before } = tool.dataset;
    const { box } = this;
    let { selectionStart: start, selectionEnd: end, value } = box;
    this.rove(tool);
    if (line) {
      start = value.lastIndexOf("\n", start - 1) + 1;
      return this.put(start, end, value.slice(start, end).replace(/^/gm, line));
    }
    const words = value.slice(start, end);
    const isOn = value.slice(0, start).endsWith(before) && value.slice(end).startsWith(after);
    const wide = isOn ? -before.length : 0;
    this.put(start + wide, end + (isOn && after.length), isOn ? words : before + words + after);
    start += wide || before.length;
    end = start + words.length;
    // The address of a link is written next.
    if (words && !isOn && tool.dataset.after) [start, end] = [end + 2, end + after.length - 1];
    box.setSelectionRange(start, end);
  }

  // As if typed, so that Undo takes it back.
  put(start, end, words) {
    this.box.focus();
    this.box.setSelectionRange(start, end);
    document.execCommand(words ? "insertText" : "delete", false, words);
  }
}

customElements.define("comment-editor", CommentEditor);

// Before a press takes the selection away; keys leave it until the form has the focus.
let quoted = "";
const take = ({ type, detail, target }) => {
  if (type !== "click" || !detail) quoted = selectedBeside(target);
};
addEventListener("pointerdown", take, true);
addEventListener("click", take, true);
addEventListener("click", ({ defaultPrevented }) => {
  if (quoted && defaultPrevented) document.querySelector("#respond comment-editor").put(0, 0, quoted);
  quoted = "";
});

function selectedBeside(target) {
  const body = target.closest?.(".comment-reply-link")?.closest(".c-text").querySelector(".comment-body");
  const selection = getSelection();
  if (!body?.contains(selection.anchorNode) || !body.contains(selection.focusNode)) return "";
  const words = `${selection}`.trim().replace(/\n{2,}/g, "\n\n");
  return words && words.replace(/^/gm, "> ") + "\n\n";
}
