"""Verdicts: what a moderator, or the machine, makes of comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from comments.threads import tables
from comments.threads.counting import count, number_shown
from comments.threads.locking import ThreadMoved, again, lock

if TYPE_CHECKING:
    from comments.models import Comment

# Taken off the page by a moderator; `restore` knows the way back.
GONE = frozenset({"spam", "trash"})
# Its writer's own word, or nobody's any more: no verdict changes that.
FINAL = frozenset({"withdrawn", "erased"})


def change_status(comments: Iterable[Comment], status: str) -> list[int]:
    """Give comments a status; the keys of those that changed. They are looked up again
    under the locks."""

    def change(comment: Comment) -> bool:
        if comment.status == status or comment.status in FINAL:
            return False
        if status not in GONE:
            comment.status_before = ""
        elif comment.status not in GONE:
            comment.status_before = comment.status
        comment.status = status
        return True

    return _change_status({comment.pk: comment for comment in comments}, change)


def restore(comments: Iterable[Comment]) -> list[int]:
    """Take comments out of spam or trash, back to what they were; the keys of those changed."""

    def change(comment: Comment) -> bool:
        if comment.status not in GONE:
            return False
        comment.status, comment.status_before = comment.status_before or "pending", ""
        return True

    return _change_status({comment.pk: comment for comment in comments}, change)


@again
def _change_status(given: dict[int, Comment], change: Callable[[Comment], bool]) -> list[int]:
    comments = tables.comments()
    threads = set(comments.filter(pk__in=given).values_list("thread", flat=True))
    with lock(*threads):
        fresh = list(comments.filter(pk__in=given))
        if not threads >= {comment.thread_id for comment in fresh}:
            raise ThreadMoved
        changed = []
        shown: dict[tuple[int, int], int] = defaultdict(int)
        new: dict[int, list[Comment]] = defaultdict(list)
        for comment in fresh:
            before = comment.is_shown
            if change(comment):
                changed.append(comment)
                shown[comment.thread_id, comment.post_id] += comment.is_shown - before
                if comment.is_shown and comment.shown_in is None:
                    new[comment.post_id].append(comment)
        for comment in changed:
            comments.filter(pk=comment.pk).update(status=comment.status, status_before=comment.status_before)
        # Posts after threads, and in order: another writer may want the same ones.
        for (thread, post_id), more in sorted(shown.items(), key=lambda item: item[0][::-1]):
            count(thread, post_id, total=0, shown=more)
        for post_id, comments_new in sorted(new.items()):
            number_shown(comments_new, post_id)
    for comment in fresh:
        given[comment.pk].status, given[comment.pk].status_before = comment.status, comment.status_before
    return [comment.pk for comment in changed]
