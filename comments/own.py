"""A guest's own comments of late: a signed cookie in the browser that wrote them, so that
their writer, and nobody else, sees them wait and may change them."""

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
        known["own_comments"] = _of_late(_kept(request))
    return known["own_comments"]


def remember_own(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    """Members need no cookie: their session says who they are."""
    mine = _of_late([*_kept(request), comment.pk]) if comment.author_id is None else frozenset()
    if comment.pk not in mine:
        return
    waits = Comment.objects.filter(UNDECIDED, pk__in=mine).exists()
    response.set_cookie(
        COOKIE,
        signing.dumps(sorted(mine)[-MOST:], salt="comments.own"),
        max_age=LIFETIME if waits else edit_window(),
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


class ForgetOwn:
    """A browser whose comments are decided and too old to be changed is a visitor's again,
    who gets the page that is kept for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked_for_none = not getattr(request, "own_comments", True)
        if asked_for_none and COOKIE in request.COOKIES and COOKIE not in response.cookies:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response


def _kept(request: HttpRequest) -> list[int]:
    try:
        return signing.loads(request.COOKIES[COOKIE], salt="comments.own", max_age=LIFETIME)
    except (KeyError, signing.BadSignature):
        return []


def _of_late(keys: Iterable[int]) -> frozenset[int]:
    keys = list(keys)
    if not keys:
        return frozenset()
    comments = Comment.objects.filter(of_late(), pk__in=keys, author=None)
    return frozenset(comments.values_list("pk", flat=True))
