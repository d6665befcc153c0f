"""Single values of an export as we keep them: names, addresses, dates. None or an empty text
means that there is no such value, or none that could be trusted."""

import functools
import html
import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email, validate_ipv46_address
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify

MAX_ID = 2**63 - 1
CLOCK = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
ADDRESS_PART = re.compile(r"[-\w]+")
_is_website = URLValidator(schemes=["http", "https"])


def number(text: str) -> int:
    """A key of the old database, or 0 where there is none that could be one."""
    text = text.strip()
    plausible = len(text) <= 19 and text.isascii() and text.isdigit()
    return int(text) if plausible and int(text) <= MAX_ID else 0


def one_line(text: str) -> str:
    """A name: WordPress keeps it with entities."""
    return " ".join(html.unescape(text).split())


def plain(text: str) -> str:
    """A title or an excerpt: with entities, and sometimes with tags."""
    return one_line(strip_tags(text))


def slug(text: str, otherwise: str = "") -> str:
    """WordPress keeps letters beyond ASCII percent-encoded. Signs that are neither letters nor
    digits cannot stand in our addresses; a name of nothing else is spelled by its code points."""
    text = unquote(text)
    if ADDRESS_PART.fullmatch(text):
        return text
    found = slugify(text, allow_unicode=True) or slugify(otherwise, allow_unicode=True)
    return found or "-".join(f"{ord(sign):x}" for sign in (text or otherwise)[:12].strip())


def moment(gmt: str, local: str, published: str = "") -> datetime | None:
    """When it was: by Greenwich, else by the blog's own clock, else as the feed says."""
    if found := clock(gmt):
        return found
    if found := clock(local):
        return timezone.make_aware(found.replace(tzinfo=None))
    try:
        found = parsedate_to_datetime(published)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.tzinfo and _is_plausible(found) else None


def clock(date: str) -> datetime | None:
    """What the clock showed, taken for Greenwich's; None for 0000-00-00, WordPress's "no date"."""
    if not CLOCK.fullmatch(date):
        return None
    try:
        # Not strptime: it takes ten times as long, which a large import feels.
        found = datetime.fromisoformat(f"{date}+00:00")
    except ValueError:
        return None
    return found if _is_plausible(found) else None


def _is_plausible(date: datetime) -> bool:
    # Four digits of a year make an address, and time zones must have room to shift.
    return 1000 <= date.year <= 9000


# Readers come back: what their address is worth is found out once.
@functools.lru_cache(maxsize=10_000)
def website(text: str, max_length: int) -> str:
    text = html.unescape(text)
    return text if len(text) <= max_length and _valid(_is_website, text) else ""


@functools.lru_cache(maxsize=10_000)
def email(text: str, max_length: int) -> str:
    return text if len(text) <= max_length and _valid(validate_email, text) else ""


@functools.lru_cache(maxsize=10_000)
def ip_address(text: str) -> str | None:
    return text if _valid(validate_ipv46_address, text) else None


def _valid(validate: Callable[[str], object], text: str) -> bool:
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def host_and_path(address: str) -> tuple[str, str]:
    """Of what may not be an address at all. The path as a server reads it, without %20."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.netloc.lower(), unquote(parts.path)


def blog_key(address: str) -> str:
    """The name a blog goes by in our keys: moving to https must not make it another blog."""
    return "".join(host_and_path(address)).rstrip("/")
