"""Conversations to measure with: the same for the same size and shape, on every machine."""

import random
from datetime import UTC, datetime, timedelta

from blog.models import Post
from comments import threads
from comments.models import Comment

START = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = (
    "the lane was empty but for a heron and the man with the spaniel who asked again whether "
    "anything was lost and I said only my way which I was keeping an eye on as I left it"
)


def bushy(post: Post, size: int, *, new_thread: float = 0.3, seed: int = 7) -> None:
    """`size` comments under a post: three in ten begin a thread, the rest answer one of the
    last hundred, newer ones likelier, as people do who read the end of a page."""
    chance = random.Random(seed)
    comments: list[Comment] = []
    for n in range(size):
        parent = None
        if comments and chance.random() > new_thread:
            back = min(int(chance.expovariate(1 / 15)) + 1, len(comments), 100)
            parent = comments[-back]
        comments.append(_comment(post, n, parent, chance))
    threads.insert_many(post, comments)


def chain(post: Post, size: int) -> None:
    """Each answers the one before."""
    chance, comments = random.Random(7), []
    for n in range(size):
        comments.append(_comment(post, n, comments[-1] if comments else None, chance))
    threads.insert_many(post, comments)


def star(post: Post, size: int) -> None:
    """All answer the first."""
    chance, comments = random.Random(7), []
    for n in range(size):
        comments.append(_comment(post, n, comments[0] if comments else None, chance))
    threads.insert_many(post, comments)


def _comment(post: Post, n: int, parent: Comment | None, chance: random.Random) -> Comment:
    body = " ".join(chance.choices(SENTENCE.split(), k=chance.randint(12, 130)))
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
