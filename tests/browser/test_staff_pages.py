"""The pages of the blog's own people, on a desk and in a hand."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.watch import assert_fits

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


@pytest.mark.parametrize("address", ["sessions/", "email/", "2fa/", "password/change/"])
def test_the_account_pages_fit_into_a_narrow_hand(at, address):
    page = at(320, f"/accounts/{address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_fits(page)
