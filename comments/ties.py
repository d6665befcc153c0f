"""What a signed-in reader has to do with a post, as one row by one statement. Most have
nothing to do with most posts: so a page asks once which of its questions have an answer at
all, and then only those, whose rules stay where they are.

Written out for the reason that blog/page_versions.py gives; tests hold it to the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from blog.models import Post
from comments.models import Visit
from comments.own import edit_window


@dataclass(frozen=True)
class Ties:
    """A stranger's, unless it says more."""

    visit: Visit | None = None
    # At which level they follow the conversation; empty for not at all.
    follows: str = ""
    # Comments of their own here that are young or not to be read by all, and acts upon their own.
    wrote_of_late: bool = False
    was_judged: bool = False
    # Anywhere, now or once.
    likes_comments: bool = False
    mutes_people: bool = False
    was_restricted: bool = False


# PostgreSQL plans it anew for each page, so it is as little as says so. MATERIALIZED: it would
# rather walk through all that a busy reader ever wrote, or through a whole conversation. CROSS
# JOIN: SQLite begins with what is the reader's.
SELECT = """
WITH own AS MATERIALIZED (
    SELECT id, status, created_at FROM comments_comment
    WHERE post_id = %(post)s AND author_id = %(reader)s)
SELECT visit.id, visit.user_id, visit.post_id, visit."before", visit."now", visit.at,
    (SELECT level FROM comments_follow
     WHERE user_id = %(reader)s AND post_id = %(post)s AND confirmed_at IS NOT NULL) AS follows,
    EXISTS (SELECT 1 FROM own WHERE status <> 'approved' OR created_at > %(young)s) AS wrote_of_late,
    EXISTS (SELECT 1 FROM own CROSS JOIN comments_act act WHERE act.comment_id = own.id) AS was_judged,
    EXISTS (SELECT 1 FROM comments_commentlike WHERE user_id = %(reader)s) AS likes_comments,
    EXISTS (SELECT 1 FROM comments_mute WHERE user_id = %(reader)s) AS mutes_people,
    EXISTS (SELECT 1 FROM comments_sanction WHERE user_id = %(reader)s) AS was_restricted
FROM (SELECT 1) AS reader
LEFT JOIN comments_visit visit ON visit.user_id = %(reader)s AND visit.post_id = %(post)s
"""


def ties_of(request: HttpRequest, post: Post) -> Ties:
    """Asked once a request."""
    known: dict[int, Ties] = vars(request).setdefault("ties", {})
    if post.pk not in known:
        known[post.pk] = _ties(request.user.pk, post) if request.user.is_authenticated else Ties()
    return known[post.pk]


def _ties(reader: int, post: Post) -> Ties:
    young = connection.ops.adapt_datetimefield_value(timezone.now() - edit_window())
    row: Any = Visit.objects.raw(SELECT, {"reader": reader, "post": post.pk, "young": young})[0]
    return Ties(
        visit=row if row.pk else None,
        follows=row.follows or "",
        wrote_of_late=row.wrote_of_late,
        was_judged=row.was_judged,
        likes_comments=row.likes_comments,
        mutes_people=row.mutes_people,
        was_restricted=row.was_restricted,
    )
