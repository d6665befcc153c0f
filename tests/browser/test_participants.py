"""Who takes part in a conversation, at the head of its comments."""

import pytest
from playwright.sync_api import expect

from comments import reading
from comments.models import Discussion
from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.mark.parametrize("size", [DESKTOP, PHONE, {"width": 320, "height": 700}])
def test_how_many_speak_on_a_page_is_said_in_two_lines_at_most(open_browser, post, monkeypatch, size):
    Discussion(threads_a_page=12).save()
    monkeypatch.setattr(reading, "ORPHANS", 0)
    for n in range(13):
        base.comment(post, f"{n}", name=f"Guest {n}", email=f"guest{n}@mail.example")
    page = open_browser(size)
    page.goto(post.get_absolute_url())
    words = page.locator(".people .say")
    expect(words).to_have_text("12 people on this page")
    lines = words.evaluate("(say) => say.offsetHeight / parseFloat(getComputedStyle(say).lineHeight)")
    assert lines < 2.5
    assert_fits(page)
