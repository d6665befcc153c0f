"""Who likes a comment: a row for each of them, counted under the lock of its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from blog.models import Post
from comments.threads import tables
from comments.threads.locking import ThreadMoved, again, lock

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models import Comment


def like(comment: Comment, user: User, wish: bool | None = None) -> bool:
    """Like it, or take that back; without a wish, whichever it is not yet. Says what it is
    now. Comment.DoesNotExist when by now the public cannot read it."""
    return _like(comment.pk, user, wish)


@again
def _like(pk: int, user: User, wish: bool | None) -> bool:
    comments = tables.comments()
    thread = comments.values_list("thread", flat=True).get(pk=pk)
    with lock(thread):
        comment = comments.published().only("thread", "parent", "post").get(pk=pk)
        if comment.thread_id != thread:
            raise ThreadMoved(thread)
        mine = tables.likes().filter(comment=comment, user=user)
        was_liked = mine.exists()
        liked = not was_liked if wish is None else wish
        if liked and not was_liked:
            mine.create(comment=comment, user=user)
        elif was_liked and not liked:
            mine.delete()
        more = liked - was_liked
        if more:
            comments.filter(pk=pk).update(like_count=F("like_count") + more)
            if comment.parent_id is None:
                tables.trees().filter(pk=thread).update(likes=F("likes") + more)
            Post.objects.filter(pk=comment.post_id).touch()
    return liked


@again
def take_back_likes(user: User) -> None:
    """Somebody leaves, and all their likes with them."""
    liked = tables.comments().filter(likes__user=user).order_by()
    threads = set(liked.values_list("thread", flat=True))
    with lock(*threads):
        if not threads >= set(liked.values_list("thread", flat=True)):
            raise ThreadMoved(threads)
        posts = sorted(set(liked.values_list("post", flat=True)))
        first = liked.filter(parent=None).values("thread")
        tables.trees().filter(pk__in=first).update(likes=F("likes") - 1)
        tables.comments().filter(pk__in=liked.values("pk")).update(like_count=F("like_count") - 1)
        tables.likes().filter(user=user).delete()
        for post_id in posts:
            Post.objects.filter(pk=post_id).touch()


def forget_likes(comment: Comment) -> None:
    """Of a comment that loses its words. The thread's lock is held."""
    tables.likes().filter(comment=comment).delete()
    tables.comments().filter(pk=comment.pk).update(like_count=0)
    if comment.parent_id is None:
        tables.trees().filter(pk=comment.thread_id).update(likes=0)
