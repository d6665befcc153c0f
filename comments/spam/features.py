"""What the classifier sees of a comment: each thing once, however often it is there."""

from __future__ import annotations

from itertools import pairwise

from comments.spam import folding
from comments.spam.parts import Parts

# More tells nothing new, and each costs a look-up. Words first: a text stuffed with honest
# words behind its own is still known by its beginning.
MOST_WORDS = 250
MOST_FEATURES = 500
LONGEST = 100


def features(parts: Parts) -> list[str]:
    """Words as they are, all else behind a mark that no word has: "name:", "host:"."""
    words = folding.words(parts.text)[:MOST_WORDS]
    own = [f"name:{word}" for word in folding.words(parts.name)[:6]] if parts.is_guest else []
    if parts.website_host:
        own += _host("host", parts.website_host)
        own += [f"site:{word}" for word in folding.words(parts.website)[:10]]
    if parts.email_host:
        own += _host("mail", parts.email_host)
    for link in parts.links[:10]:
        own += _host("host", link.host)
        own += [f"link:{word}" for word in folding.words(link.url)[:10]]
    own += _shape(parts, len(words))
    found = [*own, *words, *(f"{one} {two}" for one, two in pairwise(words))]
    usable = (feature[:LONGEST] for feature in found if feature.isprintable())
    return list(dict.fromkeys(usable))[:MOST_FEATURES]


def _host(mark: str, host: str) -> list[str]:
    """The host and its end: ".shop" may tell when the shop's name is new."""
    return [f"{mark}:{host}", f"{mark}:.{host.rpartition('.')[2]}"]


def _shape(parts: Parts, words: int) -> list[str]:
    who = "guest" if parts.is_guest else "member"
    length = "short" if words < 12 else "middle" if words < 60 else "long"
    website = "with" if parts.website else "without"
    return [f"shape:{who} {website} website", f"shape:{length} {min(len(parts.links), 3)} links"]


def shown(feature: str) -> str:
    """For moderators, who know words: without our marks."""
    return feature.partition(":")[2] if ":" in feature else feature


def is_word(feature: str) -> bool:
    return ":" not in feature
