"""Comments that came to be read since a page was made.

Each open tab asks every half minute, and nearly always nothing is new: that is told by one
statement. It is written out for the reason that blog/page_versions.py gives, and because
SQLite takes the index of approved comments only if it reads the word.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.core.cache import caches
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext

from blog.models import Post
from blog.visitor_pages import KEEP_SECONDS
from comments.entries import Entry, More
from comments.models import Comment, Discussion
from comments.muting import fold_muted
from comments.printing import print_entries

# So many are put into an open page; for more it is better loaded anew.
MOST = 50
SELECT = """
SELECT id, version, (SELECT MAX(version) FROM blog_blog),
    (SELECT MIN(shown_in) FROM comments_comment
     WHERE post_id = blog_post.id AND status = 'approved' AND shown_in > %s)
FROM blog_post WHERE status = 'published' AND published_at <= %s AND slug = %s
"""


class News(NamedTuple):
    """What names an answer: two pages that lack the same comments get the same one."""

    post_pk: int
    version: int
    blog: int
    # The version that showed the first of them; None when there are none.
    first: int | None

    def __str__(self) -> str:
        return "-".join(map(str, self))


def news_since(since: int, slug: str, year: int = 0, month: int = 0, day: int = 0) -> News | None:
    """What came to the published post of this day, or without a day the page, after this
    version of it. None if there is no such post."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    select, where = SELECT + "AND kind = 'page'", [since, now, slug]
    if year:
        try:
            where.append(connection.ops.adapt_datefield_value(date(year, month, day)))
        except ValueError:
            return None
        select = SELECT + "AND kind = 'post' AND published_on = %s"
    if "\0" in slug:  # PostgreSQL cannot even be asked for it
        return None
    with connection.cursor() as cursor:
        cursor.execute(select, where)
        row = cursor.fetchone()
    return News(*row) if row else None


def print_news(news: News, post: Post, muted: frozenset[int] = frozenset()) -> str:
    """They, as they are put into the page, and what it says of them. Kept by what was found
    and not by what was asked, which anybody can invent. Who muted people has a copy of their
    own."""
    key = "" if muted else f"news:{news}"
    if key and (kept := caches["pages"].get(key)):
        return kept
    comments = Comment.objects.shown_since(post, (news.first or 1) - 1)
    comments = list(comments.select_related("parent").defer("body", "parent__body")[: MOST + 1])
    is_many = len(comments) > MOST
    indents = Discussion.current().indents
    entries: list[Entry | More] = [_entry(comment, post, indents) for comment in comments]
    fold_muted(entries, muted)
    context = {
        "post": post,
        "version": news.version,
        "most": MOST,
        "is_many": is_many,
        "entries": "" if is_many else print_entries(entries, post),
        "labels": [_label(n) for n in range(len(comments) + 1)],
    }
    html = render_to_string("comments/_news.html", context)
    if key and not is_many:
        caches["pages"].set(key, html, KEEP_SECONDS)
    return html


def _entry(comment: Comment, post: Post, indents: int) -> Entry:
    comment.post = post
    return Entry(comment, comment.level, indents=indents, parent=comment.parent)


def _label(n: int) -> str:
    return ngettext("%(n)d new reply", "%(n)d new replies", n) % {"n": n} if n else ""
