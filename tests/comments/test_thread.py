"""The printed thread: nesting, tombstones, pages, and who sees what."""

import pytest

from blog.models import Post
from comments import threads
from comments.models import Comment
from tests import base
from tests.comments.pages import outline


def page_of(client, post, path="") -> str:
    response = client.get(f"{post.get_absolute_url()}{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_replies_stand_in_lists_below_their_comment(client, post):
    a = base.comment(post, "a")
    b = base.reply(a, "b")
    c = base.reply(b, "c")
    d = base.reply(a, "d")
    e = base.comment(post, "e")
    assert outline(page_of(client, post)) == [f"{a.pk}", f"  {b.pk}", f"    {c.pk}", f"  {d.pk}", f"{e.pk}"]


def test_the_page_counts_dates_and_links_each_comment(client, post):
    comment = base.comment(post, "Hello.")
    page = page_of(client, post)
    assert "1 Comment<" in page
    assert f'href="{comment.get_absolute_url()}"' in page
    assert f"{post.get_absolute_url()}?replytocom={comment.pk}#respond" in page
    assert comment.created_at.strftime("%Y") in page
    base.comment(post, "Again.")
    assert "2 Comments<" in page_of(client, post)


def test_a_thread_deeper_than_the_indent_names_whom_it_answers(client, post):
    chain = [base.comment(post, "0", name="Zero")]
    for n in range(1, 8):
        chain.append(base.reply(chain[-1], str(n), name=f"Number {n}"))
    lines = outline(page_of(client, post))
    assert [line.count("  ") for line in lines] == [0, 1, 2, 3, 3, 3, 3, 3]
    assert "In reply to <bdi>Number 6</bdi> ↑" in page_of(client, post)


def test_a_trashed_comment_with_replies_leaves_a_tombstone(client, post):
    gone = base.comment(post, "zqGONEqz", name="zqNAMEqz")
    stays = base.reply(gone, "Still here.")
    gone.trash()
    page = page_of(client, post)
    assert outline(page) == [f"{gone.pk}", f"  {stays.pk}"]
    assert "This comment was removed by a moderator." in page
    assert "zqGONEqz" not in page
    assert "zqNAMEqz" not in page
    gone.restore()
    assert "zqGONEqz" in page_of(client, post)


def test_a_trashed_comment_without_replies_vanishes(client, post):
    base.reply(base.comment(post, "first"), "zqGONEqz").trash()
    assert len(outline(page_of(client, post))) == 1


def test_a_branch_of_which_nothing_is_left_vanishes(client, post):
    first = base.comment(post, "zqGONEqz")
    for comment in [base.reply(first, "zqBRANCHqz"), first]:
        comment.mark_spam()
    page = page_of(client, post)
    assert outline(page) == []
    assert "No comments yet" in page


@pytest.mark.parametrize("status", ["pending", "spam", "trash"])
def test_hidden_comments_are_nowhere(client, post, bob, status):
    base.comment(post, "zqHIDDENqz", status=status, name="zqHIDDENqz", email="zqMAILqz@mail.example")
    for browser in (client, base.signed_in(bob)):
        for address in (
            post.get_absolute_url(),
            "/",
            "/feed/",
            "/comments/feed/",
            f"{post.get_absolute_url()}feed/",
        ):
            page = browser.get(address).content.decode()
            assert "zqHIDDENqz" not in page, address
            assert "zqMAILqz" not in page, address


def test_a_member_sees_their_own_held_comment_and_nobody_elses(ada, bob, post):
    base.comment(post, "zqADAqz", author=ada, status="pending")
    base.comment(post, "zqBOBqz", author=bob, status="pending")
    page = page_of(base.signed_in(ada), post)
    assert "zqADAqz" in page
    assert "zqBOBqz" not in page
    assert page.count("Your comment is awaiting moderation.") == 1


def test_a_shared_copy_never_holds_a_private_comment(ada, bob, post):
    base.comment(post, "zqADAqz", author=ada, status="pending")
    assert "zqADAqz" in page_of(base.signed_in(ada), post)
    assert "zqADAqz" not in page_of(base.signed_in(bob), post)
    assert "zqADAqz" in page_of(base.signed_in(ada), post)


def test_the_permalink_of_a_hidden_comment_is_like_none(client, post):
    hidden = base.held(post)
    answers = [client.get(address) for address in (hidden.get_absolute_url(), "/comments/999999/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [answer.content.decode() for answer in answers]
    assert pages[0] == pages[1]
    assert "This comment cannot be read" in pages[0]


def test_hostile_words_are_harmless(client, post):
    base.comment(
        post,
        '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) <b id="content">',
        name='"><script>alert(1)</script>',
        website="https://evil.example/",
    )
    page = page_of(client, post)
    for bad in ("<script>alert", "<img src=x", 'href="javascript:', '<b id="content"'):
        assert bad not in page
    assert 'rel="nofollow ugc noopener"' in page


def test_the_number_of_queries_does_not_grow_with_the_thread(ada, post, django_assert_max_num_queries):
    client = base.signed_in(ada)
    for wanted in (5, 100, 1000):
        have = Comment.objects.count()
        new = [base.unsaved(post, f"n {n}") for n in range(have, wanted)]
        for n, comment in enumerate(new):
            if n % 3:
                comment.parent = new[n - 1]
        threads.insert_many(post, new)
        with django_assert_max_num_queries(QUERIES_SIGNED_IN):
            assert f"{wanted} Comments" in client.get(post.get_absolute_url()).content.decode()


# To make every part; once they are kept it is five (test_ties.py).
QUERIES_SIGNED_IN = 25


def test_a_visitor_costs_one_query_once_the_page_was_built(client, post, django_assert_num_queries):
    base.comment(post)
    page_of(client, post)
    with django_assert_num_queries(1):
        page_of(base.browser(), post)


def test_a_new_comment_is_on_the_visitors_page_at_once(client, post):
    before = client.get(post.get_absolute_url())
    base.comment(post, "zqNEWqz")
    after = client.get(post.get_absolute_url(), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert b"zqNEWqz" in after.content
    assert Post.objects.get().comment_count == 1
