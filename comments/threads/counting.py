"""Counters of threads and posts, for whoever holds the thread's lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, Q, Subquery, Sum

from blog.models import Post
from comments.signals import comments_shown
from comments.threads import tables
from comments.threads.locking import require_lock

if TYPE_CHECKING:
    from comments.models import Comment


def recount(threads: Iterable[int], posts: Iterable[int] = ()) -> None:
    """Bring the counters of threads, of the posts they are under, and of these `posts`, to
    what is there. The threads' locks are held."""
    require_lock("recount")
    heads = tables.trees().filter(pk__in=threads)
    counts = {
        thread: counted
        for thread, *counted in tables.comments()
        .filter(thread__in=threads)
        .order_by()
        .values_list("thread")
        .annotate(
            total=Count("pk"),
            shown=Count("pk", filter=Q(status="approved", kind="comment")),
            likes=Sum("like_count", filter=Q(parent=None), default=0),
            started_at=Min("created_at", filter=Q(parent=None)),
        )
    }
    for head in heads:
        total, shown, likes, started_at = counts.get(head.pk, (0, 0, 0, None))
        started_at = started_at or head.started_at
        heads.filter(pk=head.pk).update(total=total, visible=shown, likes=likes, started_at=started_at)
    others = tables.trees().filter(head__in=threads).exclude(total=0, visible=0, likes=0)
    others.update(total=0, visible=0, likes=0)
    for post_id in sorted({*posts, *(head.post_id for head in heads)}):
        recount_post(post_id)


def recount_likes(threads: Iterable[int]) -> None:
    """Bring each comment's count to the likes that are there. The threads' locks are held."""
    require_lock("recount_likes")
    counted = tables.comments().filter(thread__in=threads).order_by().annotate(there=Count("likes"))
    wrong = counted.exclude(like_count=F("there")).values_list("pk", "there")
    for pk, there in list(wrong):
        tables.comments().filter(pk=pk).update(like_count=there)


def recount_post(post_id: int) -> None:
    # The row first, so that no other writer's sum is older than the one we see.
    Post.objects.filter(pk=post_id).touch()
    shown = tables.trees().filter(post_id=post_id).aggregate(n=Sum("visible"))["n"] or 0
    Post.objects.filter(pk=post_id).update(comment_count=shown)


def number_shown(comments: Sequence[Comment], post_id: int) -> None:
    """They can be read as of this version of the post, whose row is ours: count() came before."""
    version = Post.objects.filter(pk=post_id).values("version")
    new = tables.comments().filter(pk__in=[comment.pk for comment in comments], shown_in=None)
    if new.update(shown_in=Subquery(version)):
        comments_shown.send(type(comments[0]), comments=list(comments))


def count(thread: int, post_id: int, *, total: int, shown: int) -> None:
    tables.trees().filter(pk=thread).update(total=F("total") + total, visible=F("visible") + shown)
    Post.objects.filter(pk=post_id).update(version=F("version") + 1, comment_count=F("comment_count") + shown)
