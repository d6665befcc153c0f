"""What must hold of every thread, said without MPTT: recomputed from `parent` alone."""

from collections import Counter, defaultdict

from blog.models import Post
from comments.models import Comment, CommentLike, CommentTree
from comments.threads import FULL

FIELDS = ["pk", "parent_id", "post_id", "thread_id", "tree_id", "lft", "rght", "level", "status", "kind"]


def assert_sound(full: int = FULL) -> None:
    """Every number and counter is what `parent` and the statuses say it is."""
    rows = {row["pk"]: row for row in Comment.objects.values(*FIELDS)}
    trees = {tree.pk: tree for tree in CommentTree.objects.all()}
    below, members, threads = defaultdict(list), defaultdict(list), defaultdict(list)
    roots = {}
    for row in rows.values():
        parent = rows.get(row["parent_id"])
        threads[row["thread_id"]].append(row)
        members[row["tree_id"]].append(row)
        if parent is None:
            assert row["parent_id"] is None, row
            assert row["tree_id"] == row["thread_id"], row
        else:
            assert (row["post_id"], row["thread_id"]) == (parent["post_id"], parent["thread_id"]), row
        if parent and parent["tree_id"] == row["tree_id"]:
            below[parent["pk"]].append(row)
        else:
            assert row["tree_id"] not in roots, "two roots in one tree"
            roots[row["tree_id"]] = row
    for number, root in roots.items():
        assert _numbered(root, below) == len(members[number]) <= full, number
        assert trees[number].post_id == root["post_id"], number
        assert trees[number].head_id == (None if number == root["thread_id"] else root["thread_id"]), number
    assert set(roots) == set(trees), "trees without comments, or comments without a tree"
    for number, thread in threads.items():
        shown = sum(row["status"] == "approved" and row["kind"] == "comment" for row in thread)
        assert (trees[number].total, trees[number].visible) == (len(thread), shown), number
    _assert_likes_counted(trees)
    for post in Post.objects.all():
        shown = Comment.objects.filter(post=post, status="approved", kind="comment").count()
        assert post.comment_count == shown, post


def _assert_likes_counted(trees: dict[int, CommentTree]) -> None:
    likes = Counter(CommentLike.objects.values_list("comment", flat=True))
    for comment in Comment.objects.only("thread", "parent", "like_count"):
        assert comment.like_count == likes[comment.pk], comment.pk
        if comment.parent_id is None:
            assert trees[comment.thread_id].likes == comment.like_count, comment.pk


def _numbered(root: dict, below: dict[int, list[dict]]) -> int:
    """Walk one tree and hold its numbers to the walk; how many comments there were."""
    stack, edge, seen = [(root, 0, False)], 0, 0
    while stack:
        row, level, leaving = stack.pop()
        edge += 1
        if leaving:
            assert row["rght"] == edge, row
            continue
        assert (row["tree_id"], row["level"], row["lft"]) == (root["tree_id"], level, edge), row
        seen += 1
        stack.append((row, level, True))
        children = sorted(below[row["pk"]], key=lambda child: child["lft"], reverse=True)
        stack.extend((child, level + 1, False) for child in children)
    return seen


def shape(post: Post) -> list[str]:
    """The thread as indented lines, in the order in which it is read."""
    below = defaultdict(list)
    for comment in Comment.objects.filter(post=post).order_by("-created_at", "-pk"):
        below[comment.parent_id].append(comment)
    lines, stack = [], [(comment, 0) for comment in below[None]]
    while stack:
        comment, depth = stack.pop()
        lines.append("  " * depth + comment.body)
        stack.extend((child, depth + 1) for child in below[comment.pk])
    return lines
