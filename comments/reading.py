"""A page of a post's conversation, as a flat list that templates print without recursion.

Whatever the size of a conversation, a page of it takes two queries and holds at most
ENTRIES comments: threads are taken by their place, replies within a thread by key, and
what is left out is one link away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import EmptyPage
from django.db.models import Exists, OuterRef, Q, Subquery, TextChoices, prefetch_related_objects
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.models import Post
from comments.entries import Entry, More, entries_of, sample_entries
from comments.models import UNDECIDED, Comment, CommentQuerySet, CommentTree, Discussion, moderates
from comments.muting import fold_muted, muted_by
from comments.participants import Participants, participants_in
from comments.strokes import sights

Reader = User | AnonymousUser
Held = frozenset[int]

# So few threads left over do not make a page of their own; of small pages, half a page.
ORPHANS = 10
ENTRIES = 100
# Every thread shows at least its first comment and one reply.
FEWEST = 2
# ?only=author: threads in which the post's author answered somebody.
ONLY_AUTHOR = "author"


class Order(TextChoices):
    OLDEST = "oldest", _("Oldest")
    NEWEST = "newest", _("Newest")
    LIKED = "liked", _("Most liked")


ORDERS = {
    Order.OLDEST: ("started_at", "pk"),
    Order.NEWEST: ("-started_at", "-pk"),
    Order.LIKED: ("-likes", "pk"),
}


class Link(NamedTuple):
    label: str
    url: str
    is_current: bool


@dataclass
class Thread:
    """What a page shows: comments, and in between the links to those it leaves out."""

    entries: list[Entry | More]
    order: Order = Order.OLDEST
    number: int = 1
    has_next: bool = False
    # Only threads that the post's author answered, and whether there are any.
    only_answered: bool = False
    is_answered: bool = False

    address: str = ""
    threads_a_page: int = 50
    indents: int = 3

    @property
    def sorts(self) -> list[Link]:
        """The same threads in each order, from their first page."""
        return [
            Link(str(order.label), self._url(order=order, only=self.only_answered), order == self.order)
            for order in Order
        ]

    @property
    def choices(self) -> list[Link]:
        """All threads, or only those the author answered, in the same order."""
        if not (self.is_answered or self.only_answered):
            return []
        labels = {False: gettext("All threads"), True: gettext("Answered by the author")}
        return [
            Link(label, self._url(order=self.order, only=only), only == self.only_answered)
            for only, label in labels.items()
        ]

    @cached_property
    def participants(self) -> Participants:
        whole = self.number == 1 and not (self.has_next or self.only_answered)
        return participants_in(self.entries, whole=whole)

    @property
    def samples(self) -> list[Entry]:
        return sample_entries()

    @property
    def came(self) -> str:
        """For who hears the page: what a press on "more replies" has brought."""
        n = sum(isinstance(entry, Entry) and not entry.is_tombstone for entry in self.entries)
        return ngettext("%(n)d more reply has come.", "%(n)d more replies have come.", n) % {"n": n}

    @property
    def start(self) -> int:
        return (self.number - 1) * self.threads_a_page + 1

    @property
    def previous_url(self) -> str:
        return self._url(self.number - 1, self.order, self.only_answered)

    @property
    def next_url(self) -> str:
        return self._url(self.number + 1, self.order, self.only_answered)

    def _url(self, number: int = 1, order: Order = Order.OLDEST, only: bool = False) -> str:
        """Spelt as blog.visitor_pages knows it, so that visitors get a kept page."""
        page = f"comment-page-{number}/" if number > 1 else ""
        query = {"order": order.value} if order != Order.OLDEST else {}
        if only:
            query["only"] = ONLY_AUTHOR
        return f"{self.address}{page}{'?' if query else ''}{urlencode(query)}#comments"


def order_of(given: str | None) -> Order:
    return Order(given) if given in Order.values else Order.OLDEST


def read_thread(
    post: Post,
    number: int,
    user: Reader,
    held: Held = frozenset(),
    order: Order = Order.OLDEST,
    only_answered: bool = False,
    discussion: Discussion | None = None,
) -> Thread:
    """Page `number` of the conversation as this reader may see it. EmptyPage if there is none."""
    discussion = discussion or Discussion.current()
    size, orphans = discussion.threads_a_page, orphans_of(discussion)
    start = (number - 1) * size
    answers = Comment.objects.answers_by_author_of(post)
    heads = CommentTree.objects.filter(_shown(post, user, held), post=post, head=None)
    if only_answered:
        heads = heads.filter(pk__in=answers.values("thread"))
    # Of the whole post, asked once: each of its pages offers the choice or none does.
    heads = heads.annotate(is_answered=Exists(answers))
    heads = heads.order_by(*ORDERS[order])[start : start + size + orphans + 1]
    found = list(heads.only("visible", "total"))
    if number > 1 and len(found) <= orphans:
        raise EmptyPage
    has_next = len(found) > size + orphans
    found = found[:size] if has_next else found
    limit = limit_of([head.visible for head in found])
    rows = _rows_of(found, limit)
    entries: list[Entry | More] = []
    for head in found:
        entries += entries_of(
            rows.get(head.pk, []),
            post,
            user,
            held,
            limit=limit,
            indents=discussion.indents,
            total=head.visible,
        )
    _let_moderate(entries, user)
    fold_muted(entries, muted_by(user))
    is_answered = bool(found) and found[0].is_answered
    return Thread(
        entries,
        order,
        number,
        has_next,
        only_answered,
        is_answered,
        address=post.get_absolute_url(),
        threads_a_page=size,
        indents=discussion.indents,
    )


def read_on(
    post: Post,
    after: Comment,
    user: Reader,
    held: Held = frozenset(),
    discussion: Discussion | None = None,
) -> Thread:
    """What comes after this comment in its thread, in the order in which it is read."""
    rows = Comment.objects.filter(
        Q(tree_id=after.tree_id, lft__gt=after.lft) | Q(tree_id__gt=after.tree_id), thread=after.thread_id
    )
    return _branch(rows, post, user, held, discussion)


def read_branch(
    post: Post,
    top: Comment,
    user: Reader,
    held: Held = frozenset(),
    discussion: Discussion | None = None,
) -> Thread:
    """A comment, and the first of the replies below it."""
    inside = Q(tree_id=top.tree_id, lft__gte=top.lft, lft__lte=min(top.rght, top.lft + 2 * ENTRIES))
    # Replies that the full tree had no room for begin trees of their own.
    beside = Q(parent=top, level=0)
    rows = Comment.objects.filter(inside | beside, thread=top.thread_id)
    return _branch(rows, post, user, held, discussion)


def address_of(comment: Comment, discussion: Discussion | None = None) -> str:
    """Where this comment stands today: on its page of the conversation, or when the page
    leaves it out, on the page of its branch."""
    discussion = discussion or Discussion.current()
    size, orphans = discussion.threads_a_page, orphans_of(discussion)
    address = comment.post.get_absolute_url()
    head = CommentTree.objects.get(pk=comment.thread_id)
    heads = CommentTree.objects.filter(post_id=comment.post_id, head=None, visible__gt=0)
    before = heads.filter(
        Q(started_at__lt=head.started_at) | Q(started_at=head.started_at, pk__lt=head.pk)
    ).count()
    number = before // size + 1
    if number > 1 and heads.count() - (number - 1) * size <= orphans:
        number -= 1
    start = (number - 1) * size
    sizes = heads.order_by(*ORDERS[Order.OLDEST]).values_list("visible", flat=True)
    there = list(sizes[start : start + size + orphans])
    # Of all comments of a tree that come before this one, hidden ones included.
    earlier = (comment.lft - 1 + comment.level) // 2
    if comment.tree_id != comment.thread_id or earlier >= limit_of(there):
        return f"{address}comments/{comment.pk}/#comment-{comment.pk}"
    page = f"comment-page-{number}/" if number > 1 else ""
    return f"{address}{page}#comment-{comment.pk}"


def orphans_of(discussion: Discussion) -> int:
    return min(ORPHANS, discussion.threads_a_page // 2)


def limit_of(sizes: list[int]) -> int:
    """The most comments any thread may show so that threads of these sizes, of which the
    small ones are shown whole, make ENTRIES comments together."""
    left, room = sorted(sizes), ENTRIES
    while left:
        limit = room // len(left)
        if left[0] > limit:
            return max(limit, FEWEST)
        room -= left.pop(0)
    return ENTRIES


def last_words(posts: Iterable[Post]) -> dict[int, Comment]:
    """The newest comment under each of the posts that has one, in one query."""
    newest = Comment.objects.filter(
        post=OuterRef("pk"), status=Comment.Status.APPROVED, kind=Comment.Kind.COMMENT
    ).order_by("-shown_in", "-created_at", "-pk")
    last = Post.objects.filter(pk__in=[post.pk for post in posts if post.comment_count]).annotate(
        last_word=Subquery(newest.values("pk")[:1])
    )
    return {comment.post_id: comment for comment in Comment.objects.filter(pk__in=last.values("last_word"))}


def _shown(post: Post, user: Reader, held: Held) -> Q:
    """Threads with something to read: for everybody, or for the one whose comment waits."""
    shown = Q(visible__gt=0)
    own = Q(pk__in=held) if held else Q()
    if user.is_authenticated:
        own |= Q(author=user)
    undecided = own & UNDECIDED if own else Q()
    if moderates(user):
        undecided |= Q(status=Comment.Status.PENDING)
    if undecided:
        waiting = Comment.objects.filter(undecided, post=post)
        shown |= Q(pk__in=waiting.values("thread"))
    return shown


def _rows_of(heads: Sequence[CommentTree], limit: int) -> dict[int, list[Comment]]:
    """The first comments of each thread, in one query: all of a small one, and of a large
    one at least `limit`, because the n-th comment of a tree has an edge below 2n."""
    small = [head.pk for head in heads if head.total <= 4 * limit]
    large = [head.pk for head in heads if head.total > 4 * limit]
    rows: dict[int, list[Comment]] = {}
    if heads:
        first = Q(tree_id__in=small) | Q(tree_id__in=large, lft__lte=2 * limit)
        for row in Comment.objects.filter(first).in_thread_order().defer("body", "user_agent"):
            rows.setdefault(row.tree_id, []).append(row)
    return rows


def _branch(
    rows: CommentQuerySet, post: Post, user: Reader, held: Held, discussion: Discussion | None
) -> Thread:
    indents = (discussion or Discussion.current()).indents
    rows = rows.in_thread_order().select_related("parent").defer("body", "user_agent", "parent__body")
    first = list(rows[: ENTRIES + 1])
    more = len(first) > ENTRIES
    entries = entries_of(first[:ENTRIES], post, user, held, limit=ENTRIES, indents=indents, more=more)
    _let_moderate(entries, user)
    fold_muted(entries, muted_by(user))
    return Thread(entries, indents=indents)


def _let_moderate(entries: list[Entry | More], user: Reader) -> None:
    """Moderators judge comments where they stand, as they see them now."""
    if moderates(user):
        shown = [entry for entry in entries if isinstance(entry, Entry)]
        sight_of = sights([entry.comment for entry in shown])
        # What the filter found in those that wait.
        prefetch_related_objects([entry.comment for entry in shown if entry.is_waiting], "weighing")
        for entry in shown:
            entry.sight = sight_of[entry.comment.pk]
