"""What a reader has to do with a post: one statement, which says what the models say, and
spares a page the questions that have no answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from comments import moderation, sanctions, threads
from comments.following import level_of
from comments.models import Follow, Mute, Visit
from comments.ties import SELECT, Ties, ties_of
from tests import base

# The post's versions, the session, the person, the post with their like, and their ties.
QUERIES = 5
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def asking(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


def ties(person, post) -> Ties:
    return ties_of(asking(person), post)


@pytest.fixture
def other(alice):
    return base.published(alice, title="Another post")


# --- What there can be --------------------------------------------------------------------


def visit(reader, post, mo) -> None:
    Visit.objects.create(user=reader, post=post, before=1, now=2)


def follow(reader, post, mo) -> None:
    Follow.objects.create(user=reader, post=post, email="a@mail.example", level="all").confirm("replies")


def write(reader, post, mo) -> None:
    base.comment(post, author=reader)


def write_long_ago(reader, post, mo) -> None:
    base.comment(post, author=reader, created_at=LONG_AGO)


def wait(reader, post, mo) -> None:
    base.held(post, author=reader, created_at=LONG_AGO)


def be_judged(reader, post, mo) -> None:
    moderation.decide([base.held(post, author=reader)], "approve", by=mo)


WHAT = {
    visit: {"visit"},
    follow: {"follows"},
    write: {"wrote_of_late"},
    write_long_ago: set(),
    wait: {"wrote_of_late"},
    be_judged: {"wrote_of_late", "was_judged"},
}


@pytest.mark.parametrize("deed", WHAT)
def test_each_is_told_of_this_reader_at_this_post(ada, bob, mo, post, other, deed):
    assert ties(ada, post) == Ties()
    deed(ada, post, mo)
    found = ties(ada, post)
    assert {name for name, value in vars(found).items() if value} == WHAT[deed]
    assert ties(bob, post) == ties(ada, other) == Ties()


def like(reader, comment, mo) -> None:
    threads.like(comment, reader)


def mute(reader, comment, mo) -> None:
    Mute.objects.create(user=reader, muted=comment.author)


def be_banned(reader, comment, mo) -> None:
    sanctions.impose("ban", by=mo, user=reader)


ANYWHERE = {like: "likes_comments", mute: "mutes_people", be_banned: "was_restricted"}


@pytest.mark.parametrize("deed", ANYWHERE)
def test_some_are_told_wherever_it_was(ada, bob, mo, post, other, deed):
    deed(ada, base.comment(other, author=base.member("carl", "Carl")), mo)
    assert ties(ada, post) == ties(ada, other) == Ties(**{ANYWHERE[deed]: True})
    assert ties(bob, post) == ties(bob, other) == Ties()


def test_the_visit_and_the_level_are_those_of_the_models(ada, post):
    moment = timezone.now() - timedelta(hours=1)
    Visit.objects.create(user=ada, post=post, before=3, now=7, at=moment)
    told = ties(ada, post).visit
    assert (told, told.before, told.now, told.at) == (Visit.objects.get(), 3, 7, moment)
    assert (told.user_id, told.post_id) == (ada.pk, post.pk)
    wish = Follow.objects.create(user=ada, post=post, email="a@mail.example", level="all")
    for level in ("", "all", "replies"):
        if level:
            wish.confirm(level)
        assert ties(ada, post).follows == level_of(ada, post) == level


# --- What it costs ------------------------------------------------------------------------


def test_it_is_one_question_a_request_and_none_for_strangers(ada, post, django_assert_num_queries):
    request, stranger = asking(ada), asking(AnonymousUser())
    with django_assert_num_queries(1):
        assert ties_of(request, post) == ties_of(request, post)
    with django_assert_num_queries(0):
        assert ties_of(stranger, post) == Ties()


@pytest.mark.one_database
def test_sqlite_begins_with_what_is_the_readers(ada, post):
    """And not with the thousands of comments that a post may have, or that they wrote elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {SELECT}", {"reader": ada.pk, "post": post.pk, "young": LONG_AGO})
        plan = {row[-1] for row in cursor.fetchall()} - {"SCAN CONSTANT ROW", "SCAN reader", "SCAN own"}
    assert "SEARCH comments_comment USING INDEX comment_author_on_post (post_id=? AND author_id=?)" in plan
    assert len(plan) > 6
    assert not [step for step in plan if step.startswith("SCAN") or step.endswith("(post_id=?)")]


def test_a_readers_page_asks_no_question_without_an_answer(ada, post, django_assert_num_queries):
    base.comment(post)
    reader = base.signed_in(ada)
    for _ in range(2):
        reader.get(post.get_absolute_url())
    with django_assert_num_queries(QUERIES):
        reader.get(post.get_absolute_url())


def test_who_takes_part_pays_for_that_alone(ada, bob, mo, post, django_assert_num_queries):
    comment = base.comment(post, author=bob)
    base.comment(post, author=ada, created_at=LONG_AGO)
    threads.like(comment, ada)
    post.like(ada)
    follow(ada, post, mo)
    reader = base.signed_in(ada)
    for _ in range(2):
        reader.get(post.get_absolute_url())
    # Which comments they like.
    with django_assert_num_queries(QUERIES + 1):
        page = reader.get(post.get_absolute_url()).content.decode()
    assert f'data-liked="{comment.pk}"' in page
