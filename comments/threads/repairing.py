"""Broken threads, built anew from `parent` under their locks while the site serves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from blog.models import Post
from comments.threads import tables
from comments.threads.checking import Progress, check, check_posts
from comments.threads.counting import recount, recount_likes, recount_post
from comments.threads.findings import Finding
from comments.threads.locking import ThreadMoved, again, holding
from comments.threads.renumbering import renumber

Rows = dict[int, Any]


def repair_all(broken: set[int], progress: Progress = lambda done, total: None) -> list[Finding]:
    """Repair these threads, one a transaction, and the counts of all posts; the first of
    what is still wrong with each that could not be."""
    left: list[Finding] = []
    seen: set[int] = set()
    for done, thread in enumerate(sorted(broken), 1):
        if thread not in seen:
            looked_at, wrong = repair(thread)
            seen |= looked_at
            left += wrong[:1]
        progress(done, len(broken))
    for finding in list(check_posts()):
        with transaction.atomic():
            recount_post(finding.post)
    return left + list(check_posts())


@again
def repair(thread: int) -> tuple[set[int], list[Finding]]:
    """Build a thread anew, with those it is entangled with: which threads these are, and
    what is wrong with them now."""
    tangle = _entangled({thread})
    with transaction.atomic():
        for number in sorted(tangle):
            # Also a row that is no thread's any more: other repairs may want it.
            tables.trees().filter(pk=number).update(version=F("version") + 1)
        if _entangled(tangle) != tangle:
            raise ThreadMoved(thread)
        with holding(*tangle):
            threads: set[int] = tangle
            posts: set[int] = set()
            if any(finding.is_about_places for finding in check(only=tangle)):
                threads, posts = _rebuild(tangle)
            with holding(*threads):
                recount_likes(threads)
                recount(threads, posts)
            looked_at = tangle | threads
            return looked_at, list(check(only=looked_at))


def _entangled(threads: set[int]) -> set[int]:
    """These threads, and all that share an answer, a tree or a number with one of them:
    nobody else when they are sound."""
    comments, trees = tables.comments(), tables.trees()
    elsewhere = ~Q(parent__thread=F("thread"))
    while True:
        own = Q(pk__in=threads) | Q(head__in=threads)
        members = comments.filter(thread__in=threads)
        used = trees.filter(pk__in=members.values("tree_id"))
        others = comments.exclude(thread__in=threads)
        found: set[int] = {
            *threads,
            *_values(members.filter(elsewhere, parent__thread__isnull=False), "parent__thread"),
            *_values(others.filter(parent__thread__in=threads), "thread"),
            *_values(others.filter(tree_id__in=trees.filter(own).values("pk")), "thread"),
            *_values(used.exclude(own).annotate(number=Coalesce("head_id", "pk")), "number"),
            *_values(trees.filter(pk__in=threads, head__isnull=False), "head"),
        }
        if found == threads:
            return threads
        threads = found


def _values(rows: Any, column: str) -> Iterable[int]:
    return rows.order_by().values_list(column, flat=True).distinct()


def _rebuild(tangle: set[int]) -> tuple[set[int], set[int]]:
    """Sort out whose comments are whose, and number them; the threads and posts there are now."""
    comments, trees = tables.comments(), tables.trees()
    rows: Rows = {
        row.pk: row
        for row in comments.filter(thread__in=tangle)
        .order_by("created_at", "pk")
        .values_list(
            *("pk", "parent_id", "post_id", "thread_id", "tree_id", "level", "created_at"), named=True
        )
    }
    branches = _branches(rows)
    heads = dict(trees.filter(pk__in=tangle).values_list("pk", "post"))
    posts = {row.post_id for row in rows.values()}
    posts |= set(_values(trees.filter(Q(pk__in=tangle) | Q(head__in=tangle)), "post"))
    posts = set(Post.objects.filter(pk__in=posts).values_list("pk", flat=True))
    numbers = _numbers(branches, rows, set(heads))
    with holding(*numbers.values()):
        for first, members in branches.items():
            _gather(numbers[first], [rows[pk] for pk in members], heads, posts)
        _park(set(numbers.values()))
        for number in sorted(numbers.values()):
            if any(finding.is_about_places for finding in check(only=[number])):
                renumber(number)
        _clear(tangle)
    return set(numbers.values()), posts


def _branches(rows: Rows) -> dict[int, list[int]]:
    """Each comment that answers nobody, with all below it. Whoever answers a comment that
    is gone answers nobody; a circle is cut at its oldest comment."""
    parents = {pk: row.parent_id if row.parent_id in rows else None for pk, row in rows.items()}
    age = {pk: place for place, pk in enumerate(rows)}
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in parents.items():
        below[parent].append(pk)
    reached: set[int] = set()
    branches = {first: _branch(first, below, reached) for first in below[None]}
    for pk in rows:
        if pk not in reached:
            first = min(_circle_above(pk, parents), key=age.__getitem__)
            branches[first] = _branch(first, below, reached)
    cut = [pk for pk in branches if rows[pk].parent_id is not None]
    for part in _parts(cut):
        tables.comments().filter(pk__in=part).update(parent=None)
    return branches


def _branch(first: int, below: dict[int | None, list[int]], reached: set[int]) -> list[int]:
    members, stack = [], [first]
    while stack:
        pk = stack.pop()
        if pk not in reached:
            reached.add(pk)
            members.append(pk)
            stack.extend(below.get(pk, ()))
    return members


def _circle_above(pk: int, parents: dict[int, int | None]) -> list[int]:
    path: dict[int, int] = {}
    at: int | None = pk
    while at is not None and at not in path:
        path[at] = len(path)
        at = parents[at]
    ring = list(path)
    return ring[path[at] :] if at is not None else ring


def _numbers(branches: dict[int, list[int]], rows: Rows, known: set[int]) -> dict[int, int]:
    """A thread number for each branch: the one that most of it bears, if nobody has a
    better claim, so that as few rows as possible change."""
    claims = []
    for place, (first, members) in enumerate(branches.items()):
        votes = Counter(rows[pk].thread_id for pk in members)
        claims += [(-count, place, first, number) for number, count in votes.items()]
        claims.append((0, place, first, rows[first].tree_id))
    numbers: dict[int, int] = {}
    free = set(known)
    for _votes, _place, first, number in sorted(claims):
        if first not in numbers and number in free:
            numbers[first] = number
            free.discard(number)
    for first in branches.keys() - numbers.keys():
        row = rows[first]
        numbers[first] = tables.trees().create(post_id=row.post_id, started_at=row.created_at).pk
    return numbers


def _gather(number: int, members: list[Any], heads: dict[int, int], posts: set[int]) -> None:
    """Bring a branch together in one thread, on one post: the first comment's, unless the
    thread's row and most that stood in it from the start say otherwise."""
    first = members[0]
    said = [first.post_id, heads.get(number, first.post_id)]
    said += [row.post_id for row in members[1:] if row.thread_id == number]
    post = Counter([post for post in said if post in posts] or said).most_common(1)[0][0]
    tables.trees().filter(pk=number).update(head=None, post=post, started_at=first.created_at)
    tables.trees().filter(head=number).exclude(post=post).update(post=post)
    strays = [row.pk for row in members if (row.thread_id, row.post_id) != (number, post)]
    for part in _parts(strays):
        tables.comments().filter(pk__in=part).update(thread=number, post=post)


def _park(threads: set[int]) -> None:
    """Take roots away from trees that are not their thread's: the rightful one may come."""
    roots = tables.comments().filter(thread__in=threads, level=0).order_by()
    trees = tables.trees().filter(Q(pk=OuterRef("thread")) | Q(head=OuterRef("thread")))
    astray = roots.filter(~Exists(trees.filter(pk=OuterRef("tree_id"))))
    tables.comments().filter(pk__in=list(astray.values_list("pk", flat=True))).update(level=1, lft=2, rght=3)


def _clear(threads: set[int]) -> None:
    """Rows of these numbers that nobody needs any more."""
    comments = tables.comments()
    unused = (
        tables.trees()
        .filter(Q(pk__in=threads) | Q(head__in=threads))
        .exclude(Exists(comments.filter(tree_id=OuterRef("pk"))))
        .exclude(Exists(comments.filter(thread=OuterRef("pk"))))
    )
    unused.delete()


def _parts(keys: Iterable[int]) -> Iterable[list[int]]:
    listed = list(keys)
    return (listed[start : start + 500] for start in range(0, len(listed), 500))
