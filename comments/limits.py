"""How many comments one person, address or household may post in a while.

The comments themselves are the memory: what they count is the same for every process,
and survives a restart.
"""

import ipaddress
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from comments.emails import has_email

if TYPE_CHECKING:
    from comments.models import Comment

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def rate_of(text: str) -> tuple[int, timedelta] | None:
    """`10/m` as (10, one minute); None when the limit is switched off. ValueError otherwise."""
    if not text:
        return None
    match = re.fullmatch(r"(\d+)/(\d*)([smhd])", text)
    if not match or not int(match[1]):
        raise ValueError(f"COMMENT_RATE is {text!r}; write it like 10/m, 5/30s or leave it empty")
    return int(match[1]), timedelta(seconds=int(match[2] or 1) * SECONDS[match[3]])


def network_of(address: str | None) -> str:
    """The address, or for IPv6 its /64: one household owns all of that."""
    if not address:
        return ""
    ip = ipaddress.ip_address(address)
    if ip.version == 6:
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def seconds_to_wait(comment: "Comment") -> int:
    """0 when this comment may be posted now, else how long its writer has to wait."""
    rate = rate_of(settings.COMMENT_RATE)
    if rate is None:
        return 0
    allowed, window = rate
    now = timezone.now()
    who = Q(network=comment.network) if comment.network else Q(pk=None)
    if comment.author_id:
        who |= Q(author_id=comment.author_id)
    elif comment.email:
        who |= Q(has_email(comment.email), author=None)
    recent = (
        type(comment)
        .objects.filter(who, created_at__gt=now - window, created_at__lte=now, imported_key=None)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[:allowed]
    )
    if len(recent) < allowed:
        return 0
    return max(1, round((recent[allowed - 1] + window - now).total_seconds()))


def seconds_of_pause(comment: "Comment", slow_seconds: int) -> int:
    """The same under a post in slow mode, where a person speaks but once in so many seconds."""
    now = timezone.now()
    window = timedelta(seconds=slow_seconds)
    if comment.author_id:
        who = Q(author_id=comment.author_id)
    else:
        who = Q(has_email(comment.email)) if comment.email else Q(pk=None)
        if comment.network:
            who |= Q(network=comment.network)
        who &= Q(author=None)
    last = (
        type(comment)
        .objects.filter(who, post=comment.post_id, created_at__gt=now - window, created_at__lte=now)
        .filter(imported_key=None)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return max(1, round((last + window - now).total_seconds())) if last else 0


def seconds_to_edit(comment: "Comment") -> int:
    """The same for changing its words, which costs as much as posting them."""
    rate = rate_of(settings.COMMENT_RATE)
    if rate is None:
        return 0
    allowed, window = rate
    now = timezone.now()
    recent = (
        comment.revisions.filter(replaced_at__gt=now - window)
        .order_by("-replaced_at")
        .values_list("replaced_at", flat=True)[:allowed]
    )
    if len(recent) < allowed:
        return 0
    return max(1, round((recent[allowed - 1] + window - now).total_seconds()))
