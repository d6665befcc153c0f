"""A page of a post's thread, as a flat list that templates print without recursion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext, ngettext

from accounts.models import User
from blog.models import Post
from comments.models import Comment, CommentTree

THREADS_A_PAGE = 50
# Replies below this many levels stand in one column and name whom they answer.
DEEPEST_INDENT = 3


@dataclass
class Entry:
    """One comment in print. `opens` and `closes` are the lists that begin before it and
    the comments that end after it, so that a flat loop writes nested lists."""

    comment: Comment
    level: int
    # Gone for this reader, but people answered it: its place stays.
    is_tombstone: bool
    replies: int = 0
    parent: Comment | None = None
    has_list: bool = False
    closes: range = field(default_factory=lambda: range(0))

    @property
    def depth(self) -> int:
        return min(self.level, DEEPEST_INDENT)

    @property
    def is_beyond_indent(self) -> bool:
        return self.level > DEEPEST_INDENT

    @property
    def is_waiting(self) -> bool:
        return self.comment.status == Comment.Status.PENDING and not self.is_tombstone

    @property
    def when(self) -> str:
        """The date as pages show it. A thread has hundreds: this takes a fifth of |date."""
        moment = timezone.localtime(self.comment.created_at)
        parts = {
            "day": moment.day,
            "month": MONTHS_3[moment.month].title(),
            "year": moment.year,
            "time": f"{moment:%H:%M}",
        }
        return gettext("%(day)d %(month)s %(year)d, %(time)s") % parts

    @property
    def fold_label(self) -> str:
        about = {"name": self.comment.name, "n": self.replies}
        if self.is_tombstone:
            return ngettext("Fold %(n)d reply", "Fold %(n)d replies", self.replies) % about
        label = ngettext(
            "Fold %(name)s’s comment and %(n)d reply",
            "Fold %(name)s’s comment and %(n)d replies",
            self.replies,
        )
        return label % about

    @property
    def open_label(self) -> str:
        if self.is_tombstone:
            label = ngettext("Show %(n)d reply", "Show %(n)d replies", self.replies)
        else:
            label = ngettext("Show comment and %(n)d reply", "Show comment and %(n)d replies", self.replies)
        return label % {"n": self.replies}


@dataclass
class Thread:
    post: Post
    page: Page
    entries: list[Entry]


def read_thread(
    post: Post, number: int, user: User | AnonymousUser, held: frozenset[int] = frozenset()
) -> Thread:
    """Page `number` of the thread as this reader may see it. EmptyPage if there is none.

    Three queries: how many trees, which trees, all comments of those.
    """
    trees = CommentTree.objects.filter(post=post).filter(_shown_trees(post, user, held))
    page = Paginator(trees.order_by("started_at", "pk").values_list("pk", flat=True), THREADS_A_PAGE).page(
        number
    )
    order = {tree_id: place for place, tree_id in enumerate(page)}
    rows = list(Comment.objects.filter(thread__in=order).in_thread_order().defer("body", "user_agent"))
    rows.sort(key=lambda comment: order[comment.thread_id])
    for comment in rows:
        comment.post = post
    return Thread(post, page, _entries(rows, user, held))


def address_of(comment: Comment) -> str:
    """Where this comment stands today: the page of the thread, and the place on it."""
    tree = CommentTree.objects.get(pk=comment.thread_id)
    before = CommentTree.objects.filter(post_id=comment.post_id, visible__gt=0).filter(
        Q(started_at__lt=tree.started_at) | Q(started_at=tree.started_at, pk__lt=tree.pk)
    )
    number = before.count() // THREADS_A_PAGE + 1
    page = f"comment-page-{number}/" if number > 1 else ""
    return f"{comment.post.get_absolute_url()}{page}#comment-{comment.pk}"


def _shown_trees(post: Post, user: User | AnonymousUser, held: frozenset[int]) -> Q:
    shown = Q(visible__gt=0)
    own = Q(pk__in=held) if held else Q()
    if user.is_authenticated:
        own |= Q(author=user)
    if own:
        waiting = Comment.objects.filter(own, post=post, status=Comment.Status.PENDING)
        shown |= Q(pk__in=waiting.values("thread"))
    return shown


def _entries(rows: list[Comment], user: User | AnonymousUser, held: frozenset[int]) -> list[Entry]:
    """What is shown of these comments, in order: the readable ones, and tombstones for
    those that only their replies keep in place."""
    by_pk = {comment.pk: comment for comment in rows}
    replies: dict[int | None, int] = {}
    entries: list[Entry] = []
    for comment in reversed(rows):
        readable = comment.is_readable_by(user, held)
        below = replies.pop(comment.pk, 0)
        if readable or below:
            replies[comment.parent_id] = replies.get(comment.parent_id, 0) + below + readable
            parent = by_pk.get(comment.parent_id) if comment.parent_id else None
            entries.append(Entry(comment, comment.level, not readable, below, parent))
    entries.reverse()
    for entry, after in zip_longest(entries, entries[1:]):
        next_depth = after.depth if after else 0
        entry.has_list = next_depth > entry.depth
        entry.closes = range(max(0, entry.depth - next_depth) if after else entry.depth)
    return entries


def last_words(posts: Iterable[Post]) -> dict[int, Comment]:
    """The newest comment under each of the posts that has one, in one query."""
    newest = Comment.objects.filter(
        post=OuterRef("pk"), status=Comment.Status.APPROVED, kind=Comment.Kind.COMMENT
    ).order_by("-created_at", "-pk")
    last = Post.objects.filter(pk__in=[post.pk for post in posts if post.comment_count]).annotate(
        last_word=Subquery(newest.values("pk")[:1])
    )
    return {comment.post_id: comment for comment in Comment.objects.filter(pk__in=last.values("last_word"))}
