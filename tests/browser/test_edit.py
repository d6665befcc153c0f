"""Changing and withdrawing one's own words, from the page, with a script and without."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from comments.models import Comment
from standin.personas import PERSONAS
from tests import base
from tests.browser.conftest import DESKTOP
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
    pytest.mark.usefixtures("tasks_are_rows"),  # what is withdrawn is forgotten in a month
]


def sign_in(page: Page, person, site: str) -> None:
    session = base.signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def post_as_guest(page: Page, post, words: str) -> None:
    page.goto(f"{post.get_absolute_url()}#respond")
    page.get_by_label("Your comment").fill(words)
    page.get_by_label("Name", exact=False).first.fill("Grace")
    page.get_by_label("E-mail").first.fill("grace@mail.example")
    page.locator("#submit").click()
    expect(page.locator("#comments")).to_contain_text(words)


def test_a_guest_changes_and_withdraws_what_waits(any_reader, open_browser, post):
    page = any_reader
    post_as_guest(page, post, "A typpo.")
    comment = Comment.objects.get()
    entry = page.locator(f"#comment-{comment.pk}")
    entry.get_by_role("link", name="Edit your comment").click()
    expect(page.get_by_label("Your comment")).to_have_value("A typpo.")
    page.get_by_label("Your comment").fill("**No** typo.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("No")
    expect(page.get_by_label("Your comment")).to_have_value("**No** typo.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    expect(entry.locator(".comment-body strong")).to_have_text("No")
    stranger = open_browser(DESKTOP)
    stranger.goto(post.get_absolute_url())
    expect(stranger.get_by_role("link", name="Edit your comment")).to_have_count(0)
    entry.get_by_role("link", name="Withdraw your comment").click()
    page.get_by_role("link", name="Keep it").click()
    entry.get_by_role("link", name="Withdraw your comment").click()
    page.get_by_role("button", name="Withdraw it").click()
    page.wait_for_url(re.compile(r"#comments$"))
    expect(page.locator("#comments")).not_to_contain_text("typo")
    comment.refresh_from_db()
    assert comment.status == "withdrawn"


def test_a_member_withdraws_what_was_answered_and_its_place_stays(any_reader, site, ada, post):
    page = any_reader
    comment = base.comment(post, "Not what I meant.", author=ada)
    base.reply(comment, "What did you mean?")
    sign_in(page, ada, site)
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Withdraw your comment").click()
    page.get_by_role("button", name="Withdraw it").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("Withdrawn by its author")
    expect(page.locator("#comments")).to_contain_text("What did you mean?")
    expect(page.locator("#comments")).not_to_contain_text("Not what I meant.")


def test_an_answered_comment_wears_that_it_was_edited(any_reader, open_browser, site, ada, post):
    page = any_reader
    comment = base.comment(post, "A weak.", author=ada)
    base.reply(comment, "Weak?")
    sign_in(page, ada, site)
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment").fill("A week.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    stranger = open_browser(DESKTOP)
    stranger.goto(post.get_absolute_url())
    expect(stranger.locator(f"#comment-{comment.pk} .edited").first).to_contain_text("edited")


def test_the_pages_are_accessible_and_fit(desktop, phone, open_browser, site, ada, mo, post):
    comment = base.comment(post, "A weak. " + "long" * 40, author=ada)
    for n, because in enumerate(("off_topic", "")):
        gone = base.comment(post, f"gone {n}")
        base.reply(gone, "Still here.")
        Comment.objects.filter(pk=gone.pk).trash()
        Comment.objects.filter(pk=gone.pk).update(removed_because=because)
    branch = base.reply(comment, "a")
    for one in (base.reply(branch, "b"), branch):
        one.trash()
    narrow, dark = open_browser({"width": 320, "height": 700}), open_browser(DESKTOP, color_scheme="dark")
    for page in (desktop, phone, narrow, dark):
        sign_in(page, ada, site)
        for address in (
            f"/comments/{comment.pk}/edit/",
            f"/comments/{comment.pk}/withdraw/",
            post.get_absolute_url(),
        ):
            page.goto(address)
            assert_accessible(page)
            assert_fits(page)
    expect(desktop.locator("#comments")).to_contain_text("2 comments were removed here.")


def test_changed_words_survive_a_reload_and_a_session_that_ends(desktop, site, ada, post):
    page = desktop
    own = base.comment(post, "A typpo.", author=ada)
    sign_in(page, ada, site)
    page.goto(f"/comments/{own.pk}/edit/")
    words = page.get_by_label("Your comment")
    words.press_sequentially("No. ")
    typed = words.input_value()
    page.reload()
    expect(words).to_have_value(typed)
    words.fill(" ")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error")).to_be_visible()
    words.fill(typed)
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Your words, to be copied:")).to_have_value(typed)
    assert_accessible(page)
    sign_in(page, ada, site)
    page.goto(f"/comments/{own.pk}/edit/")
    expect(words).to_have_value(typed)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#comment-{own.pk}")).to_contain_text(typed)


def test_words_come_along_after_a_log_out_in_another_tab(any_reader, site, post):
    page = any_reader
    ada = base.member("ada", "Ada Winterbourne", "google", uid=PERSONAS["ada"].uid("google"))
    own = base.comment(post, "A typpo.", author=ada)
    sign_in(page, ada, site)
    page.goto(f"/comments/{own.pk}/edit/")
    page.get_by_label("Your comment").fill("No typo.")
    elsewhere = page.context.new_page()
    elsewhere.goto("/accounts/logout/")
    elsewhere.get_by_role("button", name="Log out").click()
    expect(elsewhere.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    elsewhere.close()
    page.get_by_role("button", name="Save").click()
    kept = page.get_by_label("Your words, to be copied:")
    expect(kept).to_have_value("No typo.")
    assert_fits(page)
    page.get_by_role("button", name="Log in with Google").click()
    page.locator("button[value=denied]").click()
    expect(page.get_by_role("alert")).to_contain_text("You cancelled signing in.")
    expect(kept).to_have_value("No typo.")
    page.get_by_role("button", name="Log in with Google").click()
    page.locator("button[value=ada]").click()
    expect(page.get_by_role("heading", name="Edit your comment")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("No typo.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#comment-{own.pk} .comment-body")).to_have_text("No typo.")
