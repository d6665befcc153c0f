"""What moderators decide is what the filter learns from, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

from comments.models import Act, Comment
from comments.spam import akismet, learning
from comments.spam.tasks import correct_akismet

Verb = Act.Verb


def hear(acts: Sequence[Act], **kwargs: object) -> None:
    """Deeds, just done: of people alone."""
    deeds = [(act, act.comment) for act in acts if not act.is_by_machine and act.comment is not None]
    spam = [comment for act, comment in deeds if act.verb == Verb.SPAM]
    good = [
        comment
        for act, comment in deeds
        if act.verb == Verb.APPROVE or (comment.is_shown and _overrules_the_machine(act))
    ]
    said = {comment.pk for comment in (*spam, *good)}
    if spam:
        learning.learn(spam, is_spam=True)
    if good:
        learning.learn(good, is_spam=False)
    if doubtful := [comment for act, comment in deeds if act.verb != Verb.EDIT and comment.pk not in said]:
        learning.unlearn(doubtful)
    if akismet.is_on():
        for act, comment in deeds:
            _correct_akismet(act, comment)


def forget(comment: Comment, **kwargs: object) -> None:
    learning.forget([comment])


def _overrules_the_machine(act: Act) -> bool:
    return act.undoes is not None and act.undoes.is_by_machine


def _correct_akismet(act: Act, comment: Comment) -> None:
    before, after = act.before.get("status"), act.after.get("status")
    if Comment.Status.SPAM in (before, after) and before != after and act.undoes_id is None:
        correct_akismet.enqueue(comment.pk, is_spam=after == Comment.Status.SPAM)
