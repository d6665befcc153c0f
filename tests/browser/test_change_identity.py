"""Change: another account or a guest, chosen in the form itself, with a script and without."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.providers import sign_in
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = pytest.mark.one_database
WORDS = "I have been running backwards since Tuesday."


@pytest.fixture
def page(any_reader, post):
    """Ada of Google signed in, and then Bruno of Twitter, in the middle of a comment."""
    any_reader.goto(f"{post.get_absolute_url()}#respond")
    any_reader.get_by_label("Your comment").fill(WORDS)
    sign_in(any_reader)
    expect_speaking(any_reader, "Google")
    change(any_reader)
    sign_in(any_reader, "Twitter", "bruno")
    expect_speaking(any_reader, "Twitter")
    return any_reader


def change(page):
    page.locator("summary", has_text="Change").click()


def radio(page, name):
    return page.get_by_role("radio", name=name)


def expect_speaking(page, provider):
    expect(page.locator(".as-account")).to_contain_text(f"You are commenting using your {provider} account.")


def post_it(page):
    page.locator("#submit").click()
    expect(page.locator("#comments .comment", has_text=WORDS)).to_be_visible()
    return Comment.objects.get(body=WORDS)


def test_the_other_account_writes_this_one(page):
    change(page)
    expect(radio(page, "Bruno Feldspar Twitter")).to_be_checked()
    radio(page, "Ada Winterbourne Google").check()
    expect(page.locator(".as-account")).to_be_hidden()
    expect(page.get_by_text("You are commenting using the account you have chosen here.")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    comment = post_it(page)
    assert (comment.name, comment.provider) == ("Ada Winterbourne", "google")
    # Who spoke last is who is signed in, here as on the next page.
    expect_speaking(page, "Google")
    page.get_by_label("Your comment").fill("And another thing.")
    change(page)
    expect(radio(page, "Bruno Feldspar Twitter")).not_to_be_checked()


def test_a_guests_fields_appear_with_the_choice(page):
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_be_hidden()
    change(page)
    expect(name).to_be_hidden()
    radio(page, "As a guest").check()
    expect(page.get_by_text("You are commenting as a guest.")).to_be_visible()
    name.fill("Grace Hopper")
    page.get_by_role("textbox", name="E-mail").fill("grace@mail.example")
    comment = post_it(page)
    assert (comment.author, comment.name, comment.status) == (None, "Grace Hopper", "pending")
    expect(page.locator("#comments .comment", has_text=WORDS)).to_contain_text("Grace Hopper")


def test_a_guest_without_a_name_loses_nothing(page):
    change(page)
    radio(page, "As a guest").check()
    page.get_by_role("textbox", name="E-mail").fill("grace@mail.example")
    page.locator("#submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Name")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(radio(page, "As a guest")).to_be_checked()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("grace@mail.example")
    page.get_by_role("textbox", name="Name").fill("Grace Hopper")
    assert post_it(page).name == "Grace Hopper"


def test_after_log_out_nobody_is_left(page):
    page.get_by_role("button", name="Log Out").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    sign_in(page, "Facebook")
    expect_speaking(page, "Facebook")
    change(page)
    expect(page.get_by_role("radio")).to_have_count(2)


def test_somebody_who_logged_out_elsewhere_is_told(page, post):
    change(page)
    radio(page, "Ada Winterbourne Google").check()
    other = page.context.new_page()
    other.goto(post.get_absolute_url())
    other.get_by_label("Your comment").focus()
    other.get_by_role("button", name="Log Out").click()
    expect(other.get_by_role("textbox", name="Name")).to_be_visible()
    page.get_by_label("Your comment").fill(WORDS)
    page.locator("#submit").click()
    expect(page.get_by_role("alert")).to_contain_text("That account is no longer connected here.")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_choice_is_accessible_and_fits(open_browser, post, width, scheme):
    page = open_browser({"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{post.get_absolute_url()}#respond")
    page.get_by_label("Your comment").fill(WORDS)
    for provider, persona in [("Google", "ada"), ("Twitter", "noor")]:
        sign_in(page, provider, persona)
        expect_speaking(page, provider)
        change(page)
    radio(page, "As a guest").check()
    assert_accessible(page)
    assert_fits(page)


def test_by_keyboard(desktop, post):
    desktop.goto(post.get_absolute_url())
    desktop.get_by_label("Your comment").fill(WORDS)
    sign_in(desktop)
    expect_speaking(desktop, "Google")
    summary = desktop.locator("summary", has_text="Change")
    summary.focus()
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    expect(radio(desktop, re.compile("Ada Winterbourne"))).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(radio(desktop, "As a guest")).to_be_checked()
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("textbox", name="Name")).to_be_focused()
