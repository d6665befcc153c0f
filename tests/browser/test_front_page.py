import pytest
from playwright.sync_api import expect

from tests import base
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = pytest.mark.one_database


def test_front_page_opens_for_every_reader(any_reader, post):
    answer = any_reader.goto("/")
    assert answer.status == 200
    any_reader.get_by_role("link", name=post.title).first.click()
    expect(any_reader.get_by_role("heading", level=1)).to_have_text(post.title)


def test_front_page_is_accessible(desktop, phone, post):
    base.comment(post)
    for page in (desktop, phone):
        page.goto("/")
        assert_accessible(page)
        assert_fits(page)


def test_front_page_is_accessible_in_the_dark(open_browser, post):
    page = open_browser({"width": 1280, "height": 900}, color_scheme="dark")
    page.goto("/")
    assert_accessible(page)
