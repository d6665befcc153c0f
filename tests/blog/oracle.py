"""Reads HTML as a browser would and says what in it could do harm."""

import re
from html.parser import HTMLParser

from blog.rendering import render_comment, render_post


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


HARMLESS_TAGS = _names(
    "a abbr acronym b blockquote br caption cite code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6",
    "hr i img ins kbd li mark ol p pre q s small strike strong sub sup table tbody td tfoot th thead tr u ul",
)
HARMLESS_ATTRIBUTES = _names(
    "href title src srcset sizes width height alt loading rel start colspan rowspan class id"
)
OUR_CLASSES = {"lede", "pull", "task", "footnotes", "align-left", "align-center", "align-right"}
OUR_IDS = re.compile(r"h-[\w-]+|fn(ref)?\d+")
ADDRESS = re.compile(r"(https?://|mailto:|/(?!/)|#)")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.found.append(f"comment {data!r}")

    handle_decl = unknown_decl = handle_pi = handle_comment

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in HARMLESS_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attributes.items():
            if not self._is_harmless(name, value):
                self.found.append(f"<{tag} {name}={value!r}>")

    def _is_harmless(self, name: str, value: str) -> bool:
        if name in {"href", "src"}:
            local = name == "src"
            return bool(ADDRESS.match(value)) and (not local or value.startswith("/media/"))
        if name == "class":
            return value in OUR_CLASSES
        if name == "id":
            return bool(OUR_IDS.fullmatch(value))
        return name in HARMLESS_ATTRIBUTES


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def harm_in(html: str) -> list[str]:
    return read(html).found


RENDERINGS = {
    "post": lambda source: render_post(source, "markdown"),
    "post of html": lambda source: render_post(source, "html"),
    "comment": lambda source: render_comment(source, "markdown"),
    "comment of html": lambda source: render_comment(source, "html"),
}
