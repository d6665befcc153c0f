"""The pages of the blog's own people, on a desk and in a hand."""

import pytest
from django.conf import settings

from comments.models import Comment
from tests import base
from tests.browser.watch import assert_fits


@pytest.fixture
def at(mo, site, open_browser):
    """Mo's browser, so wide."""

    def at(width):
        page = open_browser({"width": width, "height": 800})
        session = base.signed_in(mo).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return page

    return at


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_all_comments_of_the_list_are_judged_at_once(at, post, width):
    for number in range(3):
        base.held(post, f"Please let me in, {number}.")
    page = at(width)
    page.goto("/admin/comments/comment/")
    assert page.get_by_role("heading", level=1, name="Comments").is_visible()
    page.get_by_label("Select all objects on this page").check(timeout=2000)
    page.get_by_label("Action:").select_option(label="Approve")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_text("Approve: 3 comments.").wait_for()
    assert not Comment.objects.filter(status=Comment.Status.PENDING).exists()
    assert_fits(page)


def test_the_head_of_the_list_is_as_wide_as_its_rows(at, post):
    base.held(post)
    page = at(1280)
    page.goto("/admin/comments/comment/")
    head, row = (page.locator(f"#result_list {part} tr").bounding_box() for part in ("thead", "tbody"))
    assert head["width"] == row["width"]


@pytest.mark.parametrize("address", ["sessions/", "email/", "2fa/", "password/change/"])
def test_the_account_pages_fit_into_a_narrow_hand(at, address):
    page = at(320)
    page.goto(f"/accounts/{address}")
    assert page.get_by_role("heading", level=1).is_visible()
    assert_fits(page)
