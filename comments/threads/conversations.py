"""Many comments at once, as an import brings them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from blog.models import Post
from comments.threads import rows, tables
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
    heads = [
        CommentTree(
            post_id=post.pk,
            started_at=members[0].created_at,
            total=len(members),
            visible=sum(member.is_shown for member in members),
            likes=members[0].like_count,
        )
        for members in threads
    ]
    rows.give_keys(heads)
    rows.write(heads)
    with holding(*(head.pk for head in heads)):
        for head, members in zip(heads, threads, strict=True):
            _place(head, members)
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
        continued = [
            CommentTree(post_id=head.post_id, head=head, started_at=by_key[key].created_at) for key in roots
        ]
        rows.give_keys(continued)
        rows.write(continued)
        trees |= {key: tree.pk for key, tree in zip(roots, continued, strict=True)}
    for place in found:
        comment = by_key[place.key]
        comment.thread_id, comment.tree_id = head.pk, trees[place.tree]
        comment.lft, comment.rght, comment.level = place.lft, place.rght, place.level


def _write(comments: list[Comment]) -> None:
    """Parents before children."""
    require_lock("insert_many")
    rows.give_keys(comments)
    for comment in comments:
        comment.parent_id = comment.parent.pk if comment.parent else None
        # Nobody is told of what another blog showed long ago.
        comment.shown_in = 0 if comment.is_shown else None
    rows.write(comments)
