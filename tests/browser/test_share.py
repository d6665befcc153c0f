"""Copying and sharing the address of a post or of a comment, and folding from the same menu."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import assert_accessible, assert_fits, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

SHARES = "navigator.share = (what) => { window.shared = what; return Promise.resolve(); };"
CANNOT_COPY = "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));"


@pytest.fixture
def thread(post):
    first = base.comment(post, "First words", name="Ada <3 & Co")
    return first, base.reply(first, "An answer"), base.comment(post, "Last words")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def reader(request, open_browser):
    page = open_browser(request.param)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def more(page, comment):
    return page.locator(f"#comment-{comment.pk} > article .c-acts [popovertarget]").first


def copied(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_without_a_script_the_post_is_shared_by_mail(scriptless, alice, site):
    post = base.published(alice, title="Tea & cake? 100 % “yes”\r\nBcc: all", slug="tea")
    scriptless.goto(post.get_absolute_url())
    href = scriptless.get_by_role("link", name="Share by e-mail").get_attribute("href")
    mail = urlsplit(href)
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert "\r" not in href
    assert "+" not in href  # mail programs read it as a plus
    assert parse_qs(mail.query, strict_parsing=True) == {
        "subject": [post.title],
        "body": [f"{site}{post.get_absolute_url()}"],
    }
    assert scriptless.get_by_role("button", name="Copy link").count() == 0


def test_a_date_is_the_comments_address_from_anywhere(any_reader, post, thread, site):
    any_reader.goto(f"{post.get_absolute_url()}?order=newest")
    date = any_reader.locator(f"#comment-{thread[0].pk} > article > .c-head .when")
    address = date.evaluate("(date) => date.href")
    assert address == f"{site}{thread[0].get_absolute_url()}"
    date.click()
    any_reader.wait_for_url(f"**{post.get_absolute_url()}*#comment-{thread[0].pk}")
    any_reader.goto("/")
    any_reader.goto(address)
    any_reader.wait_for_url(f"**{post.get_absolute_url()}#comment-{thread[0].pk}")
    expect(any_reader.get_by_text("First words")).to_be_in_viewport()


def test_with_a_script_a_date_stays_on_the_page(desktop, post, thread):
    desktop.goto(f"{post.get_absolute_url()}?order=newest")
    desktop.evaluate("window.stayed = true")
    head = desktop.locator(f"#comment-{thread[0].pk} > article > .c-head")
    for _ in range(2):
        head.locator(".when").click()
        desktop.wait_for_url(f"**?order=newest#comment-{thread[0].pk}")
        expect(head).to_be_focused()
    assert desktop.evaluate("window.stayed")


def test_without_a_script_comments_have_no_empty_menus(scriptless, post, thread):
    scriptless.goto(post.get_absolute_url())
    assert scriptless.locator("[popovertarget]").count() == 0
    assert not scriptless.locator("comment-menu").is_visible()


def test_a_post_without_comments_has_its_link_copied(reader, post, site):
    reader.goto(post.get_absolute_url())
    reader.get_by_role("button", name="Copy link").click()
    expect(reader.locator("#announcer")).to_have_text("Link copied.")
    assert copied(reader) == f"{site}{post.get_absolute_url()}"
    assert_accessible(reader)
    assert_fits(reader)


def test_each_comment_has_a_menu_that_copies_its_link(reader, post, thread, site):
    reader.goto(post.get_absolute_url())
    for comment in thread:
        button = more(reader, comment)
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        button.click()
        assert_fits(reader)
        reader.locator("comment-menu").get_by_role("button", name="Copy link").click()
        expect(reader.locator("#announcer")).to_have_text("Link copied.")
        assert copied(reader) == f"{site}{comment.get_absolute_url()}"
        reader.keyboard.press("Escape")
        expect(reader.locator("comment-menu")).to_be_hidden()
    reader.goto("/")
    reader.goto(copied(reader))
    expect(reader.get_by_text("Last words")).to_be_in_viewport()


def test_the_link_leads_to_the_comment_from_any_page_and_order(reader, post, thread, site):
    reader.goto(f"{post.get_absolute_url()}?order=newest&only=nobody")
    more(reader, thread[0]).click()
    reader.locator("comment-menu").get_by_role("button", name="Copy link").click()
    expect(reader.locator("#announcer")).to_have_text("Link copied.")
    assert copied(reader) == f"{site}{thread[0].get_absolute_url()}"


def test_the_menu_says_whose_it_is_and_goes_by_key(desktop, post, thread):
    page = desktop
    page.goto(post.get_absolute_url())
    button = page.get_by_role("button", name="More actions for Ada <3 & Co’s comment")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("comment-menu").get_by_role("button", name="Copy link")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("comment-menu")).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.mouse.click(5, 5)
    expect(page.locator("comment-menu")).to_be_hidden()


def test_a_branch_is_folded_from_the_menu(reader, post, thread):
    reader.goto(post.get_absolute_url())
    more(reader, thread[1]).click()
    menu = reader.locator("comment-menu")
    expect(menu.get_by_role("button", name="Fold")).to_be_hidden()
    reader.keyboard.press("Escape")
    more(reader, thread[0]).click()
    menu.get_by_role("button", name="Fold").click()
    expect(reader.get_by_text("First words")).to_be_hidden()
    expect(reader.get_by_text("An answer", exact=True)).to_be_hidden()
    line = reader.locator(f"#comment-{thread[0].pk} > article > details > summary")
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport()
    expect(menu).to_be_hidden()


def test_where_a_device_can_share_it_is_asked_to(open_browser, post, thread, site):
    page = open_browser(PHONE)
    page.add_init_script(SHARES)
    page.goto(post.get_absolute_url())
    page.locator("post-share").get_by_role("button", name="Share").click()
    assert page.evaluate("shared.url") == f"{site}{post.get_absolute_url()}"
    more(page, thread[0]).click()
    page.locator("comment-menu").get_by_role("button", name="Share").click()
    assert page.evaluate("shared.url") == f"{site}{thread[0].get_absolute_url()}"


def test_where_it_cannot_nothing_is_offered(desktop, post, thread):
    desktop.add_init_script("delete Navigator.prototype.share;")
    desktop.goto(post.get_absolute_url())
    more(desktop, thread[0]).click()
    assert desktop.get_by_role("button", name=re.compile("^Share")).count() == 0


def test_a_browser_that_does_not_copy_shows_the_link_to_copy_by_hand(desktop, post, thread, site):
    desktop.add_init_script(CANNOT_COPY)
    desktop.goto(post.get_absolute_url())
    asked = []

    def answer(dialog):
        asked.append((dialog.message, dialog.default_value))
        dialog.dismiss()

    desktop.on("dialog", answer)
    desktop.locator("post-share").get_by_role("button", name="Copy link").click()
    more(desktop, thread[0]).click()
    desktop.locator("comment-menu").get_by_role("button", name="Copy link").click()
    while len(asked) < 2:
        desktop.wait_for_timeout(50)
    assert [link for _, link in asked] == [
        f"{site}{post.get_absolute_url()}",
        f"{site}{thread[0].get_absolute_url()}",
    ]
    assert "does not let us copy" in asked[0][0]
    expect(desktop.locator("#announcer")).to_be_empty()


def test_comments_that_come_later_have_the_menu_too(desktop, post, thread):
    desktop.goto(post.get_absolute_url())
    more(desktop, thread[2]).wait_for()
    desktop.evaluate(
        """() => {
            const copy = document.querySelector(".comment").cloneNode(true);
            copy.querySelectorAll("[popovertarget]").forEach((button) => button.remove());
            document.querySelector(".commentlist").append(copy);
        }"""
    )
    wait_until(
        desktop, "[...document.querySelectorAll('.c-acts')].every((a) => a.querySelector('[popovertarget]'))"
    )


def test_what_waits_has_no_link_to_give_away(open_browser, post, ada, site):
    page = open_browser(DESKTOP)
    cookie = base.signed_in(ada).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    shown, held = base.comment(post, "There"), base.held(post, "Waiting", author=ada)
    page.goto(post.get_absolute_url())
    more(page, shown).wait_for()
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
    assert more(page, held).count() == 0
