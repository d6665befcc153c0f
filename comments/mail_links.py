"""Links in mails about a conversation. What one may do is in its signature: one purpose, one
person, one address; nobody needs an account or a cookie for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from comments.models import Act, Comment, Follow, moderates

CONFIRM, SETTINGS = "comments.follow.confirm", "comments.follow.settings"
JUDGE, UNDO = "comments.letter.judge", "comments.letter.undo"
LETTERS = "comments.letter.settings"
CONFIRM_WITHIN = timedelta(days=3)
JUDGE_WITHIN = timedelta(days=7)
# What a letter offers to do with a comment.
OFFERED = (Act.Verb.APPROVE, Act.Verb.TRASH, Act.Verb.SPAM)


class BadLink(Exception):
    """Forged, cut short, made for something else, or too old."""


class NotAllowed(Exception):
    """The link is right, but its owner may not judge any more."""


@dataclass(frozen=True)
class Order:
    """What a moderator's link asks for: one verdict on one comment, as they saw it."""

    comment_pk: int
    verb: str
    sight: str
    by: User


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


def link_to_judge(comment: Comment, verb: str, sight: str, by: User) -> str:
    said = [comment.pk, verb, sight, by.pk, _mark(staff_address(by))]
    return reverse("comments:judge_by_letter", args=[_signer(JUDGE).sign_object(said)])


def read_judge_token(token: str) -> Order:
    pk, verb, sight, user_pk, mark = _unsigned(JUDGE, token, JUDGE_WITHIN)
    return Order(pk, verb, sight, _moderator(user_pk, mark))


def link_to_undo(batch: uuid.UUID, by: User) -> str:
    said = [str(batch), by.pk, _mark(staff_address(by))]
    return reverse("comments:undo_by_letter", args=[_signer(UNDO).sign_object(said)])


def read_undo_token(token: str) -> tuple[uuid.UUID, User]:
    """What was done at one stroke, and who did it."""
    batch, user_pk, mark = _unsigned(UNDO, token, JUDGE_WITHIN)
    return uuid.UUID(batch), _moderator(user_pk, mark)


def link_to_letter_settings(user: User, page: str = "letter_settings") -> str:
    said = [user.pk, _mark(staff_address(user))]
    return reverse(f"comments:{page}", args=[_signer(LETTERS).sign_object(said)])


def read_letters_token(token: str) -> User:
    """Whose mail it is. However old the letter: who wants no more of them is heard."""
    return _addressee(*_unsigned(LETTERS, token, None))


def staff_address(user: User) -> str:
    """Where letters to the blog's people go."""
    return user.email or user.contact_email


def _addressee(pk: int, mark: str) -> User:
    user = User.objects.filter(pk=pk).first()
    if user is None or not constant_time_compare(mark, _mark(staff_address(user))):
        raise BadLink  # their mail goes elsewhere by now
    return user


def _moderator(pk: int, mark: str) -> User:
    user = _addressee(pk, mark)
    if not (user.is_active and moderates(user)):
        raise NotAllowed
    return user


def _token(purpose: str, follow: Follow, level: str = "") -> str:
    return _signer(purpose).sign_object([follow.pk, _mark(follow.email), level])


def _unsigned(purpose: str, token: str, max_age: timedelta | None) -> Any:
    try:
        return _signer(purpose).unsign_object(token, max_age=max_age)
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error


def _read(purpose: str, token: str, max_age: timedelta | None = None) -> tuple[Follow | None, str]:
    pk, mark, level = _unsigned(purpose, token, max_age)
    follow = Follow.objects.select_related("post").filter(pk=pk).first()
    if follow and not constant_time_compare(mark, _mark(follow.email)):
        raise BadLink  # mail goes to another address by now
    return follow, level


def _signer(purpose: str) -> signing.TimestampSigner:
    # Mail programs end a link at a colon sooner than at a dot.
    return signing.TimestampSigner(salt=purpose, sep=".")


def _mark(email: str) -> str:
    return salted_hmac("comments.follow.address", email.lower()).hexdigest()[:16]
