"""The pages of the blog's own people, on a desk and in a hand."""

import re

import pytest
from playwright.sync_api import expect

from blog.models import Tag
from comments import moderation, spam
from comments.mail_links import link_to_letter_settings
from comments.models import Comment
from tests import base
from tests.browser.watch import assert_accessible, assert_fits, wait_until

pytestmark = pytest.mark.one_database


@pytest.fixture
def at(mo, open_browser):
    """Mo's browser, so wide, at this address after the sign-in."""

    def at(width, address):
        page = open_browser({"width": width, "height": 800})
        page.goto(f"/accounts/login/?next={address}")
        page.get_by_label("Login").fill("mo")
        page.get_by_label("Password").fill(base.PASSWORD)
        page.get_by_label("Password").press("Enter")
        page.wait_for_url(f"**{address}")
        return page

    return at


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_all_comments_of_the_list_are_judged_at_once(at, post, width):
    for number in range(3):
        base.held(post, f"Please let me in, {number}.")
    page = at(width, "/admin/comments/comment/")
    expect(page.get_by_role("heading", level=1, name="Comments")).to_be_visible()
    page.get_by_label("Select all objects on this page").check()
    page.get_by_label("Action:").select_option(label="Approve")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_text("Approve: 3 comments.").wait_for()
    assert not Comment.objects.filter(status=Comment.Status.PENDING).exists()
    assert_fits(page)


@pytest.mark.parametrize("width", [1280, 900, 375])
def test_what_was_written_has_room_beside_what_is_said_of_it(at, mo, post, width):
    """However long the machine's reasons are, and whatever stands beside the list."""
    held = base.held(post, "Please let me in.", held_because="points")
    spam.keep(held, [spam.Point("repeat", 9, 7.0), spam.Point("hasty", 1, 2.0), spam.Point("links", 3, 3.0)])
    edited = base.comment(post, "word " * 60)
    moderation.edit(edited, {"body": "verb " * 60}, by=mo)
    page = at(width, "/admin/comments/comment/")
    expect(page.locator(".field-said")).to_have_count(2)
    for said in page.locator(".field-said").all():
        assert said.bounding_box()["width"] > 120
    page.goto("/admin/comments/act/")
    expect(page.locator(".field-states")).to_contain_text("verb")
    for name in ("did", "reason"):
        assert page.locator(f".field-{name}").bounding_box()["width"] > 60, name
    assert_fits(page)


@pytest.mark.parametrize("address", ["sessions/", "email/", "2fa/", "password/change/"])
def test_the_account_pages_fit_into_a_narrow_hand(at, address):
    page = at(320, f"/accounts/{address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_fits(page)


def test_each_field_of_the_admins_forms_has_a_name(alice, post, desktop, sign_in):
    post.tags.add(Tag.objects.create(name="Knees"))
    page = sign_in(desktop, alice)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    expect(page.get_by_role("searchbox", name="Tags")).to_be_visible()
    expect(page.get_by_label("Date", exact=True)).to_have_value(re.compile(r"\d"))
    expect(page.get_by_label("Time", exact=True)).to_have_value(re.compile(r"\d"))
    assert_accessible(page)
    page.goto(f"/admin/accounts/user/{alice.pk}/change/")
    wait_until(page, "document.querySelector('.help-tooltip[role=img]') !== null")
    assert_accessible(page)
    page.goto("/admin/blog/post/")
    assert_accessible(page)


def test_what_mail_comes_is_chosen_on_a_page_that_fits(any_reader, mo):
    page = any_reader
    page.goto(link_to_letter_settings(mo))
    page.get_by_label("Comments that wait for a moderator").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Comments that wait for a moderator")).not_to_be_checked()
    expect(page.get_by_label("New comments on my posts")).to_be_checked()
    assert_fits(page)
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert_accessible(page)
    page.get_by_role("button", name="Stop all of it").click()
    expect(page.get_by_role("heading", name="No further mail comes")).to_be_visible()
    page.get_by_role("link", name="Choose again").click()
    expect(page.get_by_label("New comments on my posts")).not_to_be_checked()
