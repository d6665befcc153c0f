"""Conversations to measure with: the same for the same size and shape, on every machine."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from blog.models import Post
from comments import threads
from comments.models import Comment

START = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = (
    "the lane was empty but for a heron and the man with the spaniel who asked again whether "
    "anything was lost and I said only my way which I was keeping an eye on as I left it"
)


# Written at once: few enough to be held in memory, whatever the whole is.
PORTION = 10_000


def bushy(post: Post, size: int, *, new_thread: float = 0.3, seed: int = 7) -> None:
    """`size` comments under a post, grown as `parents` says."""
    _write(post, parents(size, new_thread=new_thread, seed=seed))


def chain(post: Post, size: int) -> None:
    """Each answers the one before."""
    _write(post, [None, *range(size - 1)])


def star(post: Post, size: int) -> None:
    """All answer the first."""
    _write(post, [None, *[0] * (size - 1)])


def parents(size: int, *, new_thread: float = 0.3, seed: int = 7) -> Iterator[int | None]:
    """How a conversation grows: three comments in ten begin a thread, the rest answer one of
    the last hundred, newer ones likelier, as people do who read the end of a page. Each is
    given as the number of what it answers. Every ten thousand, all that was said so far is
    over: nobody answers it any more."""
    chance = random.Random(seed)
    for n in range(size):
        room = min(n % PORTION, 100)
        if not room or (chance.random() <= new_thread):
            yield None
        else:
            yield n - min(int(chance.expovariate(1 / 15)) + 1, room)


def words(chance: random.Random) -> str:
    return " ".join(chance.choices(SENTENCE.split(), k=chance.randint(12, 130)))


def _write(post: Post, answered: Iterable[int | None]) -> None:
    chance = random.Random(7)
    comments: dict[int, Comment] = {}
    for n, parent in enumerate(answered):
        # A chain or a star is one thread, and is written whole.
        if len(comments) >= PORTION and parent is None:
            threads.insert_many(post, list(comments.values()))
            comments.clear()
        comments[n] = _comment(post, n, comments[parent] if parent is not None else None, chance)
    threads.insert_many(post, list(comments.values()))


def _comment(post: Post, n: int, parent: Comment | None, chance: random.Random) -> Comment:
    body = words(chance)
    return Comment(
        post=post,
        parent=parent,
        name=f"Reader {chance.randint(1, 400)}",
        email="reader@mail.example",
        body=body,
        body_html=f"<p>{body}</p>",
        status=Comment.Status.APPROVED,
        created_at=START + timedelta(minutes=n),
    )
