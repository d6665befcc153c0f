"""How somebody stands as a writer of comments, for moderators."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from comments.models import Comment, Sanction
from comments.trust import Trust, trust_of_member


@dataclass(frozen=True)
class Standing:
    trust: Trust
    sanctions: list[Sanction]
    approved: int
    removed: int
    waiting: int


def standing(person: User) -> Standing:
    theirs = Comment.objects.filter(author=person).order_by()
    statuses = Counter(dict(theirs.values_list("status").annotate(Count("pk"))))
    return Standing(
        trust=trust_of_member(person, Comment.objects),
        sanctions=list(Sanction.objects.on(user=person)),
        approved=statuses[Comment.Status.APPROVED],
        removed=statuses[Comment.Status.SPAM] + statuses[Comment.Status.TRASH],
        waiting=statuses[Comment.Status.PENDING],
    )
