"""Wishes to follow, as forms bring them, and who follows then."""


def follow(client, post, level="all", email="grace@mail.example", **kwargs):
    fields = {"level": level, **({"email": email} if email else {})}
    return client.post(f"{post.get_absolute_url()}comments/follow/", fields, **kwargs)


def followers(post) -> list[tuple[str, str]]:
    return [(each.email, each.level) for each in post.follows.confirmed().order_by("pk")]
