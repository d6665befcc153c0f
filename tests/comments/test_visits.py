"""What is new since a member's last visit. (Guests' browsers: tests/browser/test_live.py.)"""

import re
import sqlite3
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from comments import threads, visits
from comments.models import Visit
from tests import base


def read(client, post, **kwargs) -> str:
    answer = client.get(post.get_absolute_url(), **kwargs)
    assert answer.status_code == 200
    return answer.text


def half_an_hour_later() -> None:
    Visit.objects.update(at=timezone.now() - timedelta(minutes=31))


def version(post) -> int:
    return Post.objects.get(pk=post.pk).version


def until(page: str) -> int:
    """The version that they had seen when this visit began."""
    return int(re.search(r'data-until="(\d+)"', page)[1])


def links(page: str) -> list[str]:
    found = re.search(r'<nav class="band since".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


@pytest.fixture
def member(ada):
    return base.signed_in(ada)


def test_on_a_first_visit_nothing_is_new(member, post):
    base.comment(post)
    page = read(member, post)
    assert until(page) == version(post)
    assert "since your last visit" not in page


def test_the_next_visit_names_what_came_meanwhile(member, post):
    old = base.comment(post)
    read(member, post)
    seen = version(post)
    new = [base.reply(old, "So did I.", name="Marta"), base.comment(post, name="Olu <b>")]
    half_an_hour_later()
    page = read(member, post)
    assert until(page) == seen
    assert "2 new comments since your last visit:" in page
    assert links(page) == [f"#comment-{comment.pk}" for comment in new]
    assert "<bdi>Olu &lt;b&gt;</bdi>" in page
    assert page.index("since your last visit") < page.index('id="comments"')


def test_within_a_visit_it_stays_new_and_after_it_no_longer(member, post):
    read(member, post)
    new = base.comment(post)
    for _ in range(3):
        assert links(read(member, post)) == [f"#comment-{new.pk}"]
    half_an_hour_later()
    assert links(read(member, post)) == []


def test_each_page_makes_the_visit_longer(member, post):
    read(member, post)
    base.comment(post)
    read(member, post)
    for _ in range(4):
        Visit.objects.update(at=timezone.now() - timedelta(minutes=20))
        assert len(links(read(member, post))) == 1


def test_what_was_held_is_new_when_it_can_be_read(member, post):
    held = base.held(post, "zqHELDqz")
    read(member, post)
    half_an_hour_later()
    assert links(read(member, post)) == []
    held.approve()
    half_an_hour_later()
    assert links(read(member, post)) == [f"#comment-{held.pk}"]


def test_their_own_words_are_not_new_to_them(member, ada, post):
    read(member, post)
    own = base.comment(post, author=ada)
    page = read(member, post)
    assert links(page) == []
    assert f'data-own="comment-{own.pk} "' in page


def test_likes_are_not_new_comments(member, bob, post):
    comment = base.comment(post)
    read(member, post)
    threads.like(comment, bob)
    half_an_hour_later()
    assert links(read(member, post)) == []


def test_each_member_has_visits_of_their_own_and_each_post(member, bob, alice, post):
    other, elsewhere = base.signed_in(bob), base.published(alice, title="Elsewhere")
    read(member, post)
    base.comment(post)
    base.comment(elsewhere)
    assert links(read(other, post)) == []
    assert links(read(member, elsewhere)) == []
    assert len(links(read(member, post))) == 1


def test_strangers_leave_no_trace(client, post):
    base.comment(post)
    page = read(client, post)
    assert not Visit.objects.exists()
    assert "data-until" not in page
    assert "since your last visit" not in page


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_pages_that_nobody_looks_at_are_no_visits(member, post, purpose):
    read(member, post, headers={"sec-purpose": purpose})
    member.head(post.get_absolute_url())
    assert not Visit.objects.exists()
    read(member, post)
    seen = version(post)
    base.comment(post)
    half_an_hour_later()
    before = Visit.objects.values().get()
    # They say what is new all the same: the page may be looked at later.
    assert len(links(read(member, post, headers={"sec-purpose": purpose}))) == 1
    member.head(post.get_absolute_url())
    assert Visit.objects.values().get() == before
    assert until(read(member, post)) == seen


def test_the_first_ten_are_links_and_a_hundred_are_counted(member, post, monkeypatch):
    read(member, post)
    for n in range(12):
        base.comment(post, f"n {n}", name=f"Reader {n}")
    page = read(member, post)
    assert "12 new comments since your last visit:" in page
    assert len(links(page)) == visits.LINKS == 10
    monkeypatch.setattr(visits, "MOST", 11)
    assert "More than 100 new comments" in read(member, post)


def test_those_on_other_pages_have_their_address(member, post, monkeypatch):
    monkeypatch.setattr("comments.reading.ENTRIES", 3)
    first = base.comment(post)
    for n in range(5):
        base.reply(first, f"n {n}")
    read(member, post)
    far = base.reply(first, "Far down.")
    near = base.comment(post, "A thread of its own.")
    page = read(member, post)
    assert links(page) == [far.get_absolute_url(), f"#comment-{near.pk}"]
    assert member.get(far.get_absolute_url(), follow=True).status_code == 200


def test_looking_again_writes_nothing(member, post):
    def writes() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(member, post)
        about = [query["sql"] for query in queries if "comments_visit" in query["sql"]]
        assert sum("SELECT" in sql for sql in about) == 1
        return sum("SELECT" not in sql for sql in about)

    assert writes() == 1
    assert writes() == 0
    half_an_hour_later()
    assert writes() == 0
    base.comment(post)
    assert writes() == 1
    assert writes() == 0


def test_news_cost_the_same_for_one_and_for_many(member, post, django_assert_num_queries):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(member, post)
        return len(queries)

    base.comment(post)
    read(member, post)
    base.comment(post, name="Marta")
    one = cost()
    for n in range(15):
        base.comment(post, f"n {n}", name=f"Reader {n}")
    assert cost() <= one


def test_what_an_open_page_placed_was_seen(member, post):
    read(member, post)
    base.comment(post)
    address = f"{post.get_absolute_url()}comments/seen/"
    assert member.post(address, {"version": version(post)}).status_code == 204
    half_an_hour_later()
    assert links(read(member, post)) == []


@pytest.mark.parametrize("given", ["9" * 18, "0"])
def test_nobody_has_seen_what_is_not_there(member, post, given):
    read(member, post)
    base.comment(post)
    assert member.post(f"{post.get_absolute_url()}comments/seen/", {"version": given}).status_code == 204
    half_an_hour_later()
    assert len(links(read(member, post))) == 1


def test_only_members_on_our_own_pages_say_what_they_saw(client, ada, post):
    address = f"{post.get_absolute_url()}comments/seen/"
    assert client.post(address, {"version": 1}).status_code == 204
    assert not Visit.objects.exists()
    assert client.post(address, {"version": "x"}).status_code == 400
    assert client.get(address).status_code == 405
    browser = base.signed_in(ada, enforce_csrf_checks=True)
    foreign = {"sec-fetch-site": "cross-site"}
    assert browser.post(address, {"version": 1}, headers=foreign).status_code == 403


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_a_page_does_not_wait_for_somebody_who_writes(member, post):
    read(member, post)
    base.comment(post)
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        start = timezone.now()
        assert len(links(read(member, post))) == 1
        assert timezone.now() - start < timedelta(seconds=5)
    finally:
        other.close()
    patience = connection.cursor().execute("PRAGMA busy_timeout").fetchone()[0]
    assert patience == settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000
