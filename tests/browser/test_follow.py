"""Following a conversation: beside a comment, on its own page, and by the links in mails."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from comments import mail_links
from comments.models import Follow
from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
    pytest.mark.usefixtures("no_letters"),
]


@pytest.fixture
def member(site, ada):
    def member(page):
        session = base.signed_in(ada).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return page

    return member


def link_in_mail() -> str:
    (message,) = mail.outbox
    mail.outbox.clear()
    return re.search(r"http\S+/comments/follow/\S+", message.body)[0]


def test_a_guest_follows_hears_changes_and_stops(any_reader, post):
    page = any_reader
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Follow this conversation", exact=True).click()
    page.get_by_label("all new comments").check()
    page.get_by_label("E-mail never made public").fill("grace@mail.example")
    page.get_by_role("button", name="Follow").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    page.goto(link_in_mail())
    page.get_by_role("button", name="Yes, follow").click()
    page.get_by_role("heading", name="You follow this conversation").wait_for()
    base.comment(post, "A word.", name="Linus", email="linus@mail.example")
    page.goto(link_in_mail())
    page.get_by_label("replies to me").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    assert page.get_by_label("replies to me").is_checked()
    page.get_by_role("button", name="Stop following").click()
    page.get_by_role("heading", name="You do not follow this conversation any more").wait_for()
    assert not Follow.objects.exists()


def test_a_member_follows_beside_a_comment_and_finds_it_again(any_reader, member, ada, post):
    page = member(any_reader)
    page.goto(f"{post.get_absolute_url()}#respond")
    page.get_by_label("Your comment").fill("So it is.")
    page.get_by_label("E-mail me").select_option(label="replies to me")
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_text("So it is.").first.wait_for()
    assert list(post.follows.values_list("user", "level")) == [(ada.pk, "replies")]
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").focus()
    assert page.get_by_label("E-mail me").input_value() == "replies"


def test_a_guest_is_told_beside_the_choice_that_a_link_comes(any_reader, post):
    page = any_reader
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill("So it is.")
    page.get_by_label("Name required").fill("Grace")
    page.get_by_label("E-mail required").fill("grace@mail.example")
    page.get_by_label("E-mail me").select_option(label="all new comments")
    assert page.get_by_text("You get a link to confirm your address first.").is_visible()
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_text("awaiting moderation").first.wait_for()
    assert link_in_mail()


def test_the_page_works_by_keyboard_alone(desktop, post):
    desktop.goto(f"{post.get_absolute_url()}comments/follow/")
    desktop.get_by_label("replies to me").focus()
    desktop.keyboard.press("ArrowDown")
    assert desktop.get_by_label("all new comments").is_checked()
    desktop.keyboard.press("Tab")
    desktop.keyboard.type("grace@mail.example")
    desktop.keyboard.press("Enter")
    desktop.get_by_role("heading", name="Look into your mailbox").wait_for()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    "size", [DESKTOP, PHONE, {"width": 320, "height": 640}], ids=["desktop", "phone", "320"]
)
def test_every_page_fits_and_is_accessible(open_browser, post, size, colours):
    page = open_browser(size, color_scheme=colours)
    follow = Follow.objects.create(
        post=post, email=f"{'x' * 50}@mail.example", level="all", confirmed_at=timezone.now()
    )
    for address in (
        f"{post.get_absolute_url()}comments/follow/",
        mail_links.link_to_confirm(follow, "all"),
        mail_links.link_to_settings(follow),
        mail_links.link_to_settings(follow, "all_follows"),
        post.get_absolute_url(),
    ):
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)
