"""Deeds of moderators and of the machine: each leaves a row, and most can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from comments import threads
from comments.models import Act, Comment

STATUS_OF = {
    Act.Verb.APPROVE: Comment.Status.APPROVED,
    Act.Verb.HOLD: Comment.Status.PENDING,
    Act.Verb.SPAM: Comment.Status.SPAM,
    Act.Verb.TRASH: Comment.Status.TRASH,
}


@dataclass
class Outcome:
    """What came of a deed: the rows it left, and the comments that it found changed by
    somebody else, or as it wanted them already."""

    acts: list[Act] = field(default_factory=list)
    left: list[Comment] = field(default_factory=list)


def decide(
    comments: Iterable[Comment],
    verb: str,
    *,
    by: User | None,
    why: str = "",
    because: str = "",
    batch: uuid.UUID | None = None,
) -> Outcome:
    """Approve, hold, spam, trash or restore comments; all of them at one stroke. `because`
    is the reason that readers are told of, `why` the one in the journal."""
    given = list(comments)
    batch = batch or uuid.uuid4()
    acts: dict[int, Act] = {}

    def remember(comment: Comment, before: threads.State) -> None:
        acts[comment.pk] = _act(comment, before, by=by, verb=verb, why=why, batch=batch)

    if verb == Act.Verb.RESTORE:
        threads.restore(given, remember=remember)
    else:
        threads.change_status(given, STATUS_OF[verb], because=because, remember=remember)
    return _outcome(given, acts)


def undo(batch: uuid.UUID, *, by: User | None) -> Outcome:
    """Take back what was done at one stroke, of which nobody has changed more since. The
    taking back is a stroke of its own, with a row for each comment."""
    mine = {act.comment_id: act for act in Act.objects.undoable().filter(batch=batch, sanction=None)}
    given = list(Comment.objects.filter(pk__in=mine))
    states = {pk: (act.after, act.before) for pk, act in mine.items()}
    stroke = uuid.uuid4()
    acts: dict[int, Act] = {}

    def remember(comment: Comment, before: threads.State) -> None:
        undoes = mine[comment.pk]
        acts[comment.pk] = _act(comment, before, by=by, verb=Act.Verb.UNDO, batch=stroke, undoes=undoes)

    threads.put_back(given, states, remember=remember)
    return _outcome(given, acts)


def _act(comment: Comment, before: threads.State, **said: object) -> Act:
    after = {name: getattr(comment, name) for name in threads.STATE}
    return Act.objects.create(comment=comment, before=dict(before), after=after, **said)


def _outcome(given: list[Comment], acts: dict[int, Act]) -> Outcome:
    return Outcome(list(acts.values()), [comment for comment in given if comment.pk not in acts])
