"""Folding branches, and finding one's way in a thread: by link, by Back, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests import base
from tests.browser.news import LOOK, pill
from tests.browser.watch import assert_accessible, assert_fits, resting_place, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def chain(post):
    """Seven levels deep, and a thread beside it."""
    chain = [base.comment(post, "Words of level 0", name="Level 0")]
    for level in range(1, 7):
        chain.append(base.reply(chain[-1], f"Words of level {level}", name=f"Level {level}"))
    base.reply(base.comment(post, "Another thread", name="Nora"), "Its reply", name="Omar")
    return chain


def words(page) -> list[str]:
    """What can be read of the comments."""
    return [text for text in page.locator(".c-body").all_inner_texts() if text.strip()]


def head_of(page, comment):
    return page.locator(f"#comment-{comment.pk} > article > .c-head")


def fold(page, choice: str) -> None:
    page.locator("fold-tools summary").click()
    page.get_by_role("button", name=choice, exact=True).click()


@pytest.fixture(params=["desktop", "phone"])
def reader(request):
    """Both widths, with JavaScript."""
    return request.getfixturevalue(request.param)


def test_fold_all_to_a_level_and_nothing(reader, post, chain):
    reader.goto(post.get_absolute_url())
    assert len(words(reader)) == 9
    fold(reader, "Fold all")
    assert words(reader) == []
    fold(reader, "Show one level")
    assert words(reader) == ["Words of level 0", "Another thread", "Its reply"]
    fold(reader, "Show two levels")
    assert words(reader)[:2] == ["Words of level 0", "Words of level 1"]
    assert len(words(reader)) == 4
    assert_accessible(reader)
    assert_fits(reader)
    fold(reader, "Unfold all")
    assert len(words(reader)) == 9


def test_the_menu_offers_what_the_thread_has_and_closes_by_key(desktop, post, chain):
    page = desktop
    page.goto(post.get_absolute_url())
    opener = page.locator("fold-tools summary")
    opener.focus()
    page.keyboard.press("Enter")
    assert_accessible(page)
    choices = page.locator("fold-tools button:visible")
    assert choices.all_inner_texts() == ["Fold all", "Show one level", "Show two levels", "Unfold all"]
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert choices.count() == 0
    expect(opener).to_be_focused()
    opener.click()
    page.mouse.click(5, 5)
    assert choices.count() == 0


def test_a_thread_without_replies_offers_nothing(desktop, scriptless, post, chain, alice):
    flat = base.published(alice, title="Flat")
    for n in range(2):
        base.comment(flat, f"n {n}")
    desktop.goto(flat.get_absolute_url())
    assert not desktop.locator("fold-tools").is_visible()
    scriptless.goto(post.get_absolute_url())
    assert not scriptless.locator("fold-tools").is_visible()


def test_what_was_folded_stays_folded_under_this_post(reader, post, chain, alice):
    reader.goto(post.get_absolute_url())
    line = reader.locator(f"#comment-{chain[1].pk} > article > details > summary")
    line.focus()
    reader.keyboard.press("Enter")
    assert "Words of level 1" not in words(reader)
    wait_until(reader, f"'folded:{post.pk}' in localStorage")  # the browser says so a moment later
    reader.reload()
    assert words(reader) == ["Words of level 0", "Another thread", "Its reply"]
    line.focus()
    reader.keyboard.press("Enter")
    assert len(words(reader)) == 9
    wait_until(reader, f"!('folded:{post.pk}' in localStorage)")
    reader.reload()
    assert len(words(reader)) == 9


@pytest.mark.parametrize("way", ["open", "change"])
def test_a_link_into_a_folded_branch_opens_it(reader, post, chain, way):
    target = chain[5]
    reader.goto(post.get_absolute_url())
    fold(reader, "Fold all")
    if way == "open":
        reader.goto("/")
        reader.goto(f"{post.get_absolute_url()}#comment-{target.pk}")
    else:
        reader.evaluate(f"location.hash = 'comment-{target.pk}'")
    body = reader.get_by_text("Words of level 5")
    body.wait_for()
    assert "Another thread" not in words(reader)
    expect(head_of(reader, target)).to_be_focused()
    expect(head_of(reader, target)).to_be_in_viewport()


def test_in_reply_to_jumps_up_and_back_returns(any_reader, post, chain):
    page = any_reader
    page.goto(post.get_absolute_url())
    link = page.get_by_role("link", name="In reply to Level 5 ↑")
    link.scroll_into_view_if_needed()
    before = resting_place(page)
    link.click()
    page.wait_for_url(f"**#comment-{chain[5].pk}")
    expect(head_of(page, chain[5])).to_be_in_viewport()
    page.go_back()
    page.wait_for_url(lambda address: "#" not in address)
    expect(link).to_be_in_viewport()
    assert abs(resting_place(page) - before) < 5


def test_the_focus_goes_up_and_comes_back(desktop, post, chain):
    page = desktop
    page.goto(post.get_absolute_url())
    link = page.get_by_role("link", name="In reply to Level 5 ↑")
    for _ in range(2):
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#comment-{chain[5].pk} > article > .c-head")).to_be_focused()
        page.go_back()
        expect(link).to_be_focused()


def test_folding_from_far_down_stays_with_the_branch(desktop, post, chain):
    for n in range(12):
        base.reply(chain[0], f"Another reply, {n}")
    page = desktop
    page.goto(post.get_absolute_url())
    page.get_by_text("Another reply, 11").scroll_into_view_if_needed()
    rail = page.locator(f"#comment-{chain[0].pk} > article > details > summary")
    height = rail.bounding_box()["height"]
    rail.click(position={"x": 20, "y": height - 10})
    expect(head_of(page, chain[0])).to_be_in_viewport()


def test_screen_readers_hear_whom_a_comment_answers(desktop, post, chain):
    chain[3].trash()
    desktop.goto(post.get_absolute_url())
    heads = [" ".join(text.split()) for text in desktop.locator(".c-head").all_text_contents()]
    assert "Comment by Level 0" in heads[0]
    assert "Reply level 1 to Level 0 by Level 1" in heads[1]
    assert "Reply to a removed comment by Level 4" in heads[4]
    assert "Reply level 6 to Level 5 by Level 6" in heads[6]
    assert desktop.locator("[role=tree], [role=treeitem]").count() == 0


def test_how_many_take_part_and_the_arrow_beside_it_are_one_line(open_browser, chain):
    page = open_browser({"width": 320, "height": 700})
    page.goto(chain[0].post.get_absolute_url())
    say = page.locator(".people .say")
    expect(say).to_have_text("9 people")
    lines = say.evaluate("(say) => say.clientHeight / parseFloat(getComputedStyle(say).lineHeight)")
    assert lines < 1.5


LABELS = "[...document.querySelectorAll('.rail')].map((rail) => rail.textContent)"


def test_the_lines_count_what_a_reader_writes(desktop, sign_in, ada, post, chain):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    for n, name in enumerate(["Level 6", "Level 2", "Omar", "Omar", "Level 0"]):
        page.get_by_role("link", name=f"Reply to {name}").first.click()
        page.get_by_label("Your comment").fill(f"Answer number {n}")
        page.locator("#submit").click()
        expect(page.locator("#comments")).to_contain_text(f"Answer number {n}")
    counted = page.evaluate(LABELS)
    assert counted[0] == "Fold Level 0’s comment and 9 repliesShow comment and 9 replies"
    assert counted[-1] == "Fold Omar’s comment and 2 repliesShow comment and 2 replies"
    page.reload()
    assert page.evaluate(LABELS) == counted


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_lines_count_what_others_wrote_meanwhile(desktop, settings, post, chain, language):
    settings.LANGUAGE_CODE = language
    first = base.comment(post, name="$& 7 NAME")
    chain[1].trash()
    page = desktop
    page.goto(post.get_absolute_url())
    base.reply(chain[4], "One more.")
    base.reply(first, "The first of all.")
    page.evaluate(LOOK)
    pill(page).click()
    expect(page.get_by_text("The first of all.")).to_be_visible()
    counted = page.evaluate(LABELS)
    gone, last = counted[1], counted[-1]
    if language == "en":
        assert gone == "Fold 6 repliesShow 6 replies"
        assert last == "Fold $& 7 NAME’s comment and 1 replyShow comment and 1 reply"
    else:
        assert gone == "6 Antworten einklappen6 Antworten zeigen"
        assert "1 Antwort " in last
    page.reload()
    assert page.evaluate(LABELS) == counted


def test_the_line_stays_the_same_part_of_the_page_while_it_counts(desktop, post, chain):
    page = desktop
    page.goto(post.get_absolute_url())
    base.reply(chain[0], "One more.")
    page.evaluate(LOOK)
    line = page.locator(f"#comment-{chain[0].pk} > article > details > summary")
    expect(pill(page)).to_be_visible()
    line.evaluate("(line) => { window.line = line; }")
    pill(page).click()
    expect(line).to_contain_text("7 replies")
    assert page.evaluate("window.line.isConnected")


def test_without_a_script_the_next_page_counts(scriptless, post, chain):
    page = scriptless
    page.goto(post.get_absolute_url())
    base.reply(chain[0], "One more.")
    page.reload()
    expect(page.locator(f"#comment-{chain[0].pk} > article > details > summary")).to_contain_text("7 replies")
