"""How well the blog knows somebody: by the comments of theirs that were welcome."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.emails import has_email

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models import Comment

# So many welcome comments, and none taken away for so long, make somebody trusted.
TRUSTED_FROM = 5
REMEMBERED = timedelta(days=180)


class Trust(IntEnum):
    NEW = 0
    KNOWN = 1
    TRUSTED = 2
    STAFF = 3

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Trust.NEW: _("new"),
    Trust.KNOWN: _("known"),
    Trust.TRUSTED: _("trusted"),
    Trust.STAFF: _("staff"),
}


def trust_of(comment: Comment) -> Trust:
    """Of whoever wrote it. A guest is the pair of a name and an address: the address is
    never shown, so only its owner, and moderators, can know it."""
    if comment.author:
        if comment.author.is_staff or comment.author_id == comment.post.author_id:
            return Trust.STAFF
        return _trust(type(comment).objects.filter(author=comment.author_id))
    if not comment.email:
        return Trust.NEW
    return _trust(type(comment).objects.filter(has_email(comment.email), author=None, name=comment.name))


def trust_of_member(user: User, comments) -> Trust:
    """Of somebody who is signed in, among all `comments`."""
    return Trust.STAFF if user.is_staff else _trust(comments.filter(author=user))


def _trust(theirs) -> Trust:
    recent = Q(created_at__gt=timezone.now() - REMEMBERED)
    counted = theirs.order_by().aggregate(
        welcome=Count("pk", filter=Q(status="approved")),
        removed=Count("pk", filter=Q(status__in=["spam", "trash"]) & recent),
    )
    if not counted["welcome"]:
        return Trust.NEW
    if counted["welcome"] >= TRUSTED_FROM and not counted["removed"]:
        return Trust.TRUSTED
    return Trust.KNOWN
