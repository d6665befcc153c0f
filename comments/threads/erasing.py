"""The end of a comment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

from comments.signals import words_forgotten
from comments.threads import tables
from comments.threads.counting import count
from comments.threads.liking import forget_likes
from comments.threads.locking import ThreadMoved, again, lock

if TYPE_CHECKING:
    from comments.models import Comment


class HasReplies(Exception):
    """Other people's replies hang on the comment, so it cannot be deleted."""


def remove(comment: Comment) -> None:
    """Delete a comment for good. One with replies stays: HasReplies."""
    _remove(comment.pk)


def erase(comment: Comment, check: Callable[[Comment], bool] = lambda comment: True) -> bool:
    """Forget whose words these were and what they said, for good, if `check` says so, which
    finds the comment fresh under its lock. The place stays as long as people's replies hang
    on it."""
    return _erase(comment.pk, check)


def forget_words(pk: int) -> None:
    """What a withdrawn comment said and who said it; its place stays withdrawn."""
    _forget_words(pk)


@again
def _remove(pk: int) -> None:
    comments = tables.comments()
    thread = comments.filter(pk=pk).values_list("thread", flat=True).first()
    if thread is None:
        return
    with lock(thread):
        # Two moderators at once: MPTT would close the gap twice for a stale instance.
        comment = comments.filter(pk=pk).first()
        if comment is None:
            return
        if comment.thread_id != thread:
            raise ThreadMoved(thread)
        if comment.children.exists():
            raise HasReplies(pk)
        shown, tree, is_root = int(comment.is_shown), comment.tree_id, comment.level == 0
        comment.delete()
        count(thread, comment.post_id, total=-1, shown=-shown)
        if is_root:
            tables.trees().filter(pk=tree).delete()


@again
def _erase(pk: int, check: Callable[[Comment], bool]) -> bool:
    comments = tables.comments()
    thread = comments.filter(pk=pk).values_list("thread", flat=True).first()
    if thread is None:
        return False
    with lock(thread):
        comment = comments.filter(pk=pk).first()
        if comment is None:
            return False
        if comment.thread_id != thread:
            raise ThreadMoved(thread)
        if not check(comment):
            return False
        _forget_edits(pk)
        if not comment.children.exists():
            _remove(pk)
            return True
        shown = int(comment.is_shown)
        comments.filter(pk=pk).update(**tables.comments().model.ERASED)
        tables.revisions().filter(comment=pk).delete()
        forget_likes(comment)
        words_forgotten.send(type(comment), comment=comment)
        count(thread, comment.post_id, total=0, shown=-shown)
    return True


@again
def _forget_words(pk: int) -> None:
    comments = tables.comments()
    withdrawn = comments.filter(pk=pk, status="withdrawn")
    thread = withdrawn.values_list("thread", flat=True).first()
    if thread is None:
        return
    with lock(thread):
        if withdrawn.filter(thread=thread).update(**{**comments.model.ERASED, "status": "withdrawn"}):
            tables.revisions().filter(comment=pk).delete()
            _forget_edits(pk)
            words_forgotten.send(comments.model, comment=comments.get(pk=pk))


def _forget_edits(pk: int) -> None:
    """What moderators changed in it, and what the machine found in it: the journal keeps that
    they did, and no words."""
    edits = Q(verb="edit") | Q(undoes__verb="edit")
    tables.acts().filter(edits, comment=pk).update(before={}, after={})
    tables.acts().filter(comment=pk, by_name="").update(why="")
