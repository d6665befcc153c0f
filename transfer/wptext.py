"""Texts as WordPress stores them, into the HTML that it would have shown.

WordPress keeps what was typed (lines, shortcodes, editor marks) and makes HTML of it on
every view; we do it once, when a blog moves in. What comes out is not safe yet: it goes
through blog.rendering like anything that people write. Every pattern here is linear,
since the texts are strangers'.
"""

import re
from collections.abc import Callable, Iterator

from transfer import shortcodes
from transfer.shortcodes import ADDRESS

# Blocks that hold paragraphs; blocks that hold words or other blocks, and never a paragraph.
HOLDS_PARAGRAPHS = frozenset(
    {"blockquote", "div", "section", "article", "aside", "main", "header", "footer", "details", "address"}
)
MAY_HOLD_PARAGRAPHS = frozenset({"li", "td", "th", "dd", "figcaption"})
HOLDS_WORDS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "caption", "legend"})
HOLDS_BLOCKS = frozenset(
    {
        "ul",
        "ol",
        "dl",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "figure",
        "form",
        "fieldset",
        "hgroup",
        "nav",
        "menu",
    }
)
EMPTY_BLOCKS = frozenset({"hr"})
BLOCKS = HOLDS_PARAGRAPHS | MAY_HOLD_PARAGRAPHS | HOLDS_WORDS | HOLDS_BLOCKS | EMPTY_BLOCKS

BLOCK_TAG = re.compile(rf"(</?(?:{'|'.join(sorted(BLOCKS, key=len, reverse=True))})(?=[\s/>])[^<>]*>)", re.I)
TAG_NAME = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
TAG_OR_NEWLINE = re.compile(r"</?[a-z!][^<>]*>|\n", re.I)
VERBATIM = re.compile(r"<(pre|script|style|textarea|svg|math)\b", re.I)
EDITOR_BLOCK = re.compile(r"<!--\s?/?wp:")
TAG = re.compile(r"(</?[a-z!][^<>]*>)", re.I)
# Within these an address stays as it is.
NEVER_LINKED = frozenset({"a", "code", "pre", "kbd", "textarea", "script", "style"})


def post_html(text: str, report: Callable[[str], None] = lambda shortcode: None) -> str:
    """The body of a post, classic or of the block editor. `report` hears of each shortcode
    that could not come along."""
    text = _unix_lines(text)
    if EDITOR_BLOCK.search(text):
        return _linked(shortcodes.resolved(_without_comments(text), report).strip())
    pieces = []
    for piece, verbatim in _verbatim_apart(shortcodes.code_as_pre(_without_comments(text))):
        if not verbatim:
            piece = shortcodes.resolved(shortcodes.captions_as_figures(piece), report)
            piece = _linked(paragraphs(piece))
        pieces.append(piece)
    return "\n".join(filter(None, pieces))


def comment_html(text: str) -> str:
    """The words of a comment: lines are lines, an empty line ends a paragraph."""
    text = _unix_lines(text)
    if "<" not in text:  # as most comments are
        return _linked(_words(text, "").strip())
    pieces = []
    for piece, verbatim in _verbatim_apart(_without_comments(text)):
        pieces.append(piece if verbatim else _linked(paragraphs(piece)))
    return "\n".join(filter(None, pieces))


def paragraphs(text: str) -> str:
    """Empty lines into paragraphs and single ones into breaks, around the blocks that the
    text already has. Done twice it changes nothing more."""
    if not text.strip():
        return ""
    open_blocks: list[str] = []
    pieces = []
    for piece in BLOCK_TAG.split(text):
        tag = TAG_NAME.match(piece) if BLOCK_TAG.fullmatch(piece) else None
        if not tag:
            pieces.append(_words(piece, open_blocks[-1] if open_blocks else ""))
            continue
        closing, block = tag[1], tag[2].lower()
        if closing:
            _close(open_blocks, block)
        elif block not in EMPTY_BLOCKS:
            open_blocks.append(block)
        pieces.append(f"{piece}\n" if closing or block in EMPTY_BLOCKS else piece)
    return "".join(pieces).strip()


def _close(open_blocks: list[str], block: str) -> None:
    # Only the nearest few: a closing tag with no opening one must not cost a walk each time.
    for depth in range(1, min(len(open_blocks), 20) + 1):
        if open_blocks[-depth] == block:
            del open_blocks[-depth:]
            return


def _words(text: str, block: str) -> str:
    found = _split_at_empty_lines(text)
    if block in HOLDS_WORDS | HOLDS_BLOCKS or (block in MAY_HOLD_PARAGRAPHS and len(found) < 2):
        return "<br>\n<br>\n".join(_with_breaks(words) for words in found)
    return "".join(f"<p>{_with_breaks(words)}</p>\n" for words in found)


def _split_at_empty_lines(text: str) -> list[str]:
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def _with_breaks(words: str) -> str:
    lines = TAG_OR_NEWLINE.sub(lambda match: "<br>\n" if match[0] == "\n" else match[0], words)
    return re.sub(r"(?i)<br ?/?><br>\n", "<br>\n", lines)


def _linked(text: str) -> str:
    """Bare addresses become links, as WordPress makes them on the page."""
    if "http" not in text:
        return text
    closed: list[str] = []
    pieces = []
    for piece in TAG.split(text):
        if tag := TAG_NAME.match(piece):
            if tag[2].lower() in NEVER_LINKED:
                if not tag[1]:
                    closed.append(tag[2].lower())
                elif closed and closed[-1] == tag[2].lower():
                    closed.pop()
        elif not closed:
            piece = ADDRESS.sub(_link, piece)
        pieces.append(piece)
    return "".join(pieces)


def _link(match: re.Match) -> str:
    # Text is HTML already; what ends a sentence does not end an address.
    address = match[0].rstrip(".,;:!?)")
    return f'<a href="{address}">{address}</a>{match[0][len(address) :]}'


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_comments(text: str) -> str:
    """Without HTML comments, which hold the editor's marks and "more"."""
    kept = []
    start = 0
    while (opening := text.find("<!--", start)) >= 0 and (end := text.find("-->", opening)) >= 0:
        kept.append(text[start:opening])
        start = end + 3
    return "".join([*kept, text[start:]])


def _verbatim_apart(text: str) -> Iterator[tuple[str, bool]]:
    for before, opening, inside in shortcodes.enclosed(text, VERBATIM, lambda match: f"</{match[1]}>"):
        yield before, False
        if opening:
            yield f"{opening[0]}{inside}</{opening[1]}>", True
