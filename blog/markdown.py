"""The two dialects of Markdown: everything for posts, the harmless part for comments."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

LONGEST_ADDRESS = 2000
BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


def _dialect(**options: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "linkify": True, **options})
    md.enable(["linkify", "strikethrough"])
    # Without a scheme every "e.g." with a letter behind it would be a link, and slow to find.
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    for schema in ("//", "ftp:"):
        md.linkify.add(schema, None)
    valid = md.validateLink
    md.validateLink = lambda url: len(url) <= LONGEST_ADDRESS and valid(url)
    md.core.ruler.after("block", "short_references", _short_references)
    return md


def _short_references(state: StateCore) -> None:
    """One long definition used a thousand times would print itself a thousand times."""
    references = state.env.get("references", {})
    for label in [label for label, to in references.items() if len(to["href"] + to["title"]) > 500]:
        del references[label]


def _lower_headings(state: StateCore) -> None:
    """The page's title is its only h1."""
    for token in state.tokens:
        if token.tag == "h1":
            token.tag = "h2"


def _aligned_cells(state: StateCore) -> None:
    """Alignment as a class: the page allows no style attributes."""
    for token in state.tokens:
        if token.type in {"td_open", "th_open"} and "style" in token.attrs:
            side = str(token.attrs.pop("style")).removeprefix("text-align:")
            token.attrs["class"] = f"align-{side}"


def _task_lists(state: StateCore) -> None:
    """`- [x] done` with a ticked box, as a sign that any reader can read out."""
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        opens = item.type == "list_item_open" and paragraph.type == "paragraph_open"
        if opens and inline.content[:4] in BOXES and inline.children and inline.children[0].type == "text":
            item.attrs["class"] = "task"
            words = inline.children[0].content
            inline.children[0].content = BOXES[inline.content[:4]] + words[4:]


# Footnotes, shorter than the plugin writes them: one way back from each note, and no
# marks of its own, so that many references to one note stay small.


def _footnote_reference(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    number, again = tokens[index].meta["id"] + 1, tokens[index].meta.get("subId")
    name = "" if again else f' id="fnref{number}"'
    return f'<sup><a href="#fn{number}"{name}>{number}</a></sup>'


def _footnote_way_back(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    number = tokens[index].meta["id"] + 1
    return "" if tokens[index].meta.get("subId") else f' <a href="#fnref{number}">↩\ufe0e</a>'


def _footnote_open(
    self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<li id="fn{tokens[index].meta["id"] + 1}">'


def _for_posts() -> MarkdownIt:
    md = _dialect().enable("table").use(footnote_plugin, inline=False)
    # `::: pull`, the words, `:::` : a sentence lifted out of the text.
    md.use(container_plugin, name="pull")
    md.add_render_rule("container_pull_open", lambda *_: '<blockquote class="pull">\n')
    md.add_render_rule("container_pull_close", lambda *_: "</blockquote>\n")
    md.core.ruler.push("lower_headings", _lower_headings)
    md.core.ruler.push("aligned_cells", _aligned_cells)
    md.core.ruler.push("task_lists", _task_lists)
    md.add_render_rule("footnote_block_open", lambda *_: '<ol class="footnotes">\n')
    md.add_render_rule("footnote_block_close", lambda *_: "</ol>\n")
    md.add_render_rule("footnote_ref", _footnote_reference)
    md.add_render_rule("footnote_anchor", _footnote_way_back)
    md.add_render_rule("footnote_open", _footnote_open)
    return md


POST = _for_posts()
COMMENT = _dialect(breaks=True).disable(["image", "heading", "lheading", "reference"])
