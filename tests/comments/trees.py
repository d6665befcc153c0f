"""What must hold of every tree, said without MPTT: recomputed from `parent` alone."""

from collections import defaultdict

from blog.models import Post
from comments.models import Comment, CommentTree


def assert_sound() -> None:
    """Every number and counter is what `parent` and the statuses say it is."""
    rows = list(
        Comment.objects.values(
            "pk", "parent_id", "post_id", "tree_id", "lft", "rght", "level", "status", "kind"
        )
    )
    by_pk = {row["pk"]: row for row in rows}
    below = defaultdict(list)
    for row in rows:
        below[row["parent_id"]].append(row)
        parent = by_pk.get(row["parent_id"])
        if parent:
            assert row["post_id"] == parent["post_id"], row
    seen = 0
    for root in below[None]:
        stack, edge = [(root, 0, False)], 0
        total = visible = 0
        while stack:
            row, level, leaving = stack.pop()
            edge += 1
            if leaving:
                assert row["rght"] == edge, row
                continue
            assert (row["tree_id"], row["level"], row["lft"]) == (root["tree_id"], level, edge), row
            seen, total = seen + 1, total + 1
            visible += row["status"] == "approved" and row["kind"] == "comment"
            stack.append((row, level, True))
            children = sorted(below[row["pk"]], key=lambda child: child["lft"], reverse=True)
            stack.extend((child, level + 1, False) for child in children)
        tree = CommentTree.objects.get(pk=root["tree_id"])
        assert (tree.post_id, tree.total, tree.visible) == (root["post_id"], total, visible), tree.pk
    assert seen == len(rows), "a comment hangs on nothing"
    assert CommentTree.objects.count() == len(below[None])
    for post in Post.objects.all():
        shown = Comment.objects.filter(post=post, status="approved", kind="comment").count()
        assert post.comment_count == shown, post


def shape(post: Post) -> list[str]:
    """The thread as indented lines, in the order in which it is read."""
    trees = CommentTree.objects.filter(post=post).order_by("started_at", "pk").values_list("pk", flat=True)
    comments = list(Comment.objects.filter(post=post).in_thread_order())
    return ["  " * c.level + c.body for tree_id in trees for c in comments if c.tree_id == tree_id]
