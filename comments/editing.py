"""Second thoughts about one's own words: who may change or withdraw a comment, and for how long.

A member is known by the session; a guest by a signed link that only the page in their own
browser shows (comments.own)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from comments import limits, threads
from comments.forgetting import forget_words_later
from comments.forms import CommentForm
from comments.holding import remember, verdict_on
from comments.models import Comment, Discussion
from comments.own import LIFETIME, edit_window
from comments.refusals import Removed, Settled, TooFast
from comments.strokes import state_of


class Deed(StrEnum):
    EDIT = "edit"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Offers:
    """What a comment's own writer may do with it: addresses, or nothing."""

    edit: str = ""
    withdraw: str = ""

    def __bool__(self) -> bool:
        return bool(self.edit or self.withdraw)


NO_OFFERS = Offers()
# What other words can make of a comment. What waits goes on waiting.
HARDNESS = (Comment.Status.APPROVED, Comment.Status.PENDING, Comment.Status.SPAM)


class EditForm(forms.Form):
    """The words alone; who speaks stays as it was."""

    body = CommentForm.base_fields["body"]


def may(deed: Deed, comment: Comment) -> bool:
    """By the comment's state and age. What still waits for a moderator can always be taken back."""
    window = edit_window()
    is_young = comment.created_at > timezone.now() - window
    if comment.is_undecided and deed == Deed.WITHDRAW:
        return bool(window)
    return (comment.is_undecided or comment.status == Comment.Status.APPROVED) and is_young


def refuse_unless(deed: Deed, comment: Comment) -> None:
    if not may(deed, comment):
        is_there = comment.is_undecided or comment.is_shown
        raise Settled if is_there else Removed


def offers_to(user: User | AnonymousUser, own: frozenset[int], comment: Comment) -> Offers:
    """For the page of its writer; everybody else is offered nothing."""
    is_member = user.is_authenticated and comment.author_id == user.pk
    if not is_member and comment.pk not in own:
        return NO_OFFERS
    return Offers(**{deed.value: address_of(deed, comment) for deed in Deed if may(deed, comment)})


def address_of(deed: Deed, comment: Comment) -> str:
    address = reverse(f"comments:{deed}", args=[comment.pk])
    return address if comment.author_id else f"{address}?key={key_of(deed, comment)}"


def key_of(deed: Deed, comment: Comment) -> str:
    return signing.dumps(comment.pk, salt=f"comments.{deed}")


def is_writer(request: HttpRequest, deed: Deed, comment: Comment) -> bool:
    if comment.author_id:
        return request.user.is_authenticated and request.user.pk == comment.author_id
    try:
        key = request.GET.get("key", "")
        return signing.loads(key, salt=f"comments.{deed}", max_age=LIFETIME) == comment.pk
    except signing.BadSignature:
        return False


def edit(comment: Comment, body: str) -> Comment:
    """Other words. They are judged as if they were posted now, and what waits goes on
    waiting. Once somebody has answered, the comment says that it was edited."""
    if body == comment.body:
        return comment
    if seconds := limits.seconds_to_edit(comment):
        raise TooFast(seconds)

    def change(fresh: Comment) -> None:
        refuse_unless(Deed.EDIT, fresh)
        fresh.body = body
        fresh.render()
        _judge_anew(fresh)
        if fresh.children.exclude(shown_in=None).exists():
            fresh.edited_at = timezone.now()

    return threads.rewrite(comment, change)


def _judge_anew(comment: Comment) -> None:
    before = state_of(comment)
    verdict = verdict_on(comment, Discussion.current())
    if HARDNESS.index(verdict.status) > HARDNESS.index(comment.status):
        verdict.settle(comment)
    remember(comment, verdict, before)


def withdraw(comment: Comment) -> Comment:
    """No longer to be read. Moderators can, for a while."""

    def change(fresh: Comment) -> None:
        refuse_unless(Deed.WITHDRAW, fresh)
        fresh.status = Comment.Status.WITHDRAWN
        forget_words_later(fresh.pk)

    return threads.rewrite(comment, change)
