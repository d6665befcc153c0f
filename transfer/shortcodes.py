"""WordPress's [shortcodes]: captions and code have a place in HTML, players leave a link, and
the others go, because without their plugin they are nothing but brackets."""

import html
import re
from collections.abc import Callable, Iterator

from django.utils.html import escape

SHORTCODE = re.compile(r"\[(\[?)(/?)([a-z][a-z0-9_-]*)((?:[\s=/][^\[\]]*)?)\](\]?)", re.I)
CAPTION_OPEN = re.compile(r"\[(caption|wp_caption)(\s[^\[\]]*)?\]", re.I)
CAPTION_TEXT = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
CODE_OPEN = re.compile(r"\[(code|sourcecode)(\s[^\[\]]*)?\]", re.I)
IMAGE = re.compile(r"\s*(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?", re.I)
# Shortcodes that WordPress or WordPress.com itself knows; others count as such only when
# they look it, because people write [sic] and [1] in brackets too.
KNOWN_SHORTCODES = frozenset(
    {
        "audio",
        "caption",
        "contact-form",
        "contact-field",
        "embed",
        "gallery",
        "googlemaps",
        "googlevideo",
        "playlist",
        "polldaddy",
        "poll",
        "slideshow",
        "soundcloud",
        "ted",
        "twitter",
        "video",
        "videopress",
        "vimeo",
        "vine",
        "wpvideo",
        "youtube",
    }
)
ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]]+")


def code_as_pre(text: str) -> str:
    pieces = []
    for before, opening, inside in enclosed(text, CODE_OPEN, lambda match: f"[/{match[1]}]"):
        pieces.append(before)
        if opening:
            pieces.append(f"\n<pre><code>{escape(html.unescape(inside.strip()))}</code></pre>\n")
    return "".join(pieces)


def captions_as_figures(text: str) -> str:
    pieces = []
    for before, opening, inside in enclosed(text, CAPTION_OPEN, lambda match: f"[/{match[1]}]"):
        pieces.append(before)
        if not opening:
            continue
        image = IMAGE.match(inside)
        attribute = CAPTION_TEXT.search(opening[2] or "")
        words = inside[image.end() :].strip() if image else inside.strip()
        words = words or (html.unescape(attribute[1] or attribute[2] or "") if attribute else "")
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        pieces.append(f"\n<figure>{image[0].strip() if image else ''}{caption}</figure>\n")
    return "".join(pieces)


def resolved(text: str, report: Callable[[str], None]) -> str:
    closed = {match[3].lower() for match in SHORTCODE.finditer(text) if match[2]}

    def resolve(match: re.Match) -> str:
        escaped, closing, shortcode, attributes, escaped_end = match.groups()
        if escaped and escaped_end:
            return match[0][1:-1]
        if not (shortcode.lower() in KNOWN_SHORTCODES | closed or re.search(r"=\s*[\"'\w]", attributes)):
            return match[0]
        if not closing and shortcode.lower() != "embed":
            report(shortcode.lower())
        address = ADDRESS.search(html.unescape(attributes))
        link = f'<a href="{escape(address[0])}">{escape(address[0])}</a>' if address else ""
        return f"{escaped}{link}{escaped_end}"

    return SHORTCODE.sub(resolve, text)


def enclosed(text: str, opening: re.Pattern, closing: Callable[[re.Match], str]) -> Iterator[tuple]:
    """(text before, opening match, text inside) for each pair; last (rest, None, "")."""
    start = 0
    hopeless: set[str] = set()  # so that many openings without an end cost one look each kind
    for match in opening.finditer(text):
        close = closing(match).lower()
        if match.start() < start or close in hopeless:
            continue
        end = re.compile(re.escape(close), re.I).search(text, match.end())
        if not end:
            hopeless.add(close)
            continue
        yield text[start : match.start()], match, text[match.end() : end.start()]
        start = end.end()
    yield text[start:], None, ""
