"""A writer's second thoughts: other words, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from comments.threads import tables
from comments.threads.counting import count
from comments.threads.liking import forget_likes
from comments.threads.locking import ThreadMoved, again, lock

if TYPE_CHECKING:
    from comments.models import Comment

WRITTEN = ("body", "body_html", "status", "held_because", "edited_at")
# Of these a moderator may change all, and of the rest nothing.
SIGNED = ("name", "email", "website", "body", "body_html")


def rewrite(comment: Comment, change: Callable[[Comment], None], fields: Sequence[str] = WRITTEN) -> Comment:
    """The comment after `change`, which finds it fresh, under the lock of its thread, and
    may refuse by an exception. The words that it had are kept for moderators."""
    return _rewrite(comment.pk, change, fields)


@again
def _rewrite(pk: int, change: Callable[[Comment], None], fields: Sequence[str]) -> Comment:
    comments = tables.comments()
    thread = comments.values_list("thread", flat=True).get(pk=pk)
    with lock(thread):
        comment = comments.select_related("post", "author", "parent").get(pk=pk)
        if comment.thread_id != thread:
            raise ThreadMoved(thread)
        words, was_shown = comment.body, comment.is_shown
        change(comment)
        if comment.is_shown and comment.shown_in is None:
            raise AssertionError("only a verdict shows what nobody has seen")
        comments.filter(pk=pk).update(**{name: getattr(comment, name) for name in fields})
        if comment.body != words:
            tables.revisions().create(comment=comment, body=words)
        if comment.status == "withdrawn":
            forget_likes(comment)
        count(thread, comment.post_id, total=0, shown=comment.is_shown - was_shown)
    return comment
