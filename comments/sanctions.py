"""Restrictions of people: what moderators may impose, and whom they concern."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from comments import moderation
from comments.emails import has_email
from comments.models import Act, Comment, Sanction

Kind = Sanction.Kind
# How many comments one transaction removes.
AT_ONCE = 200


class Untouchable(Exception):
    """Staff are not restricted here: take their rights in the list of people."""


def impose(
    kind: str,
    *,
    by: User,
    user: User | None = None,
    email: str = "",
    network: str = "",
    why: str = "",
    days: int | None = None,
    remove_comments: bool = False,
) -> uuid.UUID:
    """Ban, silence or watch somebody, known by account, address or network; and put all
    that they wrote into the trash, if so. One stroke, by whose number it is undone."""
    if user is not None and user.is_staff:
        raise Untouchable
    batch = uuid.uuid4()
    until = timezone.now() + timedelta(days=days) if days else None
    with transaction.atomic():
        sanction = Sanction.objects.create(
            kind=kind, user=user, email=email, network=network, why=why, by=by, until=until
        )
        Act.objects.create(by=by, verb=Act.Verb.SANCTION, sanction=sanction, why=why, batch=batch)
    if remove_comments:
        shown = removable_of(user=user, email=email, network=network).order_by("pk")
        while some := list(shown[:AT_ONCE]):
            if not moderation.decide(some, Act.Verb.TRASH, by=by, why=why, batch=batch).acts:
                break
    return batch


def lift(sanction: Sanction, *, by: User) -> bool:
    """False when it is over already, by somebody's hand or by itself."""
    with transaction.atomic():
        mine = Sanction.objects.in_force().filter(pk=sanction.pk)
        if not mine.update(lifted_at=timezone.now()):
            return False
        Act.objects.create(by=by, verb=Act.Verb.LIFT, sanction=sanction)
    return True


def on_writer_of(comment: Comment) -> list[Sanction]:
    """What is in force for whoever writes this; the hardest first."""
    staff = comment.author is not None and comment.author.is_staff
    if staff:
        return []
    found = Sanction.objects.in_force().filter(_who(comment.author, comment.email, comment.network))
    return sorted(found, key=lambda sanction: list(Kind).index(Kind(sanction.kind)))


def that_bars(user: User | AnonymousUser) -> Sanction | None:
    """What keeps this member from writing now; the hardest, if there are several."""
    if not user.is_authenticated or user.is_staff:
        return None
    barring = Sanction.objects.on(user=user).filter(kind__in=[Kind.BAN, Kind.SILENCE])
    return barring.order_by("kind", "-until").first()


def comments_of(*, user: User | None = None, email: str = "", network: str = ""):
    """All comments of somebody, as far as the blog can tell."""
    if user is not None:
        return Comment.objects.filter(author=user)
    if email:
        return Comment.objects.filter(has_email(email), author=None)
    # Of a network all but the blog's own people, whom no restriction of it concerns.
    return Comment.objects.filter(network=network).exclude(network="").exclude(author__is_staff=True)


def removable_of(*, user: User | None = None, email: str = "", network: str = ""):
    """What would go to the trash with them."""
    return comments_of(user=user, email=email, network=network).filter(status__in=["approved", "pending"])


def _who(user: User | None, email: str, network: str) -> Q:
    who = Q(user=user) if user is not None else Q(pk=None)
    if email:
        who |= Q(has_email(email))
    if network:
        who |= Q(network=network)
    return who
