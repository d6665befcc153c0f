"""Whom a member does not want to read. Nobody else notices, the muted least of all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from blog.models import Post
from comments.entries import Entry, More
from comments.models import Comment, Mute


def muted_by(user: User | AnonymousUser) -> frozenset[int]:
    """Asked once a request."""
    if not user.is_authenticated:
        return frozenset()
    known: dict[str, Any] = vars(user)
    if "muted_people" not in known:
        known["muted_people"] = frozenset(user.mutes.values_list("muted", flat=True))
    return known["muted_people"]


def has_muted(user: User | AnonymousUser, post: Post) -> bool:
    """Somebody who wrote under this post."""
    muted = muted_by(user)
    return bool(muted) and post.comments.filter(author__in=muted).exists()


def fold_muted(entries: list[Entry | More], muted: frozenset[int]) -> None:
    """Their words become one line; what others answered stays."""
    for entry in entries:
        if isinstance(entry, Entry) and entry.comment.is_shown and entry.comment.author_id in muted:
            entry.is_muted = True


def may_mute(user: User, comment: Comment) -> bool:
    """Accounts, and not oneself. A guest's name is anybody's: there is nobody to be muted."""
    return comment.author_id is not None and comment.author_id != user.pk


def mute(user: User, comment: Comment) -> None:
    Mute.objects.get_or_create(user=user, muted=comment.author)


def unmute(user: User, person_pk: int) -> None:
    Mute.objects.filter(user=user, muted=person_pk).delete()
