"""The rest of a long thread: in place with a script, and on a page of its own without."""

import re

import pytest
from playwright.sync_api import expect

from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.news import LOOK, badges, go_away_for_an_hour, head_of, pill
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def replies(post, monkeypatch):
    """Of six, the page shows three."""
    monkeypatch.setattr("comments.reading.ENTRIES", 4)
    first = base.comment(post, name="Marta")
    return [base.reply(first, f"Words {n}", name=f"Reader {n}") for n in range(6)]


def link(page):
    return page.get_by_role("link", name="3 more replies")


def stay(page) -> None:
    """From here on a page load can be told."""
    page.evaluate("window.stayed = true")


def has_stayed(page) -> bool:
    return page.evaluate("window.stayed === true")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_rest_comes_into_the_page_with_the_focus_and_is_announced(open_browser, post, replies, size):
    page = open_browser(size)
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill("Half a thought")
    stay(page)
    link(page).focus()
    page.keyboard.press("Enter")
    expect(head_of(page, replies[3])).to_be_focused()
    expect(head_of(page, replies[3])).to_be_in_viewport()
    expect(page.locator("#announcer")).to_have_text("3 more replies have come.")
    expect(page.locator(".comment")).to_have_count(7)
    expect(link(page)).to_have_count(0)
    expect(page.get_by_label("Your comment")).to_have_value("Half a thought")
    assert has_stayed(page)
    assert_accessible(page)
    assert_fits(page)
    # What came is answered like the rest.
    page.get_by_role("link", name="Reply to Reader 5").click()
    expect(page.locator(f"#comment-{replies[5].pk} #respond")).to_be_visible()


def test_without_a_script_it_is_a_page(scriptless, post, replies):
    page = scriptless
    page.goto(post.get_absolute_url())
    link(page).click()
    page.wait_for_url(f"**/comments/{replies[2].pk}/on/")
    assert page.locator(".c-body").all_inner_texts() == ["Words 3", "Words 4", "Words 5"]


@pytest.mark.parametrize(
    "answer",
    [
        "Promise.reject(new TypeError('no network'))",
        "Promise.resolve(new Response('<li>Sorry</li>', { status: 503 }))",
        "Promise.resolve(new Response('<li class=continued><ol></ol></li>'))",
    ],
    ids=["no-network", "an-error", "nothing-left"],
)
def test_without_an_answer_the_link_is_what_it_was(desktop, post, replies, answer):
    page = desktop
    page.goto(post.get_absolute_url())
    page.evaluate(f"window.fetch = () => {answer}; 0")
    link(page).click()
    page.wait_for_url(f"**/comments/{replies[2].pk}/on/")
    expect(page.get_by_text("Words 5")).to_be_visible()


def test_it_says_that_it_is_busy_and_asks_once(desktop, post, replies):
    page, waiting = desktop, []
    page.route("**/comments/*/more/", lambda route: waiting.append(route))
    page.goto(post.get_absolute_url())
    link(page).dblclick()
    expect(link(page)).to_have_attribute("aria-busy", "true")
    assert len(waiting) == 1
    assert waiting[0].request.headers["hx-request"] == "true"
    waiting[0].continue_()
    expect(page.get_by_text("Words 5")).to_be_visible()


def test_a_link_for_another_tab_stays_one(desktop, post, replies):
    page = desktop
    page.goto(post.get_absolute_url())
    with page.context.expect_page() as opened:
        link(page).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(f"**/comments/{replies[2].pk}/on/")
    expect(page.locator(".comment")).to_have_count(4)


def test_what_is_new_among_the_rest_is_marked(desktop, post, replies):
    page = desktop
    page.goto(post.get_absolute_url())
    go_away_for_an_hour(page)
    base.reply(replies[0].parent, "Words 6", name="Reader 6")
    page.reload()
    expect(page.locator("comment-news")).to_have_count(1)
    assert badges(page).count() == 0
    page.get_by_role("link", name="4 more replies").click()
    expect(badges(page)).to_have_count(1)


def test_what_came_before_in_another_way_is_there_once(desktop, post, replies):
    page = desktop
    page.goto(post.get_absolute_url())
    fresh = base.reply(replies[0].parent, "Words 6", name="Reader 6")
    page.evaluate(LOOK)
    pill(page).click()
    expect(head_of(page, fresh)).to_be_focused()
    page.get_by_role("link", name="Reply to Reader 6").click()
    page.get_by_label("Your comment").fill("Half a thought")
    link(page).click()
    expect(page.locator("#announcer")).to_have_text(re.compile("^4 more"))
    expect(page.locator(f"#comment-{fresh.pk}")).to_have_count(1)
    expect(page.locator(f".continued #comment-{fresh.pk} #respond")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("Half a thought")
