"""What a reply costs: in long conversations, in one endless thread, and from many at once."""

import multiprocessing
import os
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from multiprocessing.queues import SimpleQueue
from unittest.mock import patch

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import QuerySet
from mptt.exceptions import InvalidMove

from benchmarks import conversations
from benchmarks.browser import Browser
from benchmarks.pages import _session_of
from benchmarks.timing import percentile
from benchmarks.tutorial.models import TutorialComment
from blog.models import Post
from comments import threads
from comments.models import Comment, CommentTree
from comments.threads.locking import holding
from tests import base
from tests.comments.trees import assert_sound

LONG = 10_000
RATIO, P99_MS = 1.5, 50
POSTERS, TURNS, SECONDS, KEEPS = 8, 4, 3, 0.8
WORDS = {
    "name": "Grace",
    "email": "grace@mail.example",
    "body": "So did I. " * 40,
    "body_html": "<p>So did I.</p>",
}
Writer = Callable[[int, int | None], int]
Side = tuple[str, Writer, Post, list[int]]
SHAPES = {
    "bushy": partial(conversations.bushy, new_thread=0),
    "star": conversations.star,
    "chain": conversations.chain,
}
MEMBER = Browser(get_wsgi_application())
PROCESSES = multiprocessing.get_context("fork")


def measure() -> int:
    call_command("migrate", run_syncdb=True, verbosity=0)
    MEMBER.session = _session_of(base.member("ada", "Ada"))
    met = _long_posts()
    _endless_threads()
    return 0 if met & _at_once() else 1


def _long_posts() -> bool:
    """A signed-in reader's form, from its arrival to the answer, in turn under an empty post
    and under one with a long conversation. It goes on as it grew: see conversations.parents."""
    author = base.author("jo", "Jo")
    posts = {"empty": base.published(author, title="Empty"), "long": base.published(author, title="Long")}
    conversations.bushy(posts["long"], LONG)
    _settle()
    said = {name: list(_newest(post)) for name, post in posts.items()}
    times: dict[str, list[float]] = {name: [] for name in posts}
    for n, parent in enumerate(conversations.parents(500, seed=8)):
        for name, post in posts.items():
            back = n - parent if parent is not None else 0
            answered = said[name][-back] if back else ""
            answer = MEMBER.post(f"{post.get_absolute_url()}comments/", body=f"Said {n}", parent=answered)
            if answer.status != 302:
                raise RuntimeError(f"{post} answered {answer.status}")
            said[name].append(Comment.objects.latest("pk").pk)
            times[name].append(answer.ms)
    for name in posts:
        _line(f"POST, {posts[name].title.lower()} post", times[name])
    ratio = statistics.median(times["long"]) / statistics.median(times["empty"])
    most = percentile(times["long"], 99)
    print(f"{'ratio of the medians':<44} {ratio:>8.2f}")
    return ratio <= RATIO and most <= P99_MS


def _endless_threads() -> None:
    """One thread of ten thousand, without the form: only the guarded path."""
    author = Post.objects.first().author
    for name, grow in SHAPES.items():
        post = base.published(author, title=f"One {name}")
        grow(post, LONG)
        _settle()
        members = list(post.comments.order_by("created_at").values_list("pk", flat=True))
        chance = random.Random(7)
        for where, answered in (
            ("to the first", [members[0]] * 200),
            ("to the last", [members[-1]] * 200),
            ("anywhere", chance.choices(members, k=200)),
        ):
            _line(f"one {name} of {LONG:,}, {where}", [_reply(post, parent) for parent in answered])


def _reply(post: Post, parent: int) -> float:
    start = time.perf_counter()
    write_guarded(post.pk, parent)
    return (time.perf_counter() - start) * 1000


def _at_once() -> bool:
    """As much as eight processes can write in some seconds, three in ten beginning a thread: the
    guarded path with its locks, transaction and counters, and django-mptt's own without any. First
    the whole way of a signed-in reader's form, which is the same but for that; then the path alone,
    against create() of the tutorial's smaller table."""
    author = Post.objects.first().author
    posts = {name: base.published(author, title=name) for name in ("Guarded", "Unguarded", "Path")}
    for post in posts.values():
        conversations.bushy(post, 500)
    tutorial: list[int] = []
    for parent in conversations.parents(500):
        tutorial.append(write_tutorial(posts["Path"].pk, tutorial[parent] if parent is not None else None))
    _settle()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX comment_one_root_per_tree")  # it would refuse what is broken
    form, path = (
        _in_turns(
            ("form, guarded", post_form, posts["Guarded"], _newest(posts["Guarded"])),
            ("form, unguarded", post_form_unguarded, posts["Unguarded"], _newest(posts["Unguarded"])),
        ),
        _in_turns(
            ("path, guarded", write_guarded, posts["Path"], _newest(posts["Path"])),
            ("path, the tutorial's", write_tutorial, posts["Path"], tutorial),
        ),
    )
    unguarded = Comment.objects.filter(post=posts["Unguarded"])
    for name, comments in (("unguarded", unguarded), ("the tutorial's", TutorialComment.objects.all())):
        print("{1} of {0} trees are broken, {name}".format(*_trees(comments), name=name))
    posts["Unguarded"].delete()
    assert_sound()
    print(f"none of the guarded, which keep {form:.0%} of the form's speed, {path:.0%} of the path's")
    return form >= KEEPS


def write_tutorial(post: int, parent: int | None) -> int:
    above = TutorialComment.objects.get(pk=parent) if parent else None
    return TutorialComment.objects.create(post_id=post, parent=above, **WORDS).pk


def write_guarded(post: int, parent: int | None) -> int:
    comment = Comment(post_id=post, parent_id=parent, status=Comment.Status.APPROVED, **WORDS)
    threads.insert(comment)
    return comment.pk


def post_form(post: int, parent: int | None) -> int:
    address = Post.objects.get(pk=post).get_absolute_url()
    answer = MEMBER.post(f"{address}comments/", body=f"{os.getpid()} {time.time()}", parent=parent or "")
    if answer.status != 302:
        raise DatabaseError(answer.status)
    return int(answer.headers["Location"].rpartition("-")[2])


def post_form_unguarded(post: int, parent: int | None) -> int:
    with patch("comments.forms.threads.insert", insert_unguarded):
        return post_form(post, parent)


def insert_unguarded(comment: Comment, check: Callable, after: Callable) -> None:
    """What save() of any model with a tree does: as many transactions as statements."""
    with transaction.atomic():
        check(comment)
    if comment.parent:
        comment.thread_id = comment.parent.thread_id
    else:
        comment.thread = CommentTree.objects.create(post_id=comment.post_id)
    with holding(comment.thread_id):  # which is not true
        comment.save(force_insert=True)
    with transaction.atomic():
        after(comment)


def _in_turns(*sides: Side) -> float:
    """How much of the second's speed the first has."""
    counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for _ in range(TURNS):
        for name, *side in sides:
            counts[name] += _crowd(*side)
    rates = []
    for name, parts in counts.items():
        done, failed = (sum(numbers) for numbers in zip(*parts, strict=True))
        rates.append(done / SECONDS / TURNS)
        print(f"{f'{POSTERS} at once, {name}':<44} {rates[-1]:>8.0f} comments a second, {failed} failed")
    return rates[0] / rates[1]


def _crowd(write: Writer, post: Post, written: list[int]) -> list[tuple[int, int]]:
    """How many comments each wrote, and how many failed."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
    results = PROCESSES.SimpleQueue()
    go = time.time() + 0.5
    crowd = [
        PROCESSES.Process(target=_poster, args=(write, post.pk, written, seed, go, results))
        for seed in range(POSTERS)
    ]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
        if process.exitcode:
            raise RuntimeError("a poster fell over")
    return [results.get() for _ in crowd]


def _poster(write: Writer, post: int, written: list[int], seed: int, go: float, results: SimpleQueue) -> None:
    chance, done, failed = random.Random(seed), 0, 0
    mine = written[-100:]
    time.sleep(max(0, go - time.time()))
    while time.time() < go + SECONDS:
        try:
            mine.append(write(post, None if chance.random() < 0.3 else chance.choice(mine[-100:])))
            done += 1
        except (DatabaseError, InvalidMove, TutorialComment.DoesNotExist):
            failed += 1
    results.put((done, failed))


def _trees(comments: QuerySet) -> tuple[int, int]:
    """How many, and how many of them are broken."""
    trees = defaultdict(list)
    for tree, *row in comments.order_by().values_list("tree_id", "lft", "rght", "parent"):
        trees[tree].append(row)
    broken = 0
    for rows in trees.values():
        edges = sorted(edge for lft, rght, _parent in rows for edge in (lft, rght))
        roots = sum(parent is None for *_edges, parent in rows)
        broken += edges != list(range(1, 2 * len(rows) + 1)) or roots != 1
    return len(trees), broken


def _newest(post: Post) -> list[int]:
    return list(reversed(post.comments.order_by("-pk").values_list("pk", flat=True)[:100]))


def _settle() -> None:
    """As after a night: what the database does on its own by then is done."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CHECKPOINT" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint")


def _line(what: str, times: list[float]) -> None:
    middle, most = statistics.median(times), percentile(times, 99)
    print(f"{what:<44} {middle:>8.1f} ms, p99 {most:.1f} ms, longest {max(times):.1f} ms")
