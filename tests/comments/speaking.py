"""Comments as people send them, and people that the blog knows."""

from comments.models import Comment
from tests import base

GUEST = {"name": "Grace Hopper", "email": "grace@mail.example"}
LINKS = "Both say so: https://a.example/one and https://b.example/two, I think."


def say(client, post, body="I run backwards daily.", **fields):
    return client.post(f"{post.get_absolute_url()}comments/", {"body": body, **fields})


def last() -> Comment:
    return Comment.objects.select_related("post", "author").latest("pk")


def known(post, **who) -> None:
    base.comment(post, "Welcome.", **(who or GUEST))


def trusted(post, **who) -> None:
    for n in range(5):
        base.comment(post, f"Welcome {n}.", **(who or GUEST))
