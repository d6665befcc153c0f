"""What the classifier sees of a comment: each thing once, however often it is there."""

from __future__ import annotations

import re
from itertools import pairwise

from comments.spam import folding
from comments.spam.parts import Parts

# More tells nothing new, and each costs a look-up. Words first: a text stuffed with honest
# words behind its own is still known by its beginning.
MOST_WORDS = 250
MOST_FEATURES = 500
LONGEST = 100
ADDRESS = re.compile(r"https?://\S+")
ADDRESS_START = re.compile(r"^https?://(?:www\.)?")


def features(parts: Parts) -> list[str]:
    """Words as they are, all else behind a mark that no word has: "name:", "host:"."""
    words = folding.words(ADDRESS.sub(" ", parts.text))[:MOST_WORDS]
    own = [f"name:{word}" for word in folding.words(parts.name)[:6]] if parts.is_guest else []
    if parts.website_host:
        own += _host("host", parts.website_host)
        own += [f"site:{word}" for word in _words_of(parts.website)]
    if parts.email_host:
        own += _host("mail", parts.email_host)
    for link in parts.links[:10]:
        own += _host("host", link.host)
        own += [f"link:{word}" for word in _words_of(link.url)]
    own += _shape(parts, len(words))
    found = [*own, *words, *(f"{one} {two}" for one, two in pairwise(words))]
    usable = (feature[:LONGEST] for feature in found if feature.isprintable())
    return list(dict.fromkeys(usable))[:MOST_FEATURES]


def _host(mark: str, host: str) -> list[str]:
    """The host and its end: ".shop" may tell when the shop's name is new."""
    return [f"{mark}:{host}", f"{mark}:.{host.rpartition('.')[2]}"]


def _words_of(url: str) -> list[str]:
    """That there is a link at all is counted elsewhere: no words that every address has."""
    return folding.words(ADDRESS_START.sub("", url))[:10]


def _shape(parts: Parts, words: int) -> list[str]:
    who = "guest" if parts.is_guest else "member"
    length = "short" if words < 12 else "middle" if words < 60 else "long"
    website = "with" if parts.website else "without"
    return [f"shape:{who} {website} website", f"shape:{length}"]


def shown(feature: str) -> str:
    """For moderators, who know words: without our marks."""
    return feature.partition(":")[2] if ":" in feature else feature


def is_word(feature: str) -> bool:
    return ":" not in feature
