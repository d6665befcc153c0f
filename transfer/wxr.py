"""WordPress exports (WXR 1.0 to 1.2), read as a stream: one post is in memory at a time.

Elements are known by their local name and by how their namespace ends, because exports
write it with http and https, with every version and with none. Whatever is not plain
well-formed XML is refused with its line; so are document types and entities, which no
export has and which every attack on XML readers needs.
"""

import contextlib
import functools
import gzip
import re
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from transfer.wxr_parts import BUILDERS, KEPT_METAS, KEPT_TEXTS, Frame, Part, Term, comment_of

CHUNK = 64 * 1024
MAX_UNPACKED = 2 * 1024**3
# Text of a blog packs to a tenth, a very repetitive one to a fiftieth; a bomb to a thousandth.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 16 * 1024**2
MAX_TEXT = 16 * 1024**2
MAX_ENTRY = 256 * 1024**2  # one post with all its comments
MAX_TAG = 1024**2  # the XML reader keeps an unfinished tag in memory, and starts it afresh
MAX_DEPTH = 64


class WxrError(Exception):
    """The file is not a WordPress export that can be trusted: nothing of it is used."""

    def __init__(self, line: int, reason: str):
        super().__init__(_("Line %(line)d: %(reason)s") % {"line": line, "reason": reason})
        self.line, self.reason = line, reason


# What may stand in what, and the name it goes by; all else is text.
CONTAINERS = {
    "": {"rss": "rss"},
    "rss": {"channel": "channel"},
    "channel": {name: name for name in ("wp:author", "wp:category", "wp:tag", "wp:term", "item")},
    "item": {"wp:comment": "wp:comment", "wp:postmeta": "meta"},
    "wp:comment": {"wp:commentmeta": "meta"},
}
NAMESPACES = (
    ("excerpt:", re.compile(r"wordpress\.org/export/(?:[\d.]*/)?excerpt/?$")),
    ("wp:", re.compile(r"wordpress\.org/export(?:/[\d.]*)?/?$")),
    ("content:", re.compile(r"/modules/content/?$")),
    ("dc:", re.compile(r"/dc/elements/1\.1/?$")),
)


def read(path: Path, *, with_comments: bool = True) -> Iterator[Part]:
    """The export's parts as they come; the channel itself last, when all of it is known."""
    reader = _Reader(with_comments)
    with path.open("rb") as raw, _unpacked(raw) as file:
        unpacked = 0
        while chunk := _next_chunk(file, reader):
            unpacked += len(chunk)
            bomb = file is not raw and unpacked > max(RATIO_COUNTS_FROM, MAX_RATIO * raw.tell())
            if bomb or unpacked > MAX_UNPACKED:
                reader.refuse(_("the file unpacks to more than a blog can hold"))
            yield from reader.feed(chunk)
        yield from reader.feed(b"", final=True)


def _unpacked(raw: BinaryIO) -> contextlib.AbstractContextManager:
    start = raw.read(4)
    raw.seek(0)
    if start.startswith(b"PK\x03\x04"):
        raise WxrError(1, _("this is a ZIP archive; please unpack it and import the .xml files in it"))
    return gzip.GzipFile(fileobj=raw) if start.startswith(b"\x1f\x8b") else contextlib.nullcontext(raw)


def _next_chunk(file: BinaryIO, reader: "_Reader") -> bytes:
    try:
        return file.read(CHUNK)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        reader.refuse(_("the compressed file is damaged or ends too early"))


@functools.lru_cache(maxsize=1000)
def _short_name(name: str) -> str:
    namespace, _space, local = name.rpartition(" ")
    if not namespace:
        return local
    return next((prefix + local for prefix, ending in NAMESPACES if ending.search(namespace)), "?:" + local)


def _reason(code: int) -> str:
    message = expat.ErrorString(code) or ""
    if message in ("no element found", "unclosed token", "unclosed CDATA section"):
        return _("the file ends too early (%s)") % message
    if message == expat.errors.XML_ERROR_INVALID_TOKEN:
        return _("not well-formed: broken markup, a control character or a wrong encoding")
    return _("not well-formed: %s") % message


class _Reader:
    def __init__(self, with_comments: bool):
        self.with_comments = with_comments
        self.stack = [Frame("", 0)]
        self.leaf: str | None = None  # the text element that is open
        self.leaf_attributes: dict[str, str] = {}
        self.inside = 0  # how deep in markup within it
        self.pieces: list[str] = []
        self.length = self.entry_length = self.fed = 0
        self.is_export = False
        self.ready: deque[Part] = deque()
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text, parser.buffer_size = True, CHUNK
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self.doctype

    def refuse(self, reason: str) -> NoReturn:
        raise WxrError(self.parser.CurrentLineNumber, reason)

    def feed(self, chunk: bytes, final: bool = False) -> Iterator[Part]:
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise WxrError(error.lineno, _reason(error.code)) from error
        except (LookupError, ValueError) as error:
            raise WxrError(1, _("the file names an encoding that cannot be read; UTF-8 can")) from error
        self.fed += len(chunk)
        if self.fed - self.parser.CurrentByteIndex > MAX_TAG + CHUNK:
            self.refuse(_("a tag is longer than any tag needs to be"))
        if final and not self.is_export:
            self.refuse(_("this is not a WordPress export: nothing in it is WordPress's"))
        while self.ready:
            yield self.ready.popleft()

    # What the XML reader calls.

    def doctype(self, *_args: object) -> None:
        self.refuse(_("the file declares a document type or an entity, which an export never does"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.leaf is not None:
            self.inside += 1
            if self.inside > MAX_DEPTH:
                self.refuse(_("the elements are nested too deeply"))
            return
        short, parent = _short_name(name), self.stack[-1].name
        container = CONTAINERS.get(parent, {}).get(short)
        if container:
            self.stack.append(Frame(container, self.parser.CurrentLineNumber))
            self.count(200)
        elif not parent:
            self.refuse(_("this is not a WordPress export: its outermost element is “%s”") % short[:40])
        else:
            self.leaf, self.leaf_attributes = short, attributes
        self.is_export = self.is_export or short.startswith("wp:")

    def characters(self, text: str) -> None:
        if self.leaf is not None:
            self.pieces.append(text)
            self.length += len(text)
            if self.length > MAX_TEXT:
                self.refuse(_("a text is longer than %d MB") % (MAX_TEXT // 1024**2))

    def end(self, _name: str) -> None:
        if self.inside:
            self.inside -= 1
        elif self.leaf is not None:
            self.close_leaf(self.stack[-1], self.leaf, "".join(self.pieces))
            self.leaf, self.pieces, self.length = None, [], 0
        else:
            self.close_container(self.stack.pop())

    def count(self, length: int) -> None:
        self.entry_length += length
        if self.entry_length > MAX_ENTRY:
            self.refuse(_("one entry is longer than %d MB") % (MAX_ENTRY // 1024**2))

    def close_leaf(self, frame: Frame, name: str, text: str) -> None:
        if frame.name == "item" and name == "category":
            of, slug = (
                self.leaf_attributes.get("domain", "category"),
                self.leaf_attributes.get("nicename", ""),
            )
            frame.terms.append(Term(of, slug, text))
            self.count(len(text) + len(of) + len(slug) + 200)
        elif name in KEPT_TEXTS.get(frame.name, ()):
            frame.texts[name] = text
            self.count(len(text) + 100)

    def close_container(self, frame: Frame) -> None:
        around = self.stack[-1]
        if frame.name == "meta":
            if (key := frame.text("wp:meta_key")) in KEPT_METAS:
                around.meta[key] = frame.text("wp:meta_value")
        elif frame.name == "wp:comment":
            around.comment_count += 1
            if self.with_comments:
                around.comments.append(comment_of(frame))
        elif build := BUILDERS.get(frame.name):
            self.ready.append(build(frame))
            self.entry_length = 0
