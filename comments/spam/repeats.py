"""The same words, or nearly, under several posts within days.

A comment is kept as sixteen numbers, the smallest hashes of its pairs of words under sixteen
orders (MinHash): two texts share about as many of them as they share pairs. The first four are
keys in an index; whoever shares one is compared by all sixteen. Rows live for a week, and what
was said often enough is not written down once more, so that no flood makes the look-up long.
"""

from __future__ import annotations

import hashlib
import re
import struct
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import timezone

from comments.models import Fingerprint
from comments.spam import folding
from comments.spam.parts import Parts, address_of
from comments.spam.points import Point

if TYPE_CHECKING:
    from comments.models import Comment

DAYS = 7
NUMBERS = 16
KEYS = 4
SHARED = 6  # of the sixteen: about four pairs of words in ten
LEAST_WORDS = 6  # "thank you for this post" is said by everybody
MOST_WORDS = 1500
MOST_COMPARED = 200
ENOUGH = 20
LEAST_COPIED = 8
COPIED = 0.7
PRIME = (1 << 61) - 1
# Fixed for good: rows of last week must mean the same today.
ORDERS = [
    (int.from_bytes(digest[:8], "big") % (PRIME - 1) + 1, int.from_bytes(digest[8:16], "big") % PRIME)
    for digest in (hashlib.blake2b(f"order {n}".encode(), digest_size=16).digest() for n in range(NUMBERS))
]


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def sketch_of(words: list[str]) -> list[int]:
    """Sixteen numbers of 32 bits; none for what is too short to be anybody's own."""
    if len(words) < LEAST_WORDS:
        return []
    pairs = {_hash(f"{one} {two}") % PRIME for one, two in pairwise(words[:MOST_WORDS])}
    return [min((a * pair + b) % PRIME for pair in pairs) & 0xFFFFFFFF for a, b in ORDERS]


def _texts_key(number: int, at: int) -> int:
    return _hash(f"text {at} {number}")


def _writer(comment: Comment) -> int:
    return _hash(f"user {comment.author_id}" if comment.author_id else f"mail {comment.email.casefold()}")


def _keys(parts: Parts) -> tuple[list[int], dict[int, list[int]]]:
    """The sketch, and by kind the keys to find likes by: of the text, of links, of the website."""
    sketch = sketch_of(parts.words)
    # A site's front page is no wares, and people are proud of their own.
    links = {address_of(link.url) for link in parts.links[:10]}
    return sketch, {
        0: [_texts_key(number, at) for at, number in enumerate(sketch[:KEYS])],
        1: [_hash(f"link {link}") for link in sorted(links) if "/" in link],
        2: [_hash(f"site {address_of(parts.website)}")] if parts.website and parts.is_guest else [],
    }


def weigh_repeats(comment: Comment, parts: Parts) -> list[Point]:
    """One look-up, bounded."""
    sketch, keys = _keys(parts)
    wanted = [key for kind in keys.values() for key in kind]
    if not wanted:
        return []
    writer = _writer(comment)
    found = [row for row in _rows(wanted) if row.post_id != comment.post_id or row.writer != writer]
    points = []
    if texts := {(row.post_id, row.writer) for row in found if row.is_text and alike(sketch, row.sketch)}:
        weight = (3.0, 5.0, 7.0)[min(len(texts), 3) - 1] + (2.0 if parts.links or parts.website else 0.0)
        points.append(Point("repeat", len(texts), weight))
    # A reader who recommends one page twice is no shop, and a regular guest always has one website.
    in_text = {row.post_id for row in found if row.key in keys[1] and row.post_id != comment.post_id}
    as_website = {row.writer for row in found if row.key in keys[2] and row.writer != writer}
    if len(in_text) > 1 or as_website:
        times = max(len(in_text), len(as_website))
        points.append(Point("same_link", times, 3.0 if times == 1 else 5.0))
    return points


def _rows(keys: list[int]) -> list[Fingerprint]:
    since = timezone.now() - timedelta(days=DAYS)
    rows = Fingerprint.objects.filter(key__in=keys, made_at__gt=since).order_by("-made_at")
    return list(rows[:MOST_COMPARED])


def alike(sketch: list[int], stored: bytes | memoryview) -> bool:
    if not sketch or len(stored) != 4 * NUMBERS:
        return False
    return sum(a == b for a, b in zip(sketch, struct.unpack(f">{NUMBERS}I", stored), strict=True)) >= SHARED


def remember(comment: Comment) -> None:
    """Once it is stored."""
    sketch, keys = _keys(Parts.of(comment))
    wanted = [key for kind in keys.values() for key in kind]
    if not wanted:
        return
    known: dict[int, int] = {}
    for row in _rows(wanted):
        known[row.key] = known.get(row.key, 0) + 1
    packed = struct.pack(f">{NUMBERS}I", *sketch) if sketch else b""
    writer = _writer(comment)
    Fingerprint.objects.bulk_create(
        Fingerprint(
            comment=comment,
            post_id=comment.post_id,
            writer=writer,
            key=key,
            sketch=packed if kind == 0 else b"",
        )
        for kind, some in keys.items()
        for key in some
        if known.get(key, 0) < ENOUGH
    )


def weigh_copied(comment: Comment, parts: Parts) -> list[Point]:
    """The post's own sentences, said again to carry a link. A quote with an answer is none."""
    carries = parts.links or parts.written_addresses or (parts.website and parts.is_guest)
    if not carries or len(parts.words) < LEAST_COPIED:
        return []
    said = set(pairwise(folding.words(re.sub(r"https?://\S+", " ", parts.own_text))))
    post = set(pairwise(folding.words(comment.post.body[:100_000])))
    if len(said) >= LEAST_COPIED - 1 and len(said & post) >= COPIED * len(said):
        return [Point("copied", 1, 5.0)]
    return []
