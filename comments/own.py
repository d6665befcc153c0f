"""A guest's own comments of late: a signed cookie in the browser that wrote them, so that
their writer, and nobody else, sees them wait, learns what became of them, and may change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comments.models import UNDECIDED, Comment

COOKIE = "own"
# As long as a comment may wait for a moderator.
LIFETIME = timedelta(days=30)
MOST = 20
# What waits, or had to: its writer learns what became of it.
CONCERNS = UNDECIDED | Q(~Q(held_because=""), status__in=["approved", "spam", "trash"])


def edit_window() -> timedelta:
    """How long after posting a comment its writer may change it; nothing when that is off."""
    return timedelta(minutes=settings.COMMENT_EDIT_MINUTES)


def of_late() -> Q:
    """Comments that concern their writer still: those that wait, and those to be changed."""
    young = Q(status=Comment.Status.APPROVED, created_at__gt=timezone.now() - edit_window())
    return UNDECIDED | young


def own_of(request: HttpRequest) -> frozenset[int]:
    """The comments of late that this browser wrote as a guest; asked once a request."""
    known = vars(request)
    if "own_comments" not in known:
        known["own_comments"] = _found(of_late(), kept_of(request))
    return known["own_comments"]


def remember_own(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    """Members need no cookie: their session says who they are."""
    keys = [*kept_of(request), comment.pk] if comment.author_id is None else []
    mine = _found(CONCERNS | of_late(), keys)
    if comment.pk not in mine:
        return
    is_for_long = Comment.objects.filter(CONCERNS, pk__in=mine).exists()
    response.set_cookie(
        COOKIE,
        signing.dumps(sorted(mine)[-MOST:], salt="comments.own"),
        max_age=LIFETIME if is_for_long else edit_window(),
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


class ForgetOwn:
    """A browser whose comments never waited, and are too old to be changed, is a visitor's
    again, who gets the page that is kept for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked_for_none = not getattr(request, "own_comments", True)
        is_kept = asked_for_none and COOKIE in request.COOKIES and COOKIE not in response.cookies
        if is_kept and not _found(CONCERNS, kept_of(request)):
            response.delete_cookie(COOKIE, samesite="Lax")
        return response


def kept_of(request: HttpRequest) -> list[int]:
    """What the cookie says, whatever became of it."""
    try:
        return signing.loads(request.COOKIES[COOKIE], salt="comments.own", max_age=LIFETIME)
    except (KeyError, signing.BadSignature):
        return []


def _found(wanted: Q, keys: Iterable[int]) -> frozenset[int]:
    keys = list(keys)
    if not keys:
        return frozenset()
    comments = Comment.objects.filter(wanted, pk__in=keys, author=None)
    return frozenset(comments.values_list("pk", flat=True))
