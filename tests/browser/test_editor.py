"""The box where a comment is written: tools, a preview, and the space that is left."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import base
from tests.browser.conftest import DESKTOP
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def box_of(page: Page):
    return page.get_by_label("Your comment")


def select(page: Page, start: int, end: int) -> None:
    box_of(page).evaluate(f"box => box.setSelectionRange({start}, {end})")


def selected(page: Page) -> str:
    return box_of(page).evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")


@pytest.fixture
def written(desktop, post) -> Page:
    desktop.goto(f"{post.get_absolute_url()}#respond")
    box_of(desktop).fill("so it was")
    return desktop


@pytest.mark.parametrize(
    ("tool", "marked", "still"),
    [
        ("Bold", "so **it** was", "it"),
        ("Italic", "so _it_ was", "it"),
        ("Code", "so `it` was", "it"),
        ("Link", "so [it](https://) was", "https://"),
    ],
)
def test_a_tool_marks_the_selected_words_and_takes_the_mark_away_again(written, tool, marked, still):
    select(written, 3, 5)
    written.get_by_role("button", name=tool, exact=True).click()
    expect(box_of(written)).to_have_value(marked)
    assert selected(written) == still
    if still == "it":
        written.get_by_role("button", name=tool, exact=True).click()
        expect(box_of(written)).to_have_value("so it was")


@pytest.mark.parametrize(
    ("tool", "marked"), [("Quote", "> one\n> two\nthree"), ("List", "- one\n- two\nthree")]
)
def test_a_tool_for_lines_marks_whole_lines(written, tool, marked):
    box_of(written).fill("one\ntwo\nthree")
    select(written, 1, 5)
    written.get_by_role("button", name=tool, exact=True).click()
    expect(box_of(written)).to_have_value(marked)


def test_keys_do_the_same_and_undo_takes_it_back(written):
    select(written, 3, 5)
    for key, marked in (("b", "so **it** was"), ("i", "so **_it_** was")):
        written.keyboard.press(f"Control+{key}")
        expect(box_of(written)).to_have_value(marked)
    written.keyboard.press("Control+z")
    expect(box_of(written)).to_have_value("so **it** was")


def test_the_toolbar_is_one_stop_with_arrows_inside(written):
    box_of(written).focus()
    written.keyboard.press("Shift+Tab")
    expect(written.get_by_role("button", name="Bold")).to_be_focused()
    written.keyboard.press("ArrowRight")
    expect(written.get_by_role("button", name="Italic")).to_be_focused()
    written.keyboard.press("End")
    expect(written.get_by_role("button", name="List")).to_be_focused()
    written.keyboard.press("ArrowRight")
    expect(written.get_by_role("button", name="Bold")).to_be_focused()
    written.keyboard.press("ArrowLeft")
    expect(written.get_by_role("button", name="List")).to_be_focused()
    written.keyboard.press("Home")
    written.keyboard.press("Tab")
    expect(box_of(written)).to_be_focused()


def test_the_arrows_follow_the_direction_of_the_page(written):
    written.evaluate("document.documentElement.dir = 'rtl'")
    written.get_by_role("button", name="Bold").focus()
    written.keyboard.press("ArrowLeft")
    expect(written.get_by_role("button", name="Italic")).to_be_focused()


def test_the_preview_follows_the_words_and_is_remembered(written):
    preview = written.get_by_role("region", name="Preview")
    button = written.get_by_role("button", name="Preview")
    expect(preview).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(preview).to_have_text("so it was")
    box_of(written).press_sequentially(" **good**")
    expect(preview.locator("strong")).to_have_text("good")
    written.reload()
    expect(preview.locator("strong")).to_have_text("good")
    button.click()
    expect(preview).to_be_hidden()
    written.reload()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_the_preview_shows_no_more_than_a_comment_would(written):
    box_of(written).fill("<img src=x onerror=alert(1)> [x](javascript:alert(1)) **safe**")
    written.get_by_role("button", name="Preview").click()
    preview = written.get_by_role("region", name="Preview")
    expect(preview.locator("strong")).to_have_text("safe")
    expect(preview.locator("img, a")).to_have_count(0)


def test_without_a_script_the_preview_is_a_page_with_the_words_in_the_box(scriptless, post):
    scriptless.goto(post.get_absolute_url())
    expect(scriptless.get_by_role("toolbar", include_hidden=True)).to_be_hidden()
    box_of(scriptless).fill("It was **good**.")
    scriptless.get_by_role("button", name="Preview").click()
    expect(scriptless.get_by_role("region", name="Preview").locator("strong")).to_have_text("good")
    expect(box_of(scriptless)).to_have_value("It was **good**.")
    expect(scriptless.locator("#respond")).to_be_in_viewport()


def test_what_is_left_appears_near_the_end_and_counts_characters(written):
    output = written.locator("comment-editor output")
    for words, said in (
        ("x" * 8999, ""),
        ("x" * 9000, re.compile(r"^1,?000 characters left$")),
        ("😀" * 9999, "1 character left"),
        ("x" * 9_990 + "\n" * 9 + "x", "0 characters left"),
        ("x" * 10_001, "1 character too many"),
        ("x" * 10_005, "5 characters too many"),
    ):
        box_of(written).fill(words)
        expect(output).to_have_text(said)
    expect(output).to_have_class("over")
    box_of(written).fill("short")
    expect(output).to_be_empty()


def test_words_selected_in_a_comment_are_quoted_in_its_answer(desktop, phone, post):
    comment = base.comment(post, "First **line** here.\n\nAnd a second one.", name="Marta")
    other = base.comment(post, "Something else.", name="Tom")
    for page in (desktop, phone):
        page.goto(post.get_absolute_url())
        body = f"#comment-{comment.pk} .comment-body"
        page.evaluate(f"getSelection().selectAllChildren(document.querySelector('{body}'))")
        page.get_by_role("link", name="Reply to Marta").click()
        expect(box_of(page)).to_have_value("> First line here.\n> \n> And a second one.\n\n")
        expect(page.locator("#respond-title")).to_contain_text("Marta")
    # Words that are not Tom's are not quoted as his.
    desktop.evaluate("sessionStorage.clear(); localStorage.clear()")
    desktop.goto("about:blank")
    desktop.goto(post.get_absolute_url())
    box_of(desktop).fill("")
    desktop.evaluate(f"getSelection().selectAllChildren(document.querySelector('{body}'))")
    desktop.get_by_role("link", name="Reply to Tom").click()
    expect(desktop.locator("#respond-title")).to_contain_text("Tom")
    expect(box_of(desktop)).to_have_value("")
    assert other.pk


def test_a_quotation_by_keyboard_goes_before_the_words_that_are_there(written, post):
    comment = base.comment(post, "Quote me.", name="Marta")
    written.reload()
    box_of(written).fill("My words")
    body = f"#comment-{comment.pk} .comment-body"
    written.evaluate(f"getSelection().selectAllChildren(document.querySelector('{body}'))")
    written.get_by_role("link", name="Reply to Marta").focus()
    written.keyboard.press("Enter")
    expect(box_of(written)).to_have_value("> Quote me.\n\nMy words")


def test_the_editor_is_accessible_and_fits(desktop, phone, open_browser, post):
    narrow, dark = open_browser({"width": 320, "height": 700}), open_browser(DESKTOP, color_scheme="dark")
    for page in (desktop, phone, narrow, dark):
        page.goto(f"{post.get_absolute_url()}#respond")
        box_of(page).fill("x" * 9_990)
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("region", name="Preview")).to_contain_text("xxx")
        assert_accessible(page)
        assert_fits(page)
    tool = phone.get_by_role("button", name="Bold").bounding_box()
    assert min(tool["width"], tool["height"]) >= 40
