"""Liking a comment: without a script a press is a page load, with one it happens in place."""

import re

import pytest

from comments import threads
from comments.models import CommentLike
from tests import base
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


def like_button(page, comment):
    return page.locator(f"#comment-{comment.pk} > article").get_by_role(
        "button", name=re.compile(f"^Like {comment.name}’s comment")
    )


def test_one_press_likes_and_the_next_takes_it_back(any_reader, sign_in, ada, bob, post, first):
    threads.like(first, bob)
    page = sign_in(any_reader, ada)
    page.goto(post.get_absolute_url())
    like_button(page, first).first.click()
    page.get_by_role("button", name="Like Marta’s comment 2").wait_for()
    assert first.likes.filter(user=ada).exists()
    like_button(page, first).first.click()
    page.get_by_role("button", name="Like Marta’s comment 1").wait_for()
    assert not first.likes.filter(user=ada).exists()


def test_with_a_script_the_page_stays_and_the_button_says_pressed(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill("Half a thought")
    button = like_button(page, first).first
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Like Marta’s comment 1", pressed=True).wait_for()
    assert button.evaluate("button => document.activeElement === button")
    assert page.get_by_label("Your comment").input_value() == "Half a thought"
    assert "#" not in page.url
    page.reload()
    page.get_by_role("button", name="Like Marta’s comment 1", pressed=True).wait_for()
    assert_accessible(page)


def test_a_reader_finds_their_own_likes_marked_and_nobody_elses(
    desktop, open_browser, sign_in, ada, bob, post, first
):
    other = base.reply(first, name="Grace")
    threads.like(first, ada)
    threads.like(other, bob)
    for page, person, mine in [
        (desktop, ada, "Marta"),
        (open_browser({"width": 375, "height": 800}), bob, "Grace"),
    ]:
        sign_in(page, person).goto(post.get_absolute_url())
        page.get_by_role("button", name=f"Like {mine}’s comment", pressed=True).wait_for()
        assert page.locator(".c-like [aria-pressed=true]").count() == 1
        assert_fits(page)


def test_two_quick_presses_are_one(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    like_button(page, first).first.dblclick()
    page.get_by_role("button", name="Like Marta’s comment 1", pressed=True).wait_for()
    assert CommentLike.objects.count() == 1


def test_a_stranger_learns_how_to_sign_in(any_reader, post, first):
    page = any_reader
    page.goto(post.get_absolute_url())
    like_button(page, first).first.click()
    page.get_by_role("heading", level=1, name="Likes carry a name").wait_for()
    page.get_by_role("link", name="Sign in under the post").click()
    page.wait_for_url(re.compile(r"#respond$"))


def test_somebody_signed_out_meanwhile_learns_it_too(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    page.context.clear_cookies()
    like_button(page, first).first.click()
    page.get_by_role("heading", name="Likes carry a name").wait_for()


def test_replies_that_come_later_are_marked_too(desktop, sign_in, ada, post, monkeypatch):
    monkeypatch.setattr("comments.reading.ENTRIES", 4)
    first = base.comment(post)
    replies = [base.reply(first, f"Reply {n}", name=f"Reader {n}") for n in range(6)]
    threads.like(replies[5], ada)
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="3 more replies").click()
    page.get_by_role("button", name="Like Reader 5’s comment 1", pressed=True).wait_for()
