"""Deeds of moderators and of the machine: each leaves a row, and most can be undone."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from accounts.models import User
from comments import threads
from comments.models import Act, Comment, CommentRevision, Report, Sanction

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
            threads.change_status(some, STATUS_OF[verb], because=because, witness=stroke)
        outcome.add(stroke, some)
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


def edit(comment: Comment, values: Mapping[str, str], *, by: User) -> Outcome:
    """Other words, by a moderator: what is given of name, e-mail, website and body."""
    stroke = Stroke(by, Act.Verb.EDIT, uuid.uuid4())

    def change(fresh: Comment) -> None:
        stroke.acts.clear()
        before = {name: getattr(fresh, name) for name in values}
        if before != values and fresh.status not in threads.FINAL:
            _say(fresh, values)
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
    acts = list(Act.objects.undoable().filter(batch=batch).select_related("sanction"))
    stroke, outcome = uuid.uuid4(), Outcome()
    for act in acts:
        if act.sanction_id:
            outcome.turned += _turn(act, by, stroke)
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
    return outcome


def batched(rows: list, size: int) -> Iterator[list]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def sights(comments: Iterable[Comment]) -> dict[int, str]:
    """What somebody who looks at these comments sees of each: the words, the status, and
    the last that anybody did to it."""
    comments = list(comments)
    acts = Act.objects.filter(comment__in=[comment.pk for comment in comments]).order_by()
    last = dict(acts.values_list("comment").annotate(Max("pk")))
    return {comment.pk: sight(comment, last.get(comment.pk)) for comment in comments}


def sight(comment: Comment, last_act: int | None) -> str:
    words = repr((comment.name, comment.website, comment.body_html)).encode()
    return f"{last_act or 0}-{comment.status}-{hashlib.blake2b(words, digest_size=8).hexdigest()}"


@dataclass
class Stroke(threads.Witness):
    """What one moderator, or the machine, does at once, while it is done."""

    by: User | None
    verb: str
    batch: uuid.UUID
    why: str = ""
    seen: Mapping[int, str] | None = None
    acts: dict[int, Act] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)
    reported: set[int] = field(default_factory=set)
    undecided: set[int] = field(default_factory=set)

    def look(self, comments: list[Comment]) -> None:
        # Of an attempt that came to nothing.
        self.acts.clear()
        now = sights(comments) if self.seen is not None else {}
        self.unseen = {pk for pk, sight in now.items() if self.seen and self.seen.get(pk, sight) != sight}
        if self.by is not None:
            found = [comment.pk for comment in comments]
            waiting = Report.objects.filter(comment__in=found, settled_at=None)
            self.reported = set(waiting.values_list("comment", flat=True))
            spam = [comment.pk for comment in comments if comment.status == Comment.Status.SPAM]
            self.undecided = set(undecided_spam().filter(pk__in=spam).values_list("pk", flat=True))

    def refuses(self, comment: Comment) -> bool:
        return comment.pk in self.unseen

    def repeats(self, comment: Comment) -> bool:
        """A moderator agrees with the machine, or with the comment that somebody reported."""
        return comment.pk in self.reported or comment.pk in self.undecided

    def remember(self, comment: Comment, before: threads.State) -> None:
        act = self.write(comment, dict(before), state_of(comment))
        if comment.pk in self.reported:
            Report.objects.filter(comment=comment, settled_at=None).update(settled_at=act.at)

    def write(self, comment: Comment, before: Mapping, after: Mapping, **said: object) -> Act:
        said = {"by": self.by, "verb": self.verb, "why": self.why, "batch": self.batch, **said}
        act = Act.objects.create(comment=comment, before=before, after=after, **said)
        self.acts[comment.pk] = act
        return act


@dataclass
class Undoing(Stroke):
    undoes: Mapping[int, Act] = field(default_factory=dict)

    def look(self, comments: list[Comment]) -> None:
        self.acts.clear()
        first = min(act.pk for act in self.undoes.values())
        since = Act.objects.filter(comment__in=self.undoes, pk__gt=first, undone_by=None)
        self.unseen = {
            comment
            for comment, pk, undoes in since.values_list("comment", "pk", "undoes")
            # Undone by somebody else just now, or followed by something that stands.
            if undoes == self.undoes[comment].pk or (undoes is None and pk > self.undoes[comment].pk)
        }
        # To be shown again, with other words than those that were judged.
        shown = [pk for pk, act in self.undoes.items() if act.before.get("status") == "approved"]
        texts = CommentRevision.objects.filter(comment__in=shown).values_list("comment", "replaced_at")
        self.unseen |= {comment for comment, at in texts if at > self.undoes[comment].at}

    def repeats(self, comment: Comment) -> bool:
        return False

    def remember(self, comment: Comment, before: threads.State) -> None:
        mine = self.undoes[comment.pk]
        self.write(comment, dict(before), state_of(comment), undoes=mine)
        Report.objects.filter(comment=comment, settled_at=mine.at).update(settled_at=None)

    def put_words_back(self, comment: Comment) -> None:
        """Of an edit, if they are still what its editor left."""
        mine = self.undoes[comment.pk]

        def change(fresh: Comment) -> None:
            self.acts.pop(fresh.pk, None)
            now = {name: getattr(fresh, name) for name in mine.after}
            is_undone = Act.objects.filter(undoes=mine).exists()
            if now and now == mine.after and not is_undone and fresh.status not in threads.FINAL:
                _say(fresh, mine.before)
                self.write(fresh, now, mine.before, undoes=mine)

        threads.rewrite(comment, change, threads.SIGNED)


def _turn(act: Act, by: User | None, stroke: uuid.UUID) -> bool:
    """A restriction is lifted, or in force again; False when somebody was quicker."""
    with transaction.atomic():
        # The row is the lock: two may undo at once.
        Sanction.objects.select_for_update().filter(pk=act.sanction_id).first()
        if Act.objects.filter(undoes=act).exists():
            return False
        lifted_at = timezone.now() if act.verb == Act.Verb.SANCTION else None
        Sanction.objects.filter(pk=act.sanction_id).update(lifted_at=lifted_at)
        Act.objects.create(by=by, verb=Act.Verb.UNDO, batch=stroke, sanction=act.sanction, undoes=act)
    return True


def state_of(comment: Comment) -> dict[str, str]:
    return {name: getattr(comment, name) for name in threads.STATE}


def _say(comment: Comment, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        setattr(comment, name, value)
    comment.render()


def undecided_spam():
    """Spam of which no moderator has said yet that it is."""
    agreed = Act.objects.filter(comment=OuterRef("pk"), verb=Act.Verb.SPAM, undone_by=None)
    return Comment.objects.filter(~Exists(agreed.exclude(by=None)), status=Comment.Status.SPAM)
