"""What a comment consists of, read once for all layers and cut to sizes that cost nothing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from blog import rendering
from comments.spam import folding

if TYPE_CHECKING:
    from comments.models import Comment

LONGEST_BODY = 12_000
LONGEST_FIELD = 300
MOST_LINKS = 100
ANCHOR = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.S)
TAG = re.compile(r"<[^>]*>")
# Somebody else's words, or a program's: neither is this writer's style.
APART = re.compile(r"<(blockquote|pre|code)\b.*?</\1>", re.S)
CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.S)
# "www.shop.example" and "shop.example/offers" are read as links, although nothing made them one.
WRITTEN_ADDRESS = re.compile(
    r"(?<![\w/.@-])(?:www\.[\w-]{1,60}\.[\w.-]{2,60}|[\w-]{1,60}\.[a-z]{2,12}/[\w-]{3,})", re.I
)


class Link(NamedTuple):
    url: str
    host: str
    text: str


def host_of(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # a bracket that is no IPv6
        return ""
    return host.removeprefix("www.").rstrip(".")[:100]


def address_of(url: str) -> str:
    """Host and path, as the same page is meant whatever is counted behind it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{host_of(url)}{parts.path.rstrip('/')}"[:300]


@dataclass(frozen=True)
class Parts:
    name: str
    email: str
    website: str
    body: str
    html: str
    is_guest: bool

    @classmethod
    def of(cls, comment: Comment) -> Parts:
        return cls(
            name=comment.name[:LONGEST_FIELD],
            email=comment.email[:LONGEST_FIELD],
            website=comment.website[:LONGEST_FIELD],
            body=comment.body[:LONGEST_BODY],
            # A link costs more in HTML than as Markdown.
            html=comment.body_html[: 4 * LONGEST_BODY],
            is_guest=comment.author_id is None,
        )

    @cached_property
    def links(self) -> list[Link]:
        """To other sites."""
        own = host_of(settings.BASE_URL)
        found = []
        for url, text in ANCHOR.findall(self.html)[:MOST_LINKS]:
            url = html.unescape(url)
            host = host_of(url)
            if host and host != own:
                found.append(Link(url, host, html.unescape(TAG.sub("", text)).strip()))
        return found

    @cached_property
    def written_addresses(self) -> list[str]:
        """Addresses that are no links."""
        bare = TAG.sub(" ", ANCHOR.sub(" ", APART.sub(" ", self.html)))
        return WRITTEN_ADDRESS.findall(bare)[:MOST_LINKS]

    @cached_property
    def own_text(self) -> str:
        """What its writer says: no quotes, no code."""
        return rendering.plain_text(APART.sub(" ", self.html))

    @cached_property
    def text(self) -> str:
        return rendering.plain_text(self.html)

    @cached_property
    def source(self) -> str:
        """As typed, without code, in which anything may be shown."""
        return CODE.sub(" ", self.body)

    @cached_property
    def words(self) -> list[str]:
        return folding.words(self.own_text)

    @cached_property
    def website_host(self) -> str:
        return host_of(self.website)

    @cached_property
    def email_host(self) -> str:
        return self.email.rpartition("@")[2].lower()[:100]
