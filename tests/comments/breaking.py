"""Ways to break threads on purpose, past every guard.

A world of four threads; each way says which rules notice it, and which threads are touched.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from mptt.managers import TreeManager

from blog.models import Post
from comments import threads
from comments.models import Comment, CommentTree
from tests import base

FULL = 4


def build_world(post: Post, elsewhere: Post, reader) -> dict[str, int]:
    """Threads a and b on `post`, c on another, d on `post` again: the number of each name."""
    made: dict[str, Comment] = {}

    def say(name: str, parent: str = "", **kwargs) -> None:
        where = elsewhere if name.startswith("c") else post
        made[name] = base.comment(where, name, parent=made.get(parent), **kwargs)

    for name, parent in [("a", ""), ("a1", "a"), ("a2", "a"), ("a11", "a1"), ("a12", "a1")]:
        say(name, parent)
    for name, parent in [("a121", "a12"), ("a122", "a12"), ("a1211", "a121"), ("a3", "a"), ("a31", "a3")]:
        say(name, parent)
    say("a32", "a3", status="pending")
    for name, parent in [("b", ""), ("b1", "b"), ("b11", "b1"), ("b2", "b")]:
        say(name, parent)
    for name, parent in [
        ("c", ""),
        ("c1", "c"),
        ("c2", "c"),
        ("c21", "c2"),
        ("c3", "c"),
        ("d", ""),
        ("d1", "d"),
    ]:
        say(name, parent)
    for name in ("a", "a1", "c"):
        threads.like(made[name], reader)
    numbers = {name: comment.pk for name, comment in made.items()}
    numbers |= {f"thread_{name}": made[name].thread_id for name in "abcd"}
    numbers |= {f"tree_{name}": made[name].tree_id for name in ("a12", "a3", "c3")}
    assert len({numbers["thread_a"], numbers["tree_a12"], numbers["tree_a3"]}) == 3
    return numbers | {"post": post.pk, "elsewhere": elsewhere.pk, "nowhere": 987_654}


@contextmanager
def without_guards(one_root_a_tree: bool):
    """Neither triggers nor keys nor checks, until the test's transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in ("comment_edges_in_order", "comment_root_starts_at_one"):
                cursor.execute(f"ALTER TABLE comments_comment DROP CONSTRAINT IF EXISTS {name}")
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS comment_parent_on_same_post_insert")
            cursor.execute("DROP TRIGGER IF EXISTS comment_parent_on_same_post_update")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        if not one_root_a_tree:
            cursor.execute("DROP INDEX comment_one_root_per_tree")
        yield cursor
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


SHORT = {
    "comments": "UPDATE comments_comment SET",
    "trees": "UPDATE comments_commenttree SET",
    "posts": "UPDATE blog_post SET",
    "new_tree": (
        "INSERT INTO comments_commenttree (started_at, version, total, visible, likes, id, post_id, head_id) "
        "VALUES ('2026-01-01', 1, 0, 0, 0,"
    ),
}


@dataclass
class Way:
    name: str
    rules: str
    sql: str | Callable[[], None]
    touched: str = "a"
    # Rows that the breaking itself takes away.
    lost: str = ""

    def do(self, numbers: dict[str, int]) -> None:
        with without_guards(one_root_a_tree="roots" not in self.rules) as cursor:
            if callable(self.sql):
                self.sql()
                return
            for statement in self.sql.format(**SHORT, **numbers).split(";"):
                cursor.execute(statement)


def rebuild_with_mptt() -> None:
    """What MPTT makes of it, which knows nothing of threads of several trees."""
    with threads.lock(CommentTree.objects.filter(head=None).first().pk):
        TreeManager.rebuild(Comment.objects)


PLACES = [
    Way("left edge", "lft", "{comments} lft = lft + 1 WHERE id = {a2}"),
    Way("right edge", "rght", "{comments} rght = rght + 1 WHERE id = {a1}"),
    Way("right edge of a leaf", "rght", "{comments} rght = rght + 4 WHERE id = {a11}"),
    Way("right edge of a root", "rght", "{comments} rght = 99 WHERE id = {a}"),
    Way("edges turned round", "lft rght", "{comments} lft = rght, rght = lft WHERE id = {a1}"),
    Way("negative-looking edges", "lft", "{comments} lft = 0, rght = 0 WHERE id = {a11}"),
    Way("level", "level", "{comments} level = level + 1 WHERE id = {a11}"),
    Way("level of a root", "level", "{comments} level = 3, lft = 2 WHERE id = {a12}"),
    Way("siblings on one place", "lft", "{comments} lft = 2, rght = 3 WHERE id IN ({a1}, {a2})"),
    Way(
        "a gap", "lft", "{comments} lft = lft + 10, rght = rght + 10 WHERE thread_id = {thread_a} AND lft > 2"
    ),
    Way("all on one place", "lft rght", "{comments} lft = 1, rght = 2 WHERE thread_id = {thread_a}"),
    Way("all roots", "roots", "{comments} level = 0, lft = 1, rght = 2 WHERE thread_id = {thread_a}"),
    Way("two trees in one", "roots", "{comments} tree_id = {thread_a} WHERE tree_id = {tree_a12}"),
    Way("another tree of the thread", "lft", "{comments} tree_id = {tree_a3} WHERE id = {a11}"),
    Way(
        "a tree of another thread", "tree_of_another", "{comments} tree_id = {thread_b} WHERE id = {a2}", "ab"
    ),
    Way("a root in another's tree", "roots", "{comments} tree_id = {thread_b} WHERE id = {a12}", "ab"),
    Way("no such tree", "no_tree", "{comments} tree_id = {nowhere} WHERE id = {a2}"),
    Way(
        "trees of two threads exchanged",
        "tree_of_another first_tree",
        "{comments} tree_id = {nowhere} WHERE tree_id = {thread_a}; "
        "{comments} tree_id = {thread_a} WHERE tree_id = {thread_b}; "
        "{comments} tree_id = {thread_b} WHERE tree_id = {nowhere}",
        "ab",
    ),
    Way("rebuilt by MPTT", "first_tree", rebuild_with_mptt, "abcd"),
    Way("a comment taken out", "rght total", "DELETE FROM comments_comment WHERE id = {a11}", lost="a11"),
]
LINKS = [
    Way("another thread's number", "thread", "{comments} thread_id = {thread_b} WHERE id = {a1}", "ab"),
    Way("another post's thread", "thread", "{comments} thread_id = {thread_c} WHERE id = {a1}", "ac"),
    Way("first of another thread", "first_tree", "{comments} thread_id = {thread_b} WHERE id = {a}", "ab"),
    Way("no such thread", "no_thread", "{comments} thread_id = {nowhere} WHERE id = {a1}"),
    Way("nobody's thread", "no_thread", "{comments} thread_id = {nowhere} WHERE thread_id = {thread_a}"),
    Way("a tree as thread", "not_a_thread", "{comments} thread_id = {tree_a12} WHERE id = {a1}"),
    Way("reply on another post", "post", "{comments} post_id = {elsewhere} WHERE id = {a1}"),
    Way("first on another post", "post_of_thread", "{comments} post_id = {elsewhere} WHERE id = {a}"),
    Way("answers another thread", "thread", "{comments} parent_id = {b1} WHERE id = {a1}", "ab"),
    Way("answers another post", "post thread", "{comments} parent_id = {c1} WHERE id = {a1}", "ac"),
    Way("a first that answers", "thread", "{comments} parent_id = {b1} WHERE id = {a}", "ab"),
    Way("answers what is gone", "parent", "{comments} parent_id = {nowhere} WHERE id = {a1}"),
    Way("its parent lost", "parent", "DELETE FROM comments_comment WHERE id = {a12}", lost="a12"),
    Way("its first lost", "parent level", "DELETE FROM comments_comment WHERE id = {b}", "b", lost="b"),
    Way("answers itself", "circle", "{comments} parent_id = id WHERE id = {a1}"),
    Way("a circle of two", "circle", "{comments} parent_id = {a11} WHERE id = {a1}"),
    Way("a circle over trees", "circle", "{comments} parent_id = {a1211} WHERE id = {a1}"),
    Way("no first at all", "circle", "{comments} parent_id = {a31} WHERE id = {a}"),
    Way(
        "a circle over threads",
        "circle",
        "{comments} parent_id = {b11} WHERE id = {a1}; {comments} parent_id = {a11} WHERE id = {b1}",
        "ab",
    ),
    Way(
        "first and reply exchanged",
        "level",
        "{comments} parent_id = {a1211} WHERE id = {a}; {comments} parent_id = NULL WHERE id = {a1}",
    ),
    Way(
        "first in a circle, reply on top",
        "circle",
        "{comments} parent_id = {a31} WHERE id = {a}; {comments} parent_id = NULL WHERE id = {a1}",
    ),
    Way("two firsts", "first_tree", "{comments} parent_id = NULL WHERE id = {a12}"),
    Way("two firsts, one of a tree", "level", "{comments} parent_id = NULL WHERE id = {a1}"),
]
ROWS = [
    Way("thread's row lost", "no_thread no_tree", "DELETE FROM comments_commenttree WHERE id = {thread_a}"),
    Way("tree's row lost", "no_tree", "DELETE FROM comments_commenttree WHERE id = {tree_a12}"),
    Way(
        "all rows lost",
        "no_thread no_tree",
        "DELETE FROM comments_commenttree WHERE id = {thread_a} OR head_id = {thread_a}",
    ),
    Way(
        "a row of nobody",
        "empty",
        "{new_tree} {nowhere}, {post}, NULL)",
        "",
    ),
    Way("an empty tree", "empty", "{new_tree} 99999, {post}, {thread_a})"),
    Way(
        "an empty tree of nobody",
        "empty head",
        "{new_tree} 99999, {post}, 99998)",
        "",
    ),
    Way(
        "a thread that goes on another",
        "not_a_thread",
        "{trees} head_id = {thread_b} WHERE id = {thread_a}",
        "ab",
    ),
    Way("a thread that goes on itself", "not_a_thread head", "{trees} head_id = id WHERE id = {thread_a}"),
    Way(
        "a tree of another's thread",
        "tree_of_another",
        "{trees} head_id = {thread_c} WHERE id = {tree_a12}",
        "ac",
    ),
    Way("a tree that goes on a tree", "head", "{trees} head_id = {tree_a3} WHERE id = {tree_a12}"),
    Way(
        "a tree that claims to be a thread", "tree_of_another", "{trees} head_id = NULL WHERE id = {tree_a12}"
    ),
    Way("a tree that goes on nothing", "head", "{trees} head_id = {nowhere} WHERE id = {tree_a12}"),
    Way("thread on another post", "post_of_thread", "{trees} post_id = {elsewhere} WHERE id = {thread_a}"),
    Way("tree on another post", "post_of_head", "{trees} post_id = {elsewhere} WHERE id = {tree_a12}"),
]
COUNTS = [
    Way("total", "total", "{trees} total = total + 1 WHERE id = {thread_a}"),
    Way("visible", "visible comment_count", "{trees} visible = 0 WHERE id = {thread_a}"),
    Way("likes", "likes", "{trees} likes = 7 WHERE id = {thread_a}"),
    Way(
        "a tree that counts",
        "total visible likes",
        "{trees} total = 1, visible = 1, likes = 1 WHERE id = {tree_a3}",
    ),
    Way("when it began", "started_at", "{trees} started_at = '2001-01-01' WHERE id = {thread_a}"),
    Way("version", "version", "{trees} version = 0 WHERE id = {thread_a}"),
    Way("post's count", "comment_count", "{posts} comment_count = 99 WHERE id = {post}", ""),
    Way("post's version", "version", "{posts} version = 0 WHERE id = {post}", ""),
    Way("likes of a comment", "like_count", "{comments} like_count = 3 WHERE id = {a2}"),
    Way("likes of a first comment", "like_count likes", "{comments} like_count = 3 WHERE id = {a}"),
    Way("a like taken out", "like_count", "DELETE FROM comments_commentlike WHERE comment_id = {a1}"),
    Way("approved past the counters", "visible", "{comments} status = 'approved' WHERE id = {a32}"),
]
WAYS = [*PLACES, *LINKS, *ROWS, *COUNTS]
