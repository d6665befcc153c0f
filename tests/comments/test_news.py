"""What an open page asks every half minute: did anything come to be read since?"""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import F

from benchmarks import conversations
from blog.models import Blog, Post
from comments import news, threads
from comments.models import Comment
from tests import base


def ask(client, post, since=None, **kwargs):
    """What came since this version; by default since now."""
    since = Post.objects.get(pk=post.pk).version if since is None else since
    return client.get(f"{post.get_absolute_url()}comments/new/?since={since}", **kwargs)


def comments_in(answer) -> list[int]:
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', answer.text)]


def version(post) -> int:
    return Post.objects.get(pk=post.pk).version


def test_nothing_new_is_said_in_one_query_and_next_to_no_bytes(client, post, django_assert_num_queries):
    base.comment(post)
    since = version(post)
    with django_assert_num_queries(1):
        answer = ask(client, post, since)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert not {"ETag", "Set-Cookie", "Vary"} & set(answer.headers)


def test_members_and_strangers_hear_nothing_alike_and_no_session_is_read(
    client, ada, post, django_assert_num_queries
):
    since = version(post)
    member = base.signed_in(ada)
    with django_assert_num_queries(1):
        answer = ask(member, post, since)
    assert dict(answer.headers) == dict(ask(client, post, since).headers)
    assert not answer.cookies


def test_new_comments_come_as_a_page_prints_them(client, post):
    first = base.comment(post, name="Marta")
    since = version(post)
    answered = base.reply(first, "zqANSWERqz", name="Ida")
    begun = base.comment(post, "zqTHREADqz", name="Olu")
    answer = ask(client, post, since)
    assert comments_in(answer) == [answered.pk, begun.pk]
    assert "3 Comments" in answer.text
    assert f'data-version="{version(post)}"' in answer.text
    assert f'data-parent="{first.pk}"' in answer.text
    assert "zqANSWERqz" in answer.text
    assert "Comment by" in answer.text
    assert "<html" not in answer.text
    assert re.findall(r'<b class="label">([^<]*)</b>', answer.text) == ["", "1 new reply", "2 new replies"]
    assert ask(client, post, version(post)).status_code == 204


def test_the_answer_is_the_same_for_all_and_cookies_are_never_set(client, ada, post):
    since = version(post)
    base.comment(post, author=ada)
    stranger, member = ask(client, post, since), ask(base.signed_in(ada), post, since)
    assert stranger.content == member.content
    assert stranger["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert member["Cache-Control"] == "private, no-cache"
    assert not stranger.cookies
    again = ask(client, post, since, headers={"if-none-match": stranger["ETag"]})
    assert again.status_code == 304


def test_a_held_comment_is_new_when_it_is_approved(client, post):
    held = base.held(post, "zqHELDqz")
    later = base.comment(post)
    since = version(post)
    assert ask(client, post, since).status_code == 204
    held.approve()
    assert comments_in(ask(client, post, since)) == [held.pk]
    assert later.pk > held.pk


@pytest.mark.parametrize("verb", ["hold", "mark_spam", "trash"])
def test_what_was_taken_away_again_is_not_new(client, post, verb):
    since = version(post)
    comment = base.comment(post, "zqGONEqz")
    getattr(comment, verb)()
    assert ask(client, post, since).status_code == 204


def test_likes_and_edits_and_imports_are_not_news(client, ada, post):
    comment = base.comment(post)
    since = version(post)
    threads.like(comment, ada)
    comment.body = "Said better."
    comment.edit("body")
    threads.insert_many(post, [base.unsaved(post, "Long ago.")])
    assert version(post) > since
    assert ask(client, post, since).status_code == 204


def test_comments_elsewhere_are_not_news_here(client, alice, post):
    since = version(post)
    base.comment(base.published(alice, title="Elsewhere"))
    assert ask(client, post, since).status_code == 204


@pytest.mark.parametrize(
    "since", ["", "-1", "1.5", "x", "1 OR 1=1", "٣", "9" * 19, "9" * 5000, "%00", "1&since=x"]
)
def test_inventions_are_bad_requests(client, post, since):
    assert ask(client, post, since).status_code == 400


@pytest.mark.parametrize("since", ["9" * 18, "0099"])
def test_a_version_that_is_not_there_yet_has_nothing_after_it(client, post, since):
    base.comment(post)
    assert ask(client, post, since).status_code == 204


@pytest.mark.parametrize("state", [base.draft, base.scheduled])
def test_hidden_posts_tell_nothing(client, alice, state):
    post = state(alice, title="Hidden")
    base.comment(post)
    for browser in (client, base.signed_in(alice)):
        assert ask(browser, post, 0).status_code == 404


def test_addresses_of_nothing_are_not_found(client, post, alice):
    for address in ("/2013/02/31/backward-running/", "/2013/04/25/else/", "/nowhere/", "/a%00b/"):
        assert client.get(f"{address}comments/new/?since=0").status_code == 404
    assert client.post(f"{post.get_absolute_url()}comments/new/?since=0").status_code == 405


def test_pages_have_news_too(client, alice):
    page = base.page(alice)
    since = version(page)
    comment = base.comment(page)
    assert comments_in(ask(client, page, since)) == [comment.pk]


def test_more_than_fit_are_a_link(client, post, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(news, "MOST", 3)
    since = version(post)
    for n in range(4):
        base.comment(post, f"n {n}")
    with django_assert_max_num_queries(4):
        answer = ask(client, post, since)
    assert comments_in(answer) == []
    assert "More than 3 new replies. Reload to see them all" in answer.text
    assert f'href="{post.get_absolute_url()}#comments"' in answer.text


def test_an_answer_costs_the_same_for_one_and_for_many(client, post, django_assert_num_queries):
    first = base.comment(post)
    since = version(post)
    for count in (1, 20):
        for n in range(count):
            base.reply(first, f"n {n}", name=f"Reader {n}")
        with django_assert_num_queries(4):
            ask(client, post, since)


def test_inventions_do_not_fill_the_cache(client, post, monkeypatch):
    """Whatever is asked, an answer is kept under what was found."""
    monkeypatch.setattr(news, "MOST", 3)
    for n in range(10):
        base.comment(post, f"n {n}")
    last = version(post)
    kept = caches["pages"]._cache
    for since in range(last + 50):
        ask(client, post, since)
    assert len(kept) == 3


def test_an_answer_is_built_once_and_anew_after_a_change(client, post, django_assert_num_queries):
    since = version(post)
    comment = base.comment(post, name="Marta")
    ask(client, post, since)
    with django_assert_num_queries(2):
        ask(client, post, since)
    comment.trash()
    other = base.comment(post)
    assert comments_in(ask(client, post, since)) == [other.pk]
    Blog.touch()
    assert comments_in(ask(client, post, since)) == [other.pk]


def test_nothing_new_is_found_by_its_index(post):
    """However many comments there are: they are not looked through."""
    conversations.star(post, 2000)
    Comment.objects.update(shown_in=F("pk"))
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
        cursor.execute(f"{explain} {news.SELECT}", [10**9, "2030-01-01 00:00:00", post.slug])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "comment_last_shown" in plan


def test_a_visitors_page_says_which_version_it_shows(client, post, alice):
    base.comment(post)
    page = client.get(post.get_absolute_url()).text
    assert f'data-since="{version(post)}"' in page
    assert f'data-url="{post.get_absolute_url()}comments/new/?since="' in page
    assert "data-until" not in page


def test_a_closed_post_asks_for_nothing(client, alice):
    closed = base.closed(alice)
    base.comment(closed)
    page = client.get(closed.get_absolute_url()).text
    assert "<comment-news" in page
    assert "comments/new/" not in page


def test_a_draft_asks_for_nothing(alice):
    draft = base.draft(alice)
    assert "comment-news" not in base.signed_in(alice).get(draft.get_absolute_url()).text
