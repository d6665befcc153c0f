"""Answering without leaving the page, and the same by a page load for readers without a script."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.watch import assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
WORDS = "I have been running backwards since Tuesday."


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


@pytest.fixture
def sign_in(site):
    def sign_in(page, person):
        session = base.signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return page

    return sign_in


def stay(page) -> None:
    """From here on a page load fails the test."""
    page.evaluate("window.stayed = true")


def has_stayed(page) -> bool:
    return page.evaluate("window.stayed === true")


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('[id]')?.id ?? ''")


def write(page, words: str = WORDS, answering: str = "") -> None:
    if answering:
        page.get_by_role("link", name=f"Reply to {answering}").first.click()
        expect(page.locator("#respond-title")).to_contain_text(f"Leave a Reply to {answering}")
    page.get_by_label("Your comment").fill(words)


def say_who(page, name: str = "Grace") -> None:
    page.get_by_label("Name").first.fill(name)
    page.get_by_label("E-mail", exact=False).first.fill("grace@mail.example")


def test_a_reply_stands_in_its_place_with_focus_and_is_announced(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    stay(page)
    write(page, answering="Marta")
    page.locator("#submit").click()
    entry = page.locator(f"#comment-{first.pk} > article > .c-fold > .children > .comment")
    expect(entry).to_contain_text(WORDS)
    reply = Comment.objects.get(body=WORDS)
    assert reply.parent == first
    assert focused(page) == f"comment-{reply.pk}"
    expect(page.locator("#announcer")).to_have_text("Your comment is posted.")
    expect(page.locator("#comments-title")).to_have_text("2 Comments")
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply")
    expect(page.get_by_label("Your comment")).to_have_value("")
    assert page.locator(".comment #respond").count() == 0
    assert has_stayed(page)
    assert_accessible(page)
    page.reload()
    expect(entry).to_contain_text(WORDS)
    expect(page.get_by_label("Your comment")).to_have_value("")
