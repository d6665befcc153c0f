"""A guest's own held comments: a signed cookie in the browser that wrote them, so that
their writer, and nobody else, sees them wait."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from comments.models import Comment

COOKIE = "held"
LIFETIME = timedelta(days=30)
MOST = 20


def held_of(request: HttpRequest) -> frozenset[int]:
    try:
        return frozenset(signing.loads(request.COOKIES[COOKIE], salt="comments.held", max_age=LIFETIME))
    except (KeyError, signing.BadSignature):
        return frozenset()


def remember_held(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    mine = sorted({*held_of(request), comment.pk})[-MOST:]
    response.set_cookie(
        COOKIE,
        signing.dumps(mine, salt="comments.held"),
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
