"""Links in mails about a conversation. What one may do is in its signature: one purpose, one
follower, one address; nobody needs an account or a cookie for it."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from comments.models import Follow

CONFIRM, SETTINGS = "comments.follow.confirm", "comments.follow.settings"
CONFIRM_WITHIN = timedelta(days=3)


class BadLink(Exception):
    """Forged, cut short, made for something else, or too old."""


def link_to_confirm(follow: Follow, level: str) -> str:
    return reverse("comments:confirm_follow", args=[_token(CONFIRM, follow, level)])


def link_to_settings(follow: Follow, page: str = "follow_settings") -> str:
    return reverse(f"comments:{page}", args=[_token(SETTINGS, follow)])


def read_confirm_token(token: str) -> tuple[Follow, str]:
    """The follower to confirm, and the level that was asked for."""
    follow, level = _read(CONFIRM, token, CONFIRM_WITHIN)
    if follow is None:
        raise BadLink
    return follow, level


def read_settings_token(token: str) -> Follow | None:
    """The follower, or None for one who has stopped since."""
    return _read(SETTINGS, token)[0]


def _token(purpose: str, follow: Follow, level: str = "") -> str:
    return _signer(purpose).sign_object([follow.pk, _mark(follow.email), level])


def _read(purpose: str, token: str, max_age: timedelta | None = None) -> tuple[Follow | None, str]:
    try:
        pk, mark, level = _signer(purpose).unsign_object(token, max_age=max_age)
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error
    follow = Follow.objects.select_related("post").filter(pk=pk).first()
    if follow and not constant_time_compare(mark, _mark(follow.email)):
        raise BadLink  # mail goes to another address by now
    return follow, level


def _signer(purpose: str) -> signing.TimestampSigner:
    # Mail programs end a link at a colon sooner than at a dot.
    return signing.TimestampSigner(salt=purpose, sep=".")


def _mark(email: str) -> str:
    return salted_hmac("comments.follow.address", email.lower()).hexdigest()[:16]
