"""What the links of a comment tell.

There is no list of link shorteners: it would be old tomorrow, people's phones shorten links by
themselves, and the classifier learns a host that this blog's moderators reject.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from comments.spam.parts import Parts, host_of
from comments.spam.points import Point

# One point for each link: people talk with links, too.
MOST_LINK_POINTS = 6.0
MARKUP_POINTS = 6.0
FORUM_LINK = re.compile(r"\[(?:url|link)\s*[=\]]", re.I)
HTML_LINK = re.compile(r"<a\s[^>]{0,500}?href", re.I)
DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]{1,63}\.)+[a-z]{2,12})(?:/\S*)?", re.I)
# In the address of a page, not of a site: there it is somebody's wares.
WARES = re.compile(
    r"\b(?:buy|cheap|cheapest|discount|coupon|promo|sale|price|bonus|casino|slots?|betting|poker|loans?|"
    r"payday|pills?|viagra|cialis|essay|essays|escorts?|replica|forex|crypto|followers|backlinks?|seo)\b",
    re.I,
)
FEW_WORDS = 3


def weigh_links(parts: Parts) -> list[Point]:
    points = []
    links = parts.links
    count = len(links) + len(parts.written_addresses)
    if count:
        points.append(Point("links", count, min(float(count), MOST_LINK_POINTS)))
    if count and _is_nothing_else(parts):
        points.append(Point("bare_link", 1, 3.0))
    if liars := [link.text[:60] for link in links if _names_another(link.text, link.host)]:
        points.append(Point("lying_link", len(liars), 6.0, tuple(liars[:2])))
    if FORUM_LINK.search(parts.source):
        points.append(Point("markup", 1, MARKUP_POINTS))
    # Where HTML is text, some people still write it as they always did: it is only a hint.
    if HTML_LINK.search(parts.source):
        points.append(Point("html", 1, 2.0))
    if parts.is_guest and _sells(parts.website):
        points.append(Point("deep_website", 1, 3.0))
    return points


def _is_nothing_else(parts: Parts) -> bool:
    rest = parts.own_text
    for link in parts.links:
        rest = rest.replace(link.text, " ", 1)
    for address in parts.written_addresses:
        rest = rest.replace(address, " ", 1)
    return len(re.findall(r"\w+", rest)) < FEW_WORDS


def _names_another(text: str, host: str) -> bool:
    """ "paypal.com" as the text of a link to somewhere else."""
    named = DOMAIN.fullmatch(text[:300])
    if not named:
        return False
    name = named[1].lower().removeprefix("www.")
    # What a shop or a blog has below its name is its own.
    return not (host == name or host.endswith(f".{name}") or name.endswith(f".{host}"))


def _sells(website: str) -> bool:
    if not host_of(website):
        return False
    address = urlsplit(website)
    words = re.sub(r"[\W_]+", " ", f"{address.hostname} {unquote(address.path)} {unquote(address.query)}")
    return bool(WARES.search(words))
