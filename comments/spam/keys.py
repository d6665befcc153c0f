"""Words that the blog's owner listed: to wait for a moderator, or to be spam at once.

As in WordPress one word, phrase or address for each line, looked for in the name, the e-mail
address, the website, the comment, the internet address and the browser's name. Unlike there, a
word is found only as a whole word, in whatever letters it is dressed; `casino*` also finds
"casinos". Lines are words, never patterns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from comments.spam import folding
from comments.spam.points import Point, Rules

if TYPE_CHECKING:
    from comments.models import Comment

MOST_KEYS = 2000
LONGEST_KEY = 200


def weigh_keys(comment: Comment, rules: Rules) -> list[Point]:
    points = []
    lists = (
        ("moderation_key", rules.moderation_keys, rules.hold_from),
        ("disallowed_key", rules.disallowed_keys, rules.spam_from),
    )
    haystacks: list[str] = []
    for code, keys, weight in lists:
        keys = keys[:MOST_KEYS]
        if keys and not haystacks:
            haystacks = _haystacks(comment)
        if found := [key.strip() for key in keys if _is_in(key, haystacks)]:
            points.append(Point(code, len(found), weight, tuple(found[:3])))
    return points


def _haystacks(comment: Comment) -> list[str]:
    """Each with a space around every word: the words, what they look like, and the letters."""
    fields = [
        comment.name[:300],
        comment.email[:300],
        comment.website[:300],
        comment.body[:12_000],
        comment.ip_address or "",
        comment.user_agent[:300],
    ]
    text = "\n".join(fields)
    words = [word for field in fields for word in [*folding.whole_words(field), "\n"]]
    skeletons = [folding.skeleton(word) if word != "\n" else word for word in words]
    return [f" {' '.join(words)} ", f" {' '.join(skeletons)} ", folding.plain(text)]


# Both lists as they are, and both as somebody tries them.
@lru_cache(maxsize=4 * MOST_KEYS)
def _needles(key: str) -> tuple[str, str, bool]:
    """The key as words and as what they look like, and whether it is looked for as letters."""
    key = key.strip()[:LONGEST_KEY]
    words = folding.whole_words(key)
    if not words or folding.UNSPACED.search(key):
        return folding.plain(key), "", True
    end = "" if key.endswith("*") else " "
    return f" {' '.join(words)}{end}", f" {' '.join(map(folding.skeleton, words))}{end}", False


def _is_in(key: str, haystacks: list[str]) -> bool:
    if not key.strip():
        return False
    words, skeletons, is_letters = _needles(key)
    if is_letters:
        return bool(words) and words in haystacks[2]
    return words in haystacks[0] or skeletons in haystacks[1]
