"""What moderators see of comments, and what they do at one stroke, while it is done."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from comments import threads
from comments.models import Act, Comment, CommentRevision, Report


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
                say(fresh, mine.before)
                self.write(fresh, now, mine.before, undoes=mine)

        threads.rewrite(comment, change, threads.SIGNED)


def state_of(comment: Comment) -> dict[str, str]:
    return {name: getattr(comment, name) for name in threads.STATE}


def say(comment: Comment, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        setattr(comment, name, value)
    comment.render()


def undecided_spam() -> Any:
    """Spam of which no moderator has said yet that it is."""
    agreed = Act.objects.filter(comment=OuterRef("pk"), verb=Act.Verb.SPAM, undone_by=None)
    return Comment.objects.filter(~Exists(agreed.by_people()), status=Comment.Status.SPAM)
