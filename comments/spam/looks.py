"""How a comment looks, whatever it says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from comments.spam import folding
from comments.spam.parts import Parts
from comments.spam.points import Point

LEAST_LETTERS = 30
SHOUTED = 0.7
NAME_POINTS = 6.0
ADDRESS = re.compile(
    r"https?:|www\.|\b[\w-]{2,}\.(?:com|net|org|info|biz|ru|xyz|top|shop|online|site|store|club)\b"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# In a name alone, where "casino", "price" or "loan" may be how somebody is called.
NEVER_A_NAME = _words("viagra cialis levitra tramadol xanax porn xxx payday forex backlinks seo")
# Two of these are an advertisement. So are Ms Price's neighbours, never she.
WARES = _words(
    "bet betting best bitcoin bonus buy casino cheap cheapest coupon credit crypto deals discount escort "
    "escorts essay essays followers free hosting jackpot loan loans marketing online order pharmacy pills "
    "poker price promo replica reviews sale service services slot slots website weight writing"
)


def weigh_looks(parts: Parts) -> list[Point]:
    points = weigh_name(parts.name) if parts.is_guest else []
    if is_shouted(parts.own_text):
        points.append(Point("shouting", 1, 2.0))
    text = f"{parts.name} {parts.source}"
    if disguised := folding.disguised(text):
        points.append(Point("disguise", len(disguised), min(6.0, 3.0 * len(disguised)), tuple(disguised[:3])))
    return points


def weigh_name(name: str) -> list[Point]:
    plain = folding.plain(name)
    if ADDRESS.search(plain):
        return [Point("name_link", 1, NAME_POINTS)]
    found = dict.fromkeys(folding.skeleton(word) for word in folding.words(name))
    never = [word for word in found if word in NEVER_A_NAME]
    wares = [word for word in found if word in WARES]
    if never or len(wares) > 1:
        return [Point("name_advert", 1, NAME_POINTS, tuple((never + wares)[:3]))]
    return []


def is_shouted(text: str) -> bool:
    upper = sum(letter.isupper() for letter in text)
    lower = sum(letter.islower() for letter in text)
    return upper + lower >= LEAST_LETTERS and upper >= SHOUTED * (upper + lower)


def script_of(text: str) -> str:
    """The script that most of its letters are of: LATIN, CYRILLIC, HAN. Empty if it has few."""
    names: Counter[str] = Counter()
    for letter in text[:1000]:
        if letter.isalpha():
            name = unicodedata.name(letter, "").partition(" ")[0]
            # A Japanese sentence is one of three scripts, and so the same as a Chinese one.
            names["HAN" if name in {"CJK", "HIRAGANA", "KATAKANA"} else name] += 1
    script, count = names.most_common(1)[0] if names else ("", 0)
    return script if count >= 10 else ""
