"""A moderator decides from the mail, on a device where nobody is signed in."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from comments.models import Act, Comment
from tests import base
from tests.browser.watch import assert_accessible, assert_fits
from tests.comments.speaking import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def held(site, mo):
    post = base.published(base.author("cy", "Cy Author"))
    say(base.browser(), post, "Buy my shoes.", name="Grace", email="grace@mail.example")
    return Comment.objects.get()


def links() -> list[str]:
    (message,) = mail.outbox
    return re.findall(r"(http\S+/comments/judge/\S+)", message.body)


def status(comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize(
    ("which", "question", "button", "after"),
    [
        (0, "Approve this comment?", "Approve", "approved"),
        (1, "Move this comment to the trash?", "Move to trash", "trash"),
        (2, "Mark this comment as spam?", "Mark as spam", "spam"),
    ],
)
def test_each_link_asks_judges_and_undoes(open_browser, held, which, question, button, after):
    page = open_browser({"width": 375, "height": 800}, java_script_enabled=False)
    page.goto(links()[which])
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(page.get_by_text("Buy my shoes.")).to_be_visible()
    assert status(held) == "pending"
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert status(held) == after
    page.reload()
    assert Act.objects.exclude(by=None).count() == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    assert status(held) == "pending"


def test_it_works_on_any_device_and_says_who_was_quicker(any_reader, held, alice):
    approve, trash, _spam = links()
    page = any_reader
    page.goto(trash)
    page.get_by_role("button", name="Move to trash").click()
    expect(page.get_by_role("status").get_by_text("was moved to the trash")).to_be_visible()
    assert_fits(page)
    page.goto(approve)
    expect(page.get_by_role("heading", name="Somebody was quicker")).to_be_visible()
    expect(page.get_by_text("Mo Derator")).to_be_visible()
    assert status(held) == "trash"


def test_the_pages_are_for_everybody(desktop, held):
    for address in links():
        desktop.goto(address)
        assert_accessible(desktop)
    desktop.get_by_role("button", name="Mark as spam").click()
    desktop.get_by_role("heading", name="Done").wait_for()
    assert_accessible(desktop)
