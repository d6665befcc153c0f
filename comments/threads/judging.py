"""Verdicts: what a moderator, or the machine, makes of comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from comments.threads import tables
from comments.threads.counting import count, number_shown
from comments.threads.locking import ThreadMoved, again, lock

if TYPE_CHECKING:
    from comments.models import Comment

# What a verdict changes.
STATE = ("status", "status_before", "removed_because")
State = Mapping[str, str]

# Taken off the page by a moderator; `restore` knows the way back.
GONE = frozenset({"spam", "trash"})
# Its writer's own word, or nobody's any more: no verdict changes that.
FINAL = frozenset({"withdrawn", "erased"})


class Witness:
    """Stands by while comments are judged, under their locks, and may object."""

    def look(self, comments: list[Comment]) -> None:
        """All that are to be judged, fresh, before any is. Once more when all begins anew."""

    def refuses(self, comment: Comment) -> bool:
        """This one stays as it is."""
        return False

    def repeats(self, comment: Comment) -> bool:
        """To have this status already is no reason to leave it out."""
        return False

    def remember(self, comment: Comment, before: State) -> None:
        """This one was judged."""


def change_status(
    comments: Iterable[Comment],
    status: str,
    *,
    because: str = "",
    quietly: bool = False,
    witness: Witness | None = None,
) -> list[int]:
    """Give comments a status; the keys of those that changed. They are looked up again
    under the locks. `because` is the reason its place in the thread gives. `quietly`: what
    waits goes on waiting, as its writer sees it."""
    witness = witness or Witness()

    def change(comment: Comment) -> bool:
        if comment.status in FINAL or (comment.status == status and not witness.repeats(comment)):
            return False
        if status not in GONE:
            comment.status_before = ""
        elif comment.status not in GONE:
            comment.status_before = "" if quietly and comment.status == "pending" else comment.status
        elif not comment.status_before:
            # The machine alone took it for spam; now a moderator has had a look.
            comment.status_before = "pending"
        comment.status, comment.removed_because = status, because
        return True

    return _change({comment.pk: comment for comment in comments}, change, witness)


def restore(comments: Iterable[Comment], *, witness: Witness | None = None) -> list[int]:
    """Take comments out of spam or trash, back to what they were; the keys of those changed."""

    def change(comment: Comment) -> bool:
        if comment.status not in GONE:
            return False
        comment.status, comment.status_before = comment.status_before or "pending", ""
        comment.removed_because = ""
        return True

    return _change({comment.pk: comment for comment in comments}, change, witness or Witness())


def put_back(
    comments: Iterable[Comment],
    states: Mapping[int, tuple[State, State]],
    *,
    witness: Witness | None = None,
) -> list[int]:
    """Give each comment, by its key, the second of its two states if it is still in the
    first; the keys of those that changed."""

    def change(comment: Comment) -> bool:
        now, then = states[comment.pk]
        if _state_of(comment) != dict(now):
            return False
        for name in STATE:
            setattr(comment, name, then[name])
        return True

    return _change({comment.pk: comment for comment in comments}, change, witness or Witness())


@again
def _change(given: dict[int, Comment], change: Callable[[Comment], bool], witness: Witness) -> list[int]:
    comments = tables.comments()
    threads = set(comments.filter(pk__in=given).values_list("thread", flat=True))
    with lock(*threads):
        fresh = list(comments.filter(pk__in=given))
        if not threads >= {comment.thread_id for comment in fresh}:
            raise ThreadMoved
        witness.look(fresh)
        changed = []
        for comment in fresh:
            before, was_shown = _state_of(comment), comment.is_shown
            if not witness.refuses(comment) and change(comment):
                changed.append((comment, was_shown))
                comments.filter(pk=comment.pk).update(**_state_of(comment))
                witness.remember(comment, before)
        _count(changed)
    for comment in fresh:
        for name, value in _state_of(comment).items():
            setattr(given[comment.pk], name, value)
    return [comment.pk for comment, _was_shown in changed]


def _count(changed: list[tuple[Comment, bool]]) -> None:
    """Of these comments, each with whether it was shown before."""
    shown: dict[tuple[int, int], int] = defaultdict(int)
    new: dict[int, list[Comment]] = defaultdict(list)
    for comment, was_shown in changed:
        shown[comment.thread_id, comment.post_id] += comment.is_shown - was_shown
        if comment.is_shown and comment.shown_in is None:
            new[comment.post_id].append(comment)
    # Posts after threads, and in order: another writer may want the same ones.
    for (thread, post_id), more in sorted(shown.items(), key=lambda item: item[0][::-1]):
        count(thread, post_id, total=0, shown=more)
    for post_id, comments_new in sorted(new.items()):
        number_shown(comments_new, post_id)


def _state_of(comment: Comment) -> dict[str, str]:
    return {name: getattr(comment, name) for name in STATE}
