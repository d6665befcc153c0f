"""Many comments at once, as an import brings them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connection

from blog.models import Post
from comments.threads import tables
from comments.threads.counting import recount_post
from comments.threads.inserting import insert
from comments.threads.locking import holding, lock, require_lock
from comments.threads.numbering import places

if TYPE_CHECKING:
    from comments.models import Comment


def insert_many(post: Post, comments: list[Comment]) -> None:
    """Write a whole conversation at once, as an import does: unsaved comments, each with
    `parent` set to None, to another of the list, or to a saved comment of this post."""
    new = {id(comment) for comment in comments}
    below: dict[int, list[Comment]] = defaultdict(list)
    roots, late = [], []
    for comment in sorted(comments, key=lambda comment: comment.created_at):
        if comment.parent is None:
            roots.append(comment)
        elif id(comment.parent) in new:
            below[id(comment.parent)].append(comment)
        else:
            late.append(comment)
    with lock(*{comment.parent.thread_id for comment in late}):
        # Replies to what stands already come one by one, with all that hangs on them.
        while late:
            comment = late.pop(0)
            comment.parent_id = comment.parent.pk
            insert(comment)
            late.extend(below.pop(id(comment), []))
        if roots:
            _insert_threads(post, roots, below)


def _insert_threads(post: Post, roots: list[Comment], below: dict[int, list[Comment]]) -> None:
    """Number whole threads in memory, and write them."""
    CommentTree = tables.trees().model
    threads = [_members(root, below) for root in roots]
    heads = CommentTree.objects.bulk_create(
        CommentTree(
            post=post,
            started_at=members[0].created_at,
            total=len(members),
            visible=sum(member.is_shown for member in members),
            likes=members[0].like_count,
        )
        for members in threads
    )
    for head, members in zip(heads, threads, strict=True):
        _place(head, members)
    with holding(*(head.pk for head in heads)):
        _write([comment for members in threads for comment in members])
    recount_post(post.pk)


def _members(root: Comment, below: dict[int, list[Comment]]) -> list[Comment]:
    """The root and all below it, parents before children, older siblings first."""
    members, stack = [], [root]
    while stack:
        comment = stack.pop()
        members.append(comment)
        stack.extend(reversed(below.get(id(comment), ())))
    return members


def _place(head: Any, members: list[Comment]) -> None:
    """Give a new thread's comments their places."""
    CommentTree = tables.trees().model
    by_key = {id(comment): comment for comment in members}
    found = list(places((id(c), id(c.parent) if c.parent else None) for c in members))
    trees = {id(members[0]): head.pk}
    roots = [place.key for place in found if place.level == 0 and place.key not in trees]
    if roots:
        continued = CommentTree.objects.bulk_create(
            CommentTree(post_id=head.post_id, head=head, started_at=by_key[key].created_at) for key in roots
        )
        trees |= {key: tree.pk for key, tree in zip(roots, continued, strict=True)}
    for place in found:
        comment = by_key[place.key]
        comment.thread_id, comment.tree_id = head.pk, trees[place.tree]
        comment.lft, comment.rght, comment.level = place.lft, place.rght, place.level


def _write(comments: list[Comment]) -> None:
    """As rows, which takes a third of the time of bulk_create(). Parents before children."""
    require_lock("insert_many")
    meta = tables.comments().model._meta
    fields = meta.local_concrete_fields
    for comment, key in zip(comments, _new_keys(len(comments)), strict=True):
        above = comment.parent
        comment.pk, comment.parent_id = key, above.pk if above else None
        comment._state.adding, comment._state.db = False, connection.alias
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # What the database takes: of all kinds of values that we have, only times are not that already.
    values, adapted = (
        attrgetter(*(field.attname for field in fields)),
        connection.ops.adapt_datetimefield_value,
    )
    rows = [
        [adapted(value) if isinstance(value, datetime) else value for value in values(comment)]
        for comment in comments
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {meta.db_table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _new_keys(count: int) -> Iterable[int]:
    """Keys that no other comment gets. The transaction has written something already, so on
    SQLite it is the only one that writes."""
    with connection.cursor() as cursor:
        table = tables.comments().model._meta.db_table
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)
