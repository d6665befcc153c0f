"""How much of a conversation a member has seen. Guests' browsers keep it themselves, by the
same rule (static/js/news.js): a visit ends after half an hour without a page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from comments.models import Comment, Visit
from comments.muting import muted_by
from comments.ties import ties_of

logger = logging.getLogger(__name__)

# So many are counted, and so many of them are links.
MOST = 100
LINKS = 10
# How long a page waits to remember a visit, in milliseconds.
PATIENCE = 100


@dataclass
class SinceLastVisit:
    """What a member finds new: all that was shown after version `before`, but their own, to
    which those count whom they muted."""

    before: int
    others: list[Comment]
    own: list[Comment]

    most = MOST

    @property
    def is_many(self) -> bool:
        return len(self.others) > MOST

    @property
    def first(self) -> list[Comment]:
        return self.others[:LINKS]


def since_last_visit(request: HttpRequest, post: Post) -> SinceLastVisit | None:
    """What a member finds new; that they look is remembered, if somebody does look."""
    if not request.user.is_authenticated:
        return None
    is_looked_at = request.method == "GET" and "Sec-Purpose" not in request.headers
    visit = ties_of(request, post).visit
    if visit is None:
        visit = Visit(user=request.user, post=post, before=post.version, now=post.version)
        if is_looked_at:
            _write(lambda: Visit.objects.bulk_create([visit], ignore_conflicts=True))
    elif visit.go_on(post.version) and is_looked_at:
        values = {"before": visit.before, "now": visit.now, "at": visit.at}
        _write(lambda: Visit.objects.filter(pk=visit.pk).update(**values))
    if visit.before >= post.version:
        return SinceLastVisit(visit.before, [], [])
    new = list(Comment.objects.shown_since(post, visit.before).defer("body", "body_html")[: MOST + 1])
    # What they said themselves is no news to them, and they do not want to hear from the muted.
    no_news = muted_by(request.user) | {request.user.pk}
    own = [comment for comment in new if comment.author_id in no_news]
    return SinceLastVisit(visit.before, [comment for comment in new if comment not in own], own)


def saw(user: User, post: Post, version: int) -> None:
    """An open page shows them this version of the post by now."""
    if version <= post.version:
        visits = Visit.objects.filter(user=user, post=post, now__lt=version)
        _write(lambda: visits.update(now=version, at=timezone.now()))


def _write(write: Callable[[], object]) -> None:
    """A page does not wait while somebody else writes for long: this visit is then forgotten."""
    try:
        with _impatient():
            write()
    except DatabaseError as error:
        logger.info("A visit was not remembered: %s", error)


@contextmanager
def _impatient() -> Iterator[None]:
    """On SQLite one writes at a time. On PostgreSQL a visit's row is nobody else's."""
    if connection.vendor != "sqlite":
        yield
        return
    patience = int(settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000)
    connection.ensure_connection()
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {patience}")
