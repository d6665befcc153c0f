"""Is every thread what `parent` says it is?

The rules are local: each comment is held to what it answers and to its neighbour, each tree
to its comments, each thread and post to its sum. Together, and with no circles, they leave
one numbering of each tree only, so whole threads need not be in memory: the database
compares, range by range, and only what is wrong comes here. Each statement sees one state
of the data, so the site may go on writing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import connection

from comments.threads import tables
from comments.threads.findings import Finding

# So many comments are looked at by one statement, unless one thread has more.
COMMENTS_AT_ONCE = 20_000
THREADS_AT_ONCE = 5_000

COMMENTS = """
WITH c AS (
    SELECT id, parent_id, post_id, thread_id, tree_id, lft, rght, level, like_count,
        LAG(rght) OVER siblings AS rght_before,
        LEAD(lft) OVER siblings AS lft_after,
        (SELECT COUNT(*) FROM comments_commentlike l WHERE l.comment_id = comments_comment.id) AS likes
    FROM comments_comment
    WHERE {thread_id}
    WINDOW siblings AS (PARTITION BY parent_id, tree_id ORDER BY lft)
), held AS (
    SELECT c.*,
        p.id AS p_id, p.post_id AS p_post_id, p.thread_id AS p_thread_id, p.tree_id AS p_tree_id,
        p.lft AS p_lft, p.rght AS p_rght, p.level AS p_level,
        COALESCE(p.tree_id = c.tree_id, FALSE) AS inside,
        h.id AS h_id, h.head_id AS h_head_id, h.post_id AS h_post_id,
        t.id AS t_id, COALESCE(t.head_id, t.id) AS t_thread_id,
        CASE WHEN c.rght = c.lft + 1 THEN FALSE ELSE (
            SELECT 1 FROM comments_comment k
            WHERE k.parent_id = c.id AND k.tree_id = c.tree_id LIMIT 1
        ) IS NULL END AS has_room_for_nobody
    FROM c
    LEFT JOIN comments_comment p ON p.id = c.parent_id
    LEFT JOIN comments_commenttree h ON h.id = c.thread_id
    LEFT JOIN comments_commenttree t ON t.id = c.tree_id
)
SELECT * FROM held
WHERE h_id IS NULL OR h_head_id IS NOT NULL OR h_post_id <> post_id
    OR t_id IS NULL OR t_thread_id <> thread_id
    OR (parent_id IS NULL AND tree_id <> thread_id)
    OR (parent_id IS NOT NULL AND (p_id IS NULL OR p_post_id <> post_id OR p_thread_id <> thread_id))
    OR parent_id >= id
    OR (NOT inside AND (level <> 0 OR lft <> 1))
    OR (inside AND (
        level <> p_level + 1
        OR lft <> COALESCE(rght_before, p_lft) + 1
        OR (lft_after IS NULL AND p_rght <> rght + 1)
    ))
    OR has_room_for_nobody
    OR like_count <> likes
"""
TREES = """
SELECT t.id, t.head_id, t.post_id, t.version, t.total, t.visible, t.likes, t.started_at,
    h.id AS h_id, h.head_id AS h_head_id, h.post_id AS h_post_id,
    COALESCE(n.total, 0) AS n_total, COALESCE(n.visible, 0) AS n_visible,
    COALESCE(r.roots, 0) AS roots, COALESCE(r.likes, 0) AS r_likes, r.created_at AS r_created_at,
    t.head_id IS NULL AND t.started_at <> r.created_at AS began_elsewhen,
    (SELECT 1 FROM comments_comment c WHERE c.tree_id = t.id LIMIT 1) IS NULL AS is_empty
FROM comments_commenttree t
LEFT JOIN comments_commenttree h ON h.id = t.head_id
LEFT JOIN (
    SELECT thread_id, COUNT(*) AS total,
        SUM(CASE WHEN status = 'approved' AND kind = 'comment' THEN 1 ELSE 0 END) AS visible
    FROM comments_comment WHERE {thread_id} GROUP BY thread_id
) n ON n.thread_id = t.id AND t.head_id IS NULL
LEFT JOIN (
    SELECT tree_id, COUNT(*) AS roots, MIN(like_count) AS likes, MIN(created_at) AS created_at
    FROM comments_comment WHERE level = 0 AND {tree_id} GROUP BY tree_id
) r ON r.tree_id = t.id
WHERE {t_id} AND (
    t.version < 1
    OR t.total <> COALESCE(n.total, 0)
    OR t.visible <> COALESCE(n.visible, 0)
    OR (t.head_id IS NULL AND (t.likes <> COALESCE(r.likes, 0) OR t.started_at <> r.created_at))
    OR (t.head_id IS NOT NULL AND (
        t.likes <> 0 OR h.id IS NULL OR h.head_id IS NOT NULL OR h.post_id <> t.post_id
    ))
    OR COALESCE(r.roots, 0) <> 1
)
"""
POSTS = """
SELECT post.id, post.version, post.comment_count, COALESCE(SUM(h.visible), 0) AS visible
FROM blog_post post
LEFT JOIN comments_commenttree h ON h.post_id = post.id AND h.head_id IS NULL
GROUP BY post.id
HAVING post.version < 1 OR post.comment_count <> COALESCE(SUM(h.visible), 0)
"""
# A circle has a comment that answers a newer number, so only from those is it looked for.
CIRCLE = """
WITH RECURSIVE up (id, parent_id) AS (
    SELECT id, parent_id FROM comments_comment WHERE id = %s
    UNION
    SELECT c.id, c.parent_id FROM comments_comment c JOIN up ON c.id = up.parent_id
)
SELECT id FROM up WHERE EXISTS (SELECT 1 FROM up last WHERE last.parent_id = %s)
"""

Progress = Callable[[int, int], None]


def check(
    progress: Progress = lambda done, total: None, only: Collection[int] | None = None
) -> Iterator[Finding]:
    """Everything that is wrong: of all threads and posts, or of the threads `only`."""
    if only is not None:
        if only:
            yield from _of_part(_Threads(only))
        return
    for part, done, total in _parts():
        yield from _of_part(part)
        progress(done, total)
    yield from check_posts()


def check_posts() -> Iterator[Finding]:
    """Posts whose count is not the sum of their threads' counts."""
    for row in _rows(POSTS):
        if row.comment_count != row.visible:
            yield Finding("comment_count", post=row.id, found=row.comment_count, expected=row.visible)
        if row.version < 1:
            yield Finding("version", post=row.id, found=row.version, expected=1)


# --- Parts of the whole, to be looked at one by one -------------------------------


@dataclass(frozen=True)
class _Range:
    """Thread and tree numbers from `start`, up to `end`; None is open."""

    start: int | None
    end: int | None

    def says(self, column: str) -> str:
        ends = [f"{column} >= {self.start}"] * (self.start is not None)
        ends += [f"{column} < {self.end}"] * (self.end is not None)
        return " AND ".join(ends) or "TRUE"

    threads = trees = says


@dataclass(frozen=True)
class _Threads:
    numbers: Collection[int]

    def threads(self, column: str) -> str:
        return f"{column} IN ({self._listed})"

    def trees(self, column: str) -> str:
        listed = self._listed
        of_these = f"SELECT id FROM comments_commenttree WHERE id IN ({listed}) OR head_id IN ({listed})"  # noqa: S608 - numbers
        return f"{column} IN ({of_these})"

    @property
    def _listed(self) -> str:
        return ", ".join(str(int(number)) for number in self.numbers)


def _parts() -> Iterator[tuple[_Range, int, int]]:
    """Ranges of numbers that together hold everything, also what stands in no thread, with
    how many comments are done after each, of how many."""
    total = tables.comments().count()
    heads = tables.trees().filter(head=None).order_by("pk")
    start, done = None, 0
    while True:
        rest = heads if start is None else heads.filter(pk__gte=start)
        size, end = 0, None
        for place, (number, comments) in enumerate(rest.values_list("pk", "total")[: THREADS_AT_ONCE + 1]):
            if size >= COMMENTS_AT_ONCE or place == THREADS_AT_ONCE:
                end = number
                break
            size += comments
        done = total if end is None else min(done + size, total)
        yield _Range(start, end), done, total
        if end is None:
            return
        start = end


def _rows(sql: str, *params: int) -> Iterator[Any]:
    """What the database answers, without ever holding all of it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params or None)
        names: list[str] = []
        while found := cursor.fetchmany(500):
            names = names or [column[0] for column in cursor.description]
            for row in found:
                yield SimpleNamespace(**dict(zip(names, row, strict=True)))


# --- What each suspicious row has against it --------------------------------------


def _of_part(part: _Range | _Threads) -> Iterator[Finding]:
    for row in _rows(COMMENTS.format(thread_id=part.threads("thread_id"))):
        where = {"thread": row.thread_id, "tree": row.tree_id, "comment": row.id, "post": row.post_id}
        for rule, found, expected in (*_links(row), *_edges(row)):
            yield Finding(rule, **where, found=found, expected=expected)
        if row.lft_after is None and row.inside and row.p_rght != row.rght + 1:
            where["comment"] = row.p_id
            yield Finding("rght", **where, found=row.p_rght, expected=row.rght + 1)
    trees = TREES.format(
        thread_id=part.threads("thread_id"), tree_id=part.trees("tree_id"), t_id=part.trees("t.id")
    )
    for row in _rows(trees):
        where = {"thread": row.head_id or row.id, "tree": row.id, "post": row.post_id}
        for rule, found, expected in (*_roots(row), *_counters(row)):
            yield Finding(rule, **where, found=found, expected=expected)


Broken = Iterable[tuple[str, object, object]]


def _links(row: Any) -> Broken:
    """What the comment answers, and the rows that it names."""
    if row.parent_id is not None and row.p_id is None:
        yield "parent", row.parent_id, ""
    if row.p_id is not None and row.p_post_id != row.post_id:
        yield "post", row.post_id, row.p_post_id
    if row.p_id is not None and row.p_thread_id != row.thread_id:
        yield "thread", row.thread_id, row.p_thread_id
    if row.parent_id is not None and row.parent_id >= row.id and (circle := _circle(row.id)):
        yield "circle", circle, ""
    if row.h_id is None:
        yield "no_thread", row.thread_id, ""
    elif row.h_head_id is not None:
        yield "not_a_thread", row.thread_id, row.h_head_id
    elif row.h_post_id != row.post_id:
        yield "post_of_thread", row.post_id, row.h_post_id


def _edges(row: Any) -> Broken:
    """The comment's place in its tree."""
    if row.t_id is None:
        yield "no_tree", row.tree_id, ""
    elif row.t_thread_id != row.thread_id:
        yield "tree_of_another", row.t_thread_id, row.thread_id
    if row.parent_id is None and row.tree_id != row.thread_id:
        yield "first_tree", row.tree_id, row.thread_id
    level, lft = 0, 1
    if row.inside:
        level = row.p_level + 1
        lft = (row.p_lft if row.rght_before is None else row.rght_before) + 1
    if row.level != level:
        yield "level", row.level, level
    if row.lft != lft:
        yield "lft", row.lft, lft
    if row.has_room_for_nobody:
        yield "rght", row.rght, row.lft + 1
    if row.like_count != row.likes:
        yield "like_count", row.like_count, row.likes


def _circle(pk: int) -> str:
    """The numbers in the circle that this comment is the lowest of, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(CIRCLE, [pk, pk])
        numbers = sorted(number for (number,) in cursor.fetchall())
    if not numbers or numbers[0] != pk:
        return ""
    return ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")


def _roots(row: Any) -> Broken:
    if row.is_empty:
        yield "empty", "", ""
    elif row.roots != 1:
        yield "roots", row.roots, 1
    if row.head_id is not None and (row.h_id is None or row.h_head_id is not None):
        yield "head", row.head_id, ""
    if row.h_id is not None and row.h_post_id != row.post_id:
        yield "post_of_head", row.post_id, row.h_post_id


def _counters(row: Any) -> Broken:
    """The first tree's row counts for all; the others' stay at nothing."""
    likes = row.r_likes if row.head_id is None else 0
    if row.version < 1:
        yield "version", row.version, 1
    if row.total != row.n_total:
        yield "total", row.total, row.n_total
    if row.visible != row.n_visible:
        yield "visible", row.visible, row.n_visible
    if row.likes != likes:
        yield "likes", row.likes, likes
    if row.began_elsewhen:
        yield "started_at", row.started_at, row.r_created_at
