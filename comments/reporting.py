"""Readers say that a comment should not be there. Enough of them, and it waits for a
moderator, who has the last word."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from comments import moderation
from comments.models import Act, Comment, Discussion, Report, Sanction
from comments.trust import Trust, trust_of_member

# Of one person or network.
MOST_AN_HOUR = 10
WEIGHTS = {Trust.NEW: 1, Trust.KNOWN: 1, Trust.TRUSTED: 2, Trust.STAFF: 100}
A_MODERATORS_WORD = [Act.Verb.APPROVE, Act.Verb.RESTORE, Act.Verb.UNDO]


class TooManyReports(Exception):
    pass


def report(
    comment: Comment, reason: str, *, user: User | None, network: str, words: str = ""
) -> Report | None:
    """Note it, once for each person. None when this person said so before."""
    who = {"user": user} if user else {"user": None, "network": network}
    hour = timezone.now() - timedelta(hours=1)
    if Report.objects.filter(**who, at__gt=hour).count() >= MOST_AN_HOUR:
        raise TooManyReports
    weight = WEIGHTS[trust_of_member(user, Comment.objects)] if user else WEIGHTS[Trust.NEW]
    # Moderators hear of it whoever says so; a word of somebody who may not write weighs nothing.
    barred = Sanction.objects.in_force().filter(Q(user=user) if user else Q(network=network, user=None))
    if barred.exists():
        weight = 0
    try:
        with transaction.atomic():
            made = Report.objects.create(
                comment=comment, reason=reason, words=words[:500], network=network, user=user, weight=weight
            )
    except IntegrityError:
        return None
    _hold_if_enough(comment)
    return made


def _hold_if_enough(comment: Comment) -> None:
    waiting = Report.objects.filter(comment=comment, settled_at=None)
    weight = waiting.aggregate(sum=Sum("weight"))["sum"] or 0
    if weight < Discussion.current().report_weight or not comment.is_shown:
        return
    if comment.author and comment.author.is_staff:
        return
    # A moderator read it and let it stand: more reports go to the queue, and no further.
    if comment.acts.by_people().filter(verb__in=A_MODERATORS_WORD).exists():
        return
    n = waiting.count()
    why = ngettext("%(n)d reader reported it", "%(n)d readers reported it", n) % {"n": n}
    moderation.decide([comment], Act.Verb.HOLD, by=None, why=why)
