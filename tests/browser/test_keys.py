"""Reading along by keyboard: from comment to comment, to an answer, and without any of it."""

import pytest
from playwright.sync_api import expect

from tests import base
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def thread(post):
    """Two threads, the first with an answer to an answer."""
    first = base.comment(post, "First words", name="One")
    second = base.reply(first, "Second words", name="Two")
    third = base.reply(second, "Third words", name="Three")
    return first, second, third, base.comment(post, "Fourth words", name="Four")


@pytest.fixture
def page(desktop, post, thread):
    desktop.goto(post.get_absolute_url())
    expect(desktop.get_by_role("button", name="Keyboard")).to_be_visible()
    return desktop


def head(page, comment):
    return page.locator(f"#comment-{comment.pk} > article > .c-head")


def press(page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_j_and_k_go_from_comment_to_comment(page, thread):
    for comment in thread:
        press(page, "j")
        expect(head(page, comment)).to_be_focused()
        expect(head(page, comment)).to_be_in_viewport(ratio=1)
    press(page, "j")
    expect(head(page, thread[3])).to_be_focused()
    press(page, "kk")
    expect(head(page, thread[1])).to_be_focused()
    press(page, "kkk")
    expect(head(page, thread[0])).to_be_focused()


def test_the_comment_with_the_focus_is_seen_to_have_it(page, post, thread):
    press(page, "jj")
    expect(head(page, thread[1])).to_have_css("outline-style", "solid")
    expect(head(page, thread[0])).to_have_css("outline-style", "none")
    # A link to the comment shows it by a wash.
    page.goto(f"{post.get_absolute_url()}#comment-{thread[2].pk}")
    expect(head(page, thread[2])).to_be_focused()
    expect(head(page, thread[2])).to_have_css("outline-style", "none")
    expect(head(page, thread[2])).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_they_begin_where_the_reader_looks(page, post, thread):
    for n in range(12):
        base.comment(post, f"More words {n}")
    page.reload()
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    head(page, thread[2]).evaluate("(head) => head.scrollIntoView({ behavior: 'instant' })")
    press(page, "j")
    expect(head(page, thread[2])).to_be_focused()
    page.evaluate("document.activeElement.blur(); scrollBy({ top: 60, behavior: 'instant' })")
    press(page, "k")
    expect(head(page, thread[2])).to_be_focused()


def test_they_go_on_from_a_link_inside_a_comment(page, thread):
    page.get_by_role("link", name="Reply to Two").focus()
    press(page, "j")
    expect(head(page, thread[2])).to_be_focused()


def test_a_folded_branch_is_opened_on_the_way(page, thread):
    line = page.locator(f"#comment-{thread[0].pk} > article > details > summary")
    line.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Second words")).to_be_hidden()
    press(page, "j")
    expect(head(page, thread[1])).to_be_focused()
    expect(page.get_by_text("Second words")).to_be_visible()


def test_the_page_moves_only_as_far_as_needed(page, post):
    for n in range(20):
        base.comment(post, f"Line\n\n{n}\n\n" * 3)
    page.reload()
    press(page, "j")
    place = page.evaluate("scrollY")
    press(page, "j")
    assert page.evaluate("scrollY") == place  # it was to be seen already
    for _ in range(10):
        press(page, "j")
        focused = page.locator(".c-head:focus")
        expect(focused).to_be_in_viewport(ratio=1)
        words = page.locator(".comment:has(> article > .c-head:focus) > article .c-body").first
        expect(words).to_be_in_viewport(ratio=1)


def test_r_answers_the_comment_with_the_focus(page, thread):
    press(page, "jjr")
    body = page.locator("#commentform textarea[name=body]")
    expect(body).to_be_focused()
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply to Two")
    expect(body).to_have_value("")  # the key itself is no word
    press(page, "jk?r")
    expect(body).to_have_value("jk?r")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_r_without_a_comment_does_nothing(page):
    press(page, "r")
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply")


def test_n_presses_the_button_for_what_is_new(page):
    press(page, "n")  # with nothing new it is a key like others
    page.evaluate(
        """() => {
            const button = document.createElement("button");
            button.dataset.nextNew = "";
            button.onclick = () => (window.went = true);
            document.querySelector("main").prepend(button);
        }"""
    )
    press(page, "n")
    assert page.evaluate("went")


def test_keys_with_modifiers_are_the_browsers(page, thread):
    for modifier in ("Control", "Meta", "Alt"):
        page.keyboard.press(f"{modifier}+j")
        expect(page.locator(".c-head:focus")).to_have_count(0)


def test_help_lists_the_keys_and_gives_the_focus_back(page, thread):
    press(page, "j?")
    dialog = page.get_by_role("dialog", name="Keys for reading along")
    expect(dialog).to_be_visible()
    assert dialog.locator("kbd").all_inner_texts() == ["j", "k", "n", "r", "?"]
    assert_accessible(page)
    assert_fits(page)
    press(page, "j")  # not while the dialog is open
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(head(page, thread[0])).to_be_focused()
    page.get_by_role("button", name="Keyboard").click()
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Keyboard")).to_be_focused()


def test_all_of_it_can_be_switched_off_and_on_again(page, thread):
    press(page, "?")
    page.get_by_role("checkbox", name="Use these keys on this device").uncheck()
    page.keyboard.press("Escape")
    for _ in range(2):
        press(page, "j?")
        expect(page.locator(".c-head:focus")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    page.get_by_role("button", name="Keyboard").click()
    page.get_by_role("checkbox", name="Use these keys on this device").check()
    page.get_by_role("button", name="Close").click()
    press(page, "j")
    expect(page.locator(".c-head:focus")).to_have_count(1)


def test_a_browser_without_storage_has_the_keys(open_browser, post, thread):
    page = open_browser({"width": 1280, "height": 900})
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked'); } });"
    )
    page.goto(post.get_absolute_url())
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    press(page, "j")
    expect(head(page, thread[0])).to_be_focused()


def test_a_menu_keeps_its_keys(page, thread):
    page.get_by_role("button", name="More actions for One’s comment").click()
    copy = page.locator("comment-menu").get_by_role("button", name="Copy link")
    expect(copy).to_be_focused()
    press(page, "j")
    expect(copy).to_be_focused()


def test_without_a_script_nothing_is_offered(scriptless, post, thread):
    scriptless.goto(post.get_absolute_url())
    expect(scriptless.get_by_role("button", name="Keyboard")).to_be_hidden()
    assert "Keys for reading along" not in scriptless.locator("body").inner_text()


def test_a_post_without_comments_has_no_keys(desktop, post):
    desktop.goto(post.get_absolute_url())
    assert desktop.locator("keyboard-help").count() == 0
