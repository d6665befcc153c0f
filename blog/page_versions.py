"""What a visitor's request asks of the database: the versions that name its page, as one
row by one statement. Written out, because building it with the ORM takes three times as
long as running it (`make bench`); tests hold it to Post.objects.published()."""

from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils import timezone


class PageVersions(NamedTuple):
    post_pk: int
    post: int
    blog: int
    # The newest post that is due: a scheduled one becomes its neighbours' "Next".
    newest_due: int | None

    def __str__(self) -> str:
        return "-".join(map(str, self))

    @property
    def apart_from_comments(self) -> str:
        """Names what shows neither comments nor likes: a new one leaves it as it was."""
        return f"{self.post_pk}-{self.blog}-{self.newest_due}"


SELECT = """
SELECT id, version, (SELECT MAX(version) FROM blog_blog),
    (SELECT id FROM blog_post WHERE kind = 'post' AND status = 'published' AND published_at <= %s
     ORDER BY published_at DESC, id DESC LIMIT 1)
FROM blog_post WHERE status = 'published' AND published_at <= %s AND slug = %s
"""


def of_post(year: int, month: int, day: int, slug: str) -> PageVersions | None:
    try:
        published_on = connection.ops.adapt_datefield_value(date(year, month, day))
    except ValueError:
        return None
    return _row(SELECT + "AND kind = 'post' AND published_on = %s", slug, published_on)


def of_page(slug: str) -> PageVersions | None:
    return _row(SELECT + "AND kind = 'page'", slug)


def _row(select: str, *where: object) -> PageVersions | None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(select, [now, now, *where])
        row = cursor.fetchone()
    return PageVersions(*row) if row else None
