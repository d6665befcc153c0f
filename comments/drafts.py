"""Words on their way through a sign-in, found again by a cookie that only their writer
has: a row of its own, because signing in or changing accounts empties the session."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from blog.models import Post
from comments.models import CommentDraft
from comments.refusals import TooLong

COOKIE = "draft"
LIFETIME = timedelta(hours=1)
MAX_LENGTH = 65_536
FIELDS = ("body", "name", "email", "website")


def keep_draft(response: HttpResponse, post: Post, words: Mapping[str, str]) -> None:
    """Store what was typed and give its key to the writer. TooLong for a whole book."""
    CommentDraft.objects.filter(created_at__lt=timezone.now() - LIFETIME).delete()
    typed = {name: words.get(name, "").replace("\0", "") for name in FIELDS}
    if len(typed["body"]) > MAX_LENGTH:
        raise TooLong
    for name in ("name", "email", "website"):
        typed[name] = typed[name][: CommentDraft._meta.get_field(name).max_length]
    draft = CommentDraft.objects.create(key=uuid.uuid4(), post=post, **typed)
    response.set_cookie(
        COOKIE,
        signing.dumps(str(draft.key), salt="comments.draft"),
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def draft_of(request: HttpRequest, post: Post) -> CommentDraft | None:
    key = _key(request)
    return CommentDraft.objects.filter(key=key, post=post).first() if key else None


def forget_draft(request: HttpRequest, response: HttpResponse) -> None:
    if COOKIE in request.COOKIES:
        if key := _key(request):
            CommentDraft.objects.filter(key=key).delete()
        response.delete_cookie(COOKIE, samesite="Lax")


def _key(request: HttpRequest) -> str | None:
    try:
        return signing.loads(request.COOKIES[COOKIE], salt="comments.draft", max_age=LIFETIME)
    except (KeyError, signing.BadSignature):
        return None
