"""Words on their way through a sign-in, found again by a cookie that only their writer
has: a row of its own, because signing in or changing accounts empties the session. What is
only typed stays in the browser: static/js/drafts.js."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.connected import is_signing_in
from accounts.models import User
from blog.models import Post
from comments.models import Comment, CommentDraft
from comments.refusals import TooLong

COOKIE = "draft"
LIFETIME = timedelta(hours=1)
MAX_LENGTH = 65_536
FIELDS = ("body", "name", "email", "website")


def keep_draft(
    response: HttpResponse,
    post: Post,
    words: Mapping[str, str],
    *,
    edited: Comment | None = None,
    once: bool = False,
) -> None:
    """Store what was typed and give its key to the writer. `once`: it is gone when it was
    shown, because whoever comes next to this browser is somebody else. TooLong for a whole book."""
    CommentDraft.objects.filter(created_at__lt=timezone.now() - LIFETIME).delete()
    typed = {name: words.get(name, "").replace("\0", "") for name in FIELDS}
    if len(typed["body"]) > MAX_LENGTH:
        raise TooLong
    for name in ("name", "email", "website"):
        typed[name] = typed[name][: CommentDraft._meta.get_field(name).max_length]
    draft = CommentDraft.objects.create(key=uuid.uuid4(), post=post, edited=edited, **typed)
    # Gone with the browser's session, as the writer is; what it signs is no older than LIFETIME.
    response.set_cookie(
        COOKIE,
        signing.dumps([str(draft.key), once], salt="comments.draft"),
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def draft_of(request: HttpRequest, post: Post) -> CommentDraft | None:
    key, once = _key(request)
    draft = CommentDraft.objects.filter(key=key, post=post, edited=None).first()
    if draft and once:
        CommentDraft.objects.filter(key=key).delete()
    return draft


def edit_of(request: HttpRequest, pk: int) -> str:
    """What this comment was being changed to."""
    draft = CommentDraft.objects.filter(key=_key(request)[0], edited=pk).first()
    return draft.body if draft else ""


def forget_draft(request: HttpRequest, response: HttpResponse) -> None:
    if COOKIE in request.COOKIES:
        forget_words(request)
        response.delete_cookie(COOKIE, samesite="Lax")


def forget_words(request: HttpRequest | None, **signal: object) -> None:
    """Somebody signed out: the words that this browser brought to a sign-in were theirs. Not
    when they leave one account for another: then the words are on their way."""
    if request and not is_signing_in(request):
        CommentDraft.objects.filter(key=_key(request)[0]).delete()


def kept_as(user: User | None) -> str:
    """How the rows begin in which a browser keeps what somebody typed: those of a member
    apart from others', by a name that says nothing."""
    who = salted_hmac("comments.drafts", str(user.pk)).hexdigest()[:16] if user else ""
    return f"draft:{who}:"


def _key(request: HttpRequest) -> tuple[str | None, bool]:
    try:
        key, once = signing.loads(request.COOKIES[COOKIE], salt="comments.draft", max_age=LIFETIME)
    except (KeyError, ValueError, signing.BadSignature):
        return None, False
    return key, once
