"""Text into safe HTML, once, when it is written. The only module that does so.

Two walls: markdown-it passes no HTML through, and nh3 keeps only what is listed here.
What we add ourselves (heading anchors, pictures, the lede) is added after both.
"""

import html
import math
import re

from django.utils.html import escape, strip_tags

from blog import figures, markdown
from blog.cleaners import COMMENT, COMMENT_HTML, POST, POST_HTML

WORDS_A_MINUTE = 230
# More HTML than this for so little text is an attack, and is shown as the text it came from.
MOST_GROWTH = 20
# Nested deeper than any writer goes; parsing takes the square of the depth.
MOST_NESTING = 500
# Shorter first paragraphs do not fill the line that the lede sets in small capitals.
SHORTEST_LEDE = 140

EDITOR_MARKS = re.compile(r"<!--\s*/?(?:more|noteaser|nextpage|wp:)[^<>]*-->")
# These reopen in every paragraph that follows, with a copy of each that differs by an
# attribute. We keep none of the attributes, so they go before parsing.
FORMATTING = re.compile(r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b[^>]*>", re.I)
NESTING = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
NEVER_NESTED = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
CLOSED_BY_THEMSELVES = frozenset({"dd", "dt", "li", "p", "td", "th", "tr"})
PLAYER = re.compile(r"<(?:iframe|video|audio|embed)\b[^<>]*\ssrc=[\"']?(https?://[^<>\s\"']+)[^<>]*>", re.I)
PULL_QUOTE = re.compile(r"<figure\s[^<>]*wp-block-pullquote[^<>]*>\s*<blockquote[^<>]*>", re.I)
# The page's title is its only h1.
TITLE = re.compile(r"<(/?)h1\b", re.I)
HEADING = re.compile(r"<h([2-6])>(.*?)</h\1>", re.S)
LEDE = re.compile(rf"\A\s*<p>(?=[^<]{{{SHORTEST_LEDE},}}</p>)")
EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\n?")
APART = re.compile(r"<figure>.*?</figure>|<pre>.*?</pre>|<sup\b.*?</sup>|<ol class=\"footnotes\">.*", re.S)
BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|td|th|tr|dt|dd|div)>|<br>")


def render_post(source: str, body_format: str) -> str:
    source = _without_nulls(source)
    try:
        if body_format == "html":
            cleaned = POST_HTML.clean(_legible(source))
        else:
            cleaned = POST.clean(markdown.POST.render(EDITOR_MARKS.sub("", source)))
        finished = LEDE.sub('<p class="lede">', figures.placed(_with_anchors(cleaned)))
    except RecursionError:
        return _as_text(source)
    return _if_not_grown(finished, source)


def render_comment(source: str, body_format: str = "markdown") -> str:
    """The caller has limited the length: see Comment.MAX_LENGTH."""
    source = _without_nulls(source)
    try:
        if body_format == "html":
            cleaned = COMMENT_HTML.clean(_in_paragraphs(_legible(source)))
        else:
            cleaned = COMMENT.clean(markdown.COMMENT.render(EDITOR_MARKS.sub("", source)))
    except RecursionError:
        return _as_text(source)
    return _if_not_grown(EMPTY_PARAGRAPH.sub("", cleaned), source)


def plain_text(safe_html: str) -> str:
    """The words of what this module rendered, without pictures, code and footnotes."""
    return " ".join(html.unescape(strip_tags(BLOCK_END.sub(" ", APART.sub(" ", safe_html)))).split())


def excerpt(safe_html: str, words: int = 40) -> str:
    """The first words, cut between two of them, as plain text."""
    text = plain_text(safe_html)
    longest = words * 12  # a text of one word without end is cut too
    short = " ".join(text.split(" ", words)[:words])
    if len(short) > longest:
        short = short[:longest].rpartition(" ")[0] or short[:longest]
    return short if short == text else f"{short.rstrip(' ,;:.–—-')}…"


def reading_minutes(safe_html: str) -> int:
    """Whole minutes at 230 words a minute, at least one."""
    return max(1, math.ceil(len(re.findall(r"\w+", strip_tags(safe_html))) / WORDS_A_MINUTE))


def _without_nulls(source: str) -> str:
    return source.replace("\0", "").replace("\r\n", "\n")


def _legible(source: str) -> str:
    """HTML from elsewhere, ready for the parser. RecursionError if it is built to hurt it."""
    depth = 0
    for closing, name in NESTING.findall(source):
        if name.lower() not in NEVER_NESTED | CLOSED_BY_THEMSELVES:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > MOST_NESTING:
                raise RecursionError
    source = TITLE.sub(r"<\1h2", source)
    source = PLAYER.sub(r'<a href="\1">\1</a>', FORMATTING.sub(r"<\1>", source))
    return PULL_QUOTE.sub('<blockquote class="pull">', source)


def _in_paragraphs(source: str) -> str:
    """Lines as WordPress reads them, unless the text has paragraphs of its own."""
    if re.search(r"<(?:p|br)\b", source, re.I):
        return source
    parts = re.split(r"\n\s*\n", source.strip())
    return "\n".join("<p>{}</p>".format(part.replace("\n", "<br>\n")) for part in parts)


def _with_anchors(cleaned: str) -> str:
    """Headings get ids that links can use. The prefix keeps them apart from the page's own."""
    taken: dict[str, int] = {}

    def anchored(heading: re.Match[str]) -> str:
        level, words = heading.groups()
        name = "-".join(re.findall(r"\w+", html.unescape(strip_tags(words)).lower()))[:60] or "section"
        taken[name] = taken.get(name, 0) + 1
        number = f"-{taken[name]}" if taken[name] > 1 else ""
        return f'<h{level} id="h-{name}{number}">{words}</h{level}>'

    return HEADING.sub(anchored, cleaned)


def _if_not_grown(rendered: str, source: str) -> str:
    return rendered if len(rendered) <= MOST_GROWTH * len(source) + 500 else _as_text(source)


def _as_text(source: str) -> str:
    parts = re.split(r"\n\s*\n", source.strip())
    return "\n".join("<p>{}</p>".format(escape(part).replace("\n", "<br>\n")) for part in parts)
