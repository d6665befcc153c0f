"""The queue by keyboard, by buttons and without a script; alone, and with somebody else."""

import re

import pytest
from playwright.sync_api import Page, expect

from comments.models import Act, Comment, Report
from tests import base
from tests.browser.watch import assert_accessible, assert_fits, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

QUEUE = "/admin/comments/queue/"


def enter(page: Page, address: str = QUEUE, login: str = "mo") -> Page:
    page.goto(f"/accounts/login/?next={address}")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(base.PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(f"**{address}")
    return page


def status_of(comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def focus_is_on(page: Page, comment) -> None:
    expect(page.locator(f"#comment-{comment.pk}")).to_be_focused()


@pytest.fixture
def waiting(post, mo):
    return [base.held(post, f"Please let me in, {n}.", name=f"Writer {n}") for n in range(4)]


@pytest.fixture
def in_queue(desktop, waiting) -> Page:
    return enter(desktop)


def test_decided_by_keyboard_the_next_comes_and_is_announced(in_queue, waiting):
    page = in_queue
    news = page.locator("#queue-news")
    page.keyboard.press("a")
    expect(news).to_contain_text("Writer 0\u2069’s comment was approved.")
    focus_is_on(page, waiting[1])
    page.keyboard.press("s")
    expect(news).to_contain_text("Writer 1\u2069’s comment was marked as spam.")
    focus_is_on(page, waiting[2])
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="No reason given")).to_be_focused()
    page.keyboard.press("3")
    expect(news).to_contain_text("Writer 2\u2069’s comment was moved to the trash.")
    focus_is_on(page, waiting[3])
    assert statuses() == ["approved", "spam", "trash", "pending"]
    assert Comment.objects.get(pk=waiting[2].pk).removed_because == "unkind"


def test_undo_by_keyboard_goes_back_step_by_step(in_queue, waiting):
    page = in_queue
    page.keyboard.press("a")
    focus_is_on(page, waiting[1])
    page.keyboard.press("s")
    focus_is_on(page, waiting[2])
    page.keyboard.press("u")
    expect(page.locator("#queue-news")).to_contain_text("Undone: \u2068Writer 1")
    focus_is_on(page, waiting[1])
    page.keyboard.press("u")
    focus_is_on(page, waiting[0])
    assert statuses() == ["pending"] * 4
    assert Act.objects.count() == 4


def test_keys_lead_through_the_queue_and_back(in_queue, waiting):
    page = in_queue
    page.keyboard.press("j")
    focus_is_on(page, waiting[1])
    page.keyboard.press("j")
    focus_is_on(page, waiting[2])
    page.keyboard.press("k")
    focus_is_on(page, waiting[1])
    page.go_back()
    focus_is_on(page, waiting[2])
    assert statuses() == ["pending"] * 4


def test_a_reply_by_keyboard_approves_and_letters_in_it_are_letters(in_queue, waiting):
    page = in_queue
    page.keyboard.press("r")
    box = page.get_by_label("Reply as Mo Derator")
    expect(box).to_be_focused()
    page.keyboard.type("just a test, u and t?")
    expect(box).to_have_value("just a test, u and t?")
    page.keyboard.press("Control+Enter")
    focus_is_on(page, waiting[1])
    assert statuses() == ["approved", "pending", "pending", "pending", "approved"]
    page.keyboard.press("u")
    expect(page.locator("#queue-news")).to_contain_text("Undone")
    assert statuses() == ["pending", "pending", "pending", "pending", "trash"]


def test_editing_by_keyboard_leads_back(in_queue, waiting):
    page = in_queue
    page.keyboard.press("e")
    page.wait_for_url(re.compile("/change/"))
    page.locator("#id_body").fill("Other words.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{QUEUE}?tab=pending&at={waiting[0].pk}")
    expect(page.locator(".in-focus .words")).to_contain_text("Other words.")


def test_the_list_of_keys_opens_closes_and_switches_them_off(in_queue, waiting):
    page = in_queue
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys for the queue")
    expect(dialog).to_be_visible()
    page.keyboard.press("a")
    dialog.get_by_label("Use these keys on this device").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    expect(page.locator(f"#comment-{waiting[0].pk}")).to_be_visible()
    assert statuses() == ["pending"] * 4


def test_two_moderators_at_once(open_browser, waiting, alice):
    size = {"width": 1280, "height": 900}
    mine, hers = enter(open_browser(size)), enter(open_browser(size), login="alice")
    mine.keyboard.press("a")
    focus_is_on(mine, waiting[1])
    hers.keyboard.press("s")
    told = "Mo Derator\u2069 approved \u2068Writer 0\u2069’s comment 1\xa0minute ago. Nothing was done to it."
    expect(hers.locator(".messagelist")).to_contain_text(told)
    focus_is_on(hers, waiting[0])
    assert statuses() == ["approved", "pending", "pending", "pending"]
    hers.keyboard.press("s")
    expect(hers.locator("#queue-news")).to_contain_text("was marked as spam.")
    assert statuses()[0] == "spam"
    # And mine: what I approved somebody changed since, so that it is not mine to undo.
    mine.keyboard.press("u")
    expect(mine.locator(".messagelist")).to_contain_text("Alice Liddell\u2069 marked")
    assert statuses()[0] == "spam"


def test_signed_out_meanwhile_it_asks_to_sign_in(in_queue, waiting):
    page = in_queue
    page.context.clear_cookies()
    page.keyboard.press("a")
    page.wait_for_url("**/login/**")
    assert statuses() == ["pending"] * 4


def test_a_server_in_trouble_is_said_and_nothing_is_lost(in_queue, waiting):
    page = in_queue
    page.route("**/queue/approve/", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("#queue-news")).to_have_text("That did not work. Please try again.")
    page.unroute("**/queue/approve/")
    page.get_by_role("button", name="Approve", exact=True).click()
    focus_is_on(page, waiting[1])


# --- With a script and without ------------------------------------------------------


def test_decided_by_buttons(any_reader, waiting):
    page = enter(any_reader)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was approved.")
    expect(page.locator(f"#comment-{waiting[1].pk}")).to_be_visible()
    page.get_by_text("Trash…").click()
    page.get_by_role("button", name="Off topic").click()
    expect(page.locator(".messagelist")).to_contain_text("moved to the trash.")
    expect(page.locator(f"#comment-{waiting[2].pk}")).to_be_visible()
    assert statuses() == ["approved", "trash", "pending", "pending"]
    page.locator(".messagelist").get_by_role("button", name="Undo").click()
    expect(page.locator(f"#comment-{waiting[1].pk}")).to_be_visible()
    assert statuses() == ["approved", "pending", "pending", "pending"]
    assert_fits(page)


def test_many_are_chosen_from_the_list(any_reader, waiting):
    page = enter(any_reader)
    page.get_by_role("link", name="As a list").click()
    page.get_by_role("checkbox", name="Writer 0").check()
    page.get_by_role("checkbox", name="Writer 2").check()
    page.get_by_role("button", name="Spam").click()
    expect(page.locator(".messagelist")).to_contain_text("2 comments were marked as spam.")
    assert statuses() == ["spam", "pending", "spam", "pending"]
    page.locator(".messagelist").get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("Undone: 2 comments")
    assert statuses() == ["pending"] * 4
    assert_fits(page)


def test_all_of_an_address_are_counted_and_go(any_reader, waiting):
    page = enter(any_reader)
    page.get_by_role("link", name="All from this e-mail address").click()
    expect(page.get_by_role("heading", level=1, name="All from this e-mail address")).to_be_visible()
    expect(page.get_by_text("There are 4 comments.")).to_be_visible()
    assert statuses() == ["pending"] * 4
    page.get_by_role("button", name="Mark as spam").click()
    expect(page.locator(".messagelist")).to_contain_text("4 comments were marked as spam.")
    expect(page.get_by_role("heading", level=1, name="Queue")).to_be_visible()
    assert statuses() == ["spam"] * 4
    page.locator(".messagelist").get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("Undone: 4 comments")
    assert statuses() == ["pending"] * 4


def test_the_journal_undoes_too(any_reader, waiting):
    page = enter(any_reader)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was approved.")
    page.get_by_role("link", name="Journal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acts of moderation")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Undone")
    assert statuses() == ["pending"] * 4
    assert_fits(page)


def test_judging_on_the_post_page(any_reader, waiting, post):
    page = enter(any_reader, post.get_absolute_url())
    held = page.locator(f"#comment-{waiting[0].pk}")
    expect(held).to_contain_text("Waits for a moderator.")
    held.get_by_role("button", name="Approve").click()
    expect(page.locator(".messages")).to_contain_text("was approved.")
    expect(page).to_have_url(re.compile(f"#comment-{waiting[0].pk}$"))
    assert status_of(waiting[0]) == "approved"
    # The browser is down at the comment, and what was done, with its Undo, is there too.
    expect(held).to_be_in_viewport()
    expect(page.locator(".messages").get_by_role("button", name="Undo")).to_be_in_viewport()
    page.locator(".messages").get_by_role("button", name="Undo").click()
    expect(page.locator(".messages")).to_contain_text("Undone")
    assert status_of(waiting[0]) == "pending"
    assert_fits(page)


def test_the_reasons_for_the_trash_move_no_button(any_reader, waiting, post):
    page = enter(any_reader, post.get_absolute_url())
    held = page.locator(f"#comment-{waiting[0].pk}")
    trash, closer = held.locator("summary", has_text="Trash…"), held.get_by_role("link", name="Look closer")
    trash.scroll_into_view_if_needed()
    before = [trash.bounding_box(), closer.bounding_box()]
    trash.click()
    expect(held.get_by_role("button", name="Off topic")).to_be_visible()
    assert [trash.bounding_box(), closer.bounding_box()] == before
    assert_fits(page)
    held.get_by_role("button", name="Off topic").click()
    expect(page.locator(".messages")).to_contain_text("moved to the trash.")
    assert Comment.objects.get(pk=waiting[0].pk).removed_because == "off_topic"


# --- For everybody ------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_accessible_and_fit(open_browser, waiting, post, ada, width, scheme):
    bad = base.reply(base.comment(post), "Not nice.", author=ada)
    Report.objects.create(comment=bad, user=ada, reason="unkind", words="Look at that.")
    page = enter(open_browser({"width": width, "height": 800}, color_scheme=scheme))
    page.keyboard.press("a")
    focus_is_on(page, waiting[1])
    page.keyboard.press("t")
    addresses = ["", f"{QUEUE}?tab=reported", f"{QUEUE}?view=list&tab=pending", "/admin/comments/act/"]
    for address in (*addresses, f"{QUEUE}alike/{waiting[1].pk}/email/", post.get_absolute_url()):
        if address:
            page.goto(address)
        wait_until(page, "document.getAnimations().every((a) => a.playState === 'finished')")
        assert_accessible(page)
        assert_fits(page)
