"""What moderators decide is what the filter learns from, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

from comments.models import Act, Comment
from comments.spam import akismet, learning
from comments.spam.tasks import correct_akismet

Verb = Act.Verb


def hear(acts: Sequence[Act], **kwargs: object) -> None:
    """Deeds, just done: of people alone."""
    deeds = [act for act in acts if act.by_id is not None and act.comment is not None]
    if spam := [act.comment for act in deeds if act.verb == Verb.SPAM]:
        learning.learn(spam, is_spam=True)
    if good := [act.comment for act in deeds if act.verb == Verb.APPROVE or _overrules_the_machine(act)]:
        learning.learn(good, is_spam=False)
    said = {comment.pk for comment in (*spam, *good)}
    if doubtful := [act.comment for act in deeds if act.verb != Verb.EDIT and act.comment_id not in said]:
        learning.unlearn(doubtful)
    if akismet.is_on():
        _correct_akismet(deeds)


def forget(comment: Comment, **kwargs: object) -> None:
    learning.forget([comment])


def _overrules_the_machine(act: Act) -> bool:
    undone = act.undoes
    return undone is not None and undone.by_id is None and act.comment.is_shown


def _correct_akismet(deeds: Sequence[Act]) -> None:
    for act in deeds:
        before, after = act.before.get("status"), act.after.get("status")
        if Comment.Status.SPAM in (before, after) and before != after and act.undoes_id is None:
            correct_akismet.enqueue(act.comment_id, is_spam=after == Comment.Status.SPAM)
