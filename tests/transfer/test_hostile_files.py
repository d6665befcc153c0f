"""Files that are broken or mean harm are refused with a line and a reason, quickly, and
nothing is written."""

import gzip
import time
import tracemalloc

import pytest

from tests.transfer.exports import author, comment, everything, export, post, run
from transfer import wxr
from transfer.wxr import WxrError

SOUND = export(author("jo"), post(1, comment(1)), post(2))


def with_doctype(declarations, entity=""):
    start, _declaration, rest = SOUND.partition("?>\n")
    return f"{start}?>\n<!DOCTYPE rss [{declarations}]>\n" + rest.replace("Words 1", f"Words {entity}")


BOMB = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED = {
    "empty": ("", 1, "too early"),
    "no xml": ("id;title\n1;Hello", 1, "not well-formed"),
    "a web page": ("<!DOCTYPE html><html></html>", 1, "document type"),
    "another xml": ("<opml><body/></opml>", 1, "outermost element is “opml”"),
    "another feed": ("<rss><channel><title>x</title>\n</channel></rss>", 2, "not a WordPress export"),
    "truncated": (SOUND[: SOUND.index("Words 1")], 8, "too early"),
    "cut within a sign": ("<rss>\n\n<x y='é'>".encode()[:-4], 3, "too early"),
    "wrongly nested": (SOUND.replace("</wp:comment>", "</comment>"), 8, "mismatched tag"),
    "a second root": (SOUND + "<rss/>", None, "junk after document element"),
    "an unknown prefix": ("<rss>\n<wp:x/></rss>", 2, "unbound prefix"),
    "latin-1 that says UTF-8": (SOUND.replace("Words 1", "Café").encode("latin-1"), 8, "wrong encoding"),
    "an unknown encoding": (SOUND.replace("UTF-8", "utf-nine"), 1, "encoding"),
    "an encoding of many bytes": (SOUND.replace("UTF-8", "shift_jis"), 1, "encoding"),
    "control characters": (SOUND.replace("Words 1", "Words \x08"), 8, "control character"),
    "a null": (SOUND.replace("Words 1", "Words \x00"), 8, "control character"),
    "a coded control character": (SOUND.replace("Words 1", "&#8;"), 8, "invalid character"),
    "an entity of web pages": (SOUND.replace("Words 1", "a&nbsp;b"), 8, "undefined entity"),
    "an outside file": (with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), 2, "document type"),
    "an outside DTD": (
        SOUND.replace("?>\n", '?>\n<!DOCTYPE rss SYSTEM "http://x.example/x">\n', 1),
        2,
        "document",
    ),
    "a parameter entity": (with_doctype('<!ENTITY % x SYSTEM "http://x.example/">%x;'), 2, "document type"),
    "billion laughs": (with_doctype(BOMB, "&i;"), 2, "document type"),
    "quadratic blow-up": (with_doctype(f'<!ENTITY x "{"x" * 60_000}">', "&x;" * 60_000), 2, "document type"),
    "a ZIP archive": (b"PK\x03\x04 and so on", 1, "ZIP"),
    "a packed file that ends early": (gzip.compress(SOUND.encode())[:-30], None, "damaged"),
    "a packed file with errors": (gzip.compress(b"x")[:-6] + b"123456", None, "damaged"),
    "nothing packed": (gzip.compress(b""), 1, "too early"),
    "no name of a blog": (export(post(1), base=""), 1, "which blog"),
    "a broken name of a blog": (export(post(1), base="http://[x"), 1, "which blog"),
    "an endless name of a blog": (export(post(1), base=f"http://{'x' * 300}"), 1, "which blog"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "line", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_and_nothing_is_written(tmp_path, text, line, reason):
    before = everything()
    with pytest.raises(WxrError) as refusal:
        run(tmp_path, text)
    assert reason in refusal.value.reason
    assert line is None or refusal.value.line == line
    assert f"Line {refusal.value.line}: " in str(refusal.value)
    assert everything() == before


def flood(*, start=b"", piece=b"", times=0, end=b""):
    return start + piece * times + end


HEAD = SOUND.encode()[: SOUND.index("<title>Happy")]
FLOODS = {
    "spaces": gzip.compress(flood(start=HEAD, piece=b" " * 1024**2, times=300), 6),
    "one long text": gzip.compress(flood(start=HEAD + b"<title>", piece=b"x" * 1024**2, times=60), 6),
    "one long tag": flood(start=HEAD + b'<title a="', piece=b"x" * 1024, times=20_000),
    "one long comment": flood(start=HEAD + b"<!--", piece=b"x" * 1024, times=20_000),
    "deep elements": flood(start=HEAD, piece=b"<a>", times=1_000_000),
    "an item that never ends": flood(
        start=HEAD + b"<item>", piece=b"<category>x</category>", times=2_000_000
    ),
}


@pytest.mark.parametrize("packed", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_is_refused_soon_and_in_little_memory(tmp_path, packed, monkeypatch):
    monkeypatch.setattr(wxr, "MAX_ENTRY", 16 * 1024**2)
    file = tmp_path / "export.xml"
    file.write_bytes(packed)
    started = time.monotonic()
    tracemalloc.start()
    with pytest.raises(WxrError):
        list(wxr.read(file, with_comments=False))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < 60
    assert most < 50 * 1024**2
