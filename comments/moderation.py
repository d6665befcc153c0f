"""Deeds of moderators and of the machine: each leaves a row, and most can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from comments import settling, threads
from comments.models import Act, Comment, Sanction
from comments.signals import comments_judged
from comments.strokes import Stroke, Undoing, say, state_of

STATUS_OF = {
    Act.Verb.APPROVE: Comment.Status.APPROVED,
    Act.Verb.HOLD: Comment.Status.PENDING,
    Act.Verb.SPAM: Comment.Status.SPAM,
    Act.Verb.TRASH: Comment.Status.TRASH,
}
# How many comments one transaction judges.
AT_ONCE = 200
# Where the undoing of its approval leaves what did not exist before.
UNSAID = {"status": "trash", "status_before": "approved", "removed_because": ""}


@dataclass
class Outcome:
    """What came of a deed: the rows it left, the comments that it found changed by somebody
    else or as it wanted them already, and of those the ones that its moderator has not seen
    as they are now."""

    acts: list[Act] = field(default_factory=list)
    left: list[Comment] = field(default_factory=list)
    unseen: list[Comment] = field(default_factory=list)
    # How many restrictions of people were turned back.
    turned: int = 0
    # How many changes of rules were put back, and how many not, because of later ones.
    settled: int = 0
    unsettled: int = 0

    def add(self, stroke: Stroke, given: list[Comment]) -> None:
        left = [comment for comment in given if comment.pk not in stroke.acts]
        self.acts += stroke.acts.values()
        self.left += left
        self.unseen += [comment for comment in left if comment.pk in stroke.unseen]


def decide(
    comments: Iterable[Comment],
    verb: str,
    *,
    by: User | None,
    why: str = "",
    because: str = "",
    batch: uuid.UUID | None = None,
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Approve, hold, spam, trash or restore comments; all of them at one stroke. `because`
    is the reason that readers are told of, `why` the one in the journal. `seen` says of
    each comment what its moderator saw (sights): what changed since stays as it is."""
    batch = batch or uuid.uuid4()
    outcome = Outcome()
    for some in batched(list(comments), AT_ONCE):
        stroke = Stroke(by, verb, batch, why, seen)
        if verb == Act.Verb.RESTORE:
            threads.restore(some, witness=stroke)
        else:
            threads.change_status(
                some, STATUS_OF[Act.Verb(verb)], because=because, quietly=by is None, witness=stroke
            )
        outcome.add(stroke, some)
    comments_judged.send(Act, acts=outcome.acts)
    return outcome


def approve_and_reply(
    comment: Comment, words: str, *, by: User, seen: Mapping[int, str] | None = None
) -> Outcome:
    """Approve a comment and answer it, at one stroke. Nothing is said when it changed meanwhile."""
    outcome = decide([comment], Act.Verb.APPROVE, by=by, seen=seen)
    for act in list(outcome.acts):
        picture = {"picture": by.picture, "is_by_staff": by.is_staff}
        said = Comment(post=comment.post, parent=comment, author=by, name=by.name, body=words, **picture)
        said.status = Comment.Status.APPROVED
        said.post_reply()
        # It was nothing before: undone, it goes to the trash.
        stroke = Stroke(by, Act.Verb.APPROVE, act.batch)
        outcome.acts.append(stroke.write(said, {}, state_of(said)))
    return outcome


def edit(comment: Comment, values: Mapping[str, str], *, by: User, seen: str | None = None) -> Outcome:
    """Other words, by a moderator: what is given of name, e-mail, website and body. `seen`
    says what they saw: what changed since stays as it is."""
    stroke = Stroke(by, Act.Verb.EDIT, uuid.uuid4(), seen={comment.pk: seen} if seen else None)

    def change(fresh: Comment) -> None:
        stroke.look([fresh])
        before = {name: getattr(fresh, name) for name in values}
        if before != values and fresh.status not in threads.FINAL and not stroke.refuses(fresh):
            say(fresh, values)
            stroke.write(fresh, before, values)

    threads.rewrite(comment, change, threads.SIGNED)
    outcome = Outcome()
    outcome.add(stroke, [comment])
    return outcome


def erase(comment: Comment, *, by: User) -> None:
    """For good. The journal says which comment it was, and nothing of what it said."""

    def check(fresh: Comment) -> bool:
        which = {"comment": fresh.pk, "post": fresh.post_id}
        Stroke(by, Act.Verb.ERASE, uuid.uuid4()).write(fresh, which, {})
        return True

    threads.erase(comment, check)


def undo(batch: uuid.UUID, *, by: User | None) -> Outcome:
    """Take back what was done at one stroke, of which nobody has changed more since. The
    taking back is a stroke of its own, with a row for each comment."""
    acts = list(Act.objects.undoable().filter(batch=batch).select_related("sanction", "post"))
    stroke, outcome = uuid.uuid4(), Outcome()
    for act in acts:
        if act.sanction:
            outcome.turned += _turn(act, act.sanction, by, stroke)
        elif act.verb in settling.VERBS.values():
            is_back = settling.unsettle(act, by=by, batch=stroke)
            outcome.settled += is_back
            outcome.unsettled += not is_back
    for some in batched([act for act in acts if act.comment_id], AT_ONCE):
        undoing = Undoing(by, Act.Verb.UNDO, stroke, undoes={act.comment_id: act for act in some})
        comments = list(Comment.objects.filter(pk__in=undoing.undoes))
        states = {
            act.comment_id: (act.after, act.before or UNSAID) for act in some if act.verb != Act.Verb.EDIT
        }
        threads.put_back([c for c in comments if c.pk in states], states, witness=undoing)
        for comment in comments:
            if comment.pk not in states:
                undoing.put_words_back(comment)
        outcome.add(undoing, comments)
    comments_judged.send(Act, acts=outcome.acts)
    return outcome


def batched(rows: list, size: int) -> Iterator[list]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _turn(act: Act, sanction: Sanction, by: User | None, stroke: uuid.UUID) -> bool:
    """A restriction is lifted, or in force again; False when somebody was quicker."""
    with transaction.atomic():
        # The row is the lock: two may undo at once.
        Sanction.objects.select_for_update().filter(pk=sanction.pk).first()
        if Act.objects.filter(undoes=act).exists():
            return False
        lifted_at = timezone.now() if act.verb == Act.Verb.SANCTION else None
        Sanction.objects.filter(pk=sanction.pk).update(lifted_at=lifted_at)
        Act.objects.create(by=by, verb=Act.Verb.UNDO, batch=stroke, sanction=sanction, undoes=act)
    return True
