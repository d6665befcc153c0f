"""Reading along: comments that came while the page was open."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.news import AN_HOUR, LOOK, badges, head_of, pill
from tests.browser.watch import assert_accessible, assert_fits, resting_place

# Whether what is new lies over a part of the page.
COVERED = """(part) => {
    const [a, b] = [part, document.querySelector("comment-news")].map((box) => box.getBoundingClientRect());
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def reader(request, open_browser):
    """Both widths, with JavaScript."""
    return open_browser(request.param)


def asks(page) -> list[str]:
    """The questions that this page sends from now on."""
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "comments/new/" in request.url else None)
    return sent


def test_what_another_reader_posts_is_offered_and_placed_when_asked_for(reader, open_browser, post, first):
    page = reader
    page.goto(post.get_absolute_url())
    other = open_browser(DESKTOP)
    other.goto(f"{post.get_absolute_url()}?replytocom={first.pk}#respond")
    other.get_by_label("Your comment").fill("A rake will do.")
    other.locator("#id_name").fill("Grace")
    other.locator("#id_email").fill("grace@mail.example")
    Comment.objects.filter(pk=first.pk).update(name="Grace", email="grace@mail.example")  # one we know
    other.locator("#submit").click()
    expect(other.locator(".comment", has_text="A rake will do.").last).to_be_visible()
    answer = Comment.objects.get(body="A rake will do.")
    begun = base.comment(post, "And downhill?", name="Olu")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("2 new replies")
    expect(page.locator("#announcer")).to_have_text("2 new replies")
    assert page.locator(".comment").count() == 1
    assert_accessible(page)
    assert_fits(page)
    pill(page).click()
    inside = page.locator(f"#comment-{first.pk} #comment-{answer.pk}")
    expect(inside).to_be_visible()
    expect(page.locator(f".commentlist > #comment-{begun.pk}")).to_be_visible()
    expect(head_of(page, answer)).to_be_focused()
    expect(head_of(page, answer)).to_be_in_viewport()
    expect(badges(page)).to_have_count(2)
    expect(page.locator("#comments-title")).to_have_text("3 Comments")
    expect(pill(page)).to_be_hidden()
    assert_accessible(page)
    assert_fits(page)


def test_without_a_script_it_is_on_the_next_page_and_nothing_asks(scriptless, post, first):
    page = scriptless
    sent = asks(page)
    page.goto(post.get_absolute_url())
    new = base.reply(first, "A rake will do.")
    page.reload()
    expect(page.locator(f"#comment-{new.pk}")).to_be_visible()
    expect(page.locator("comment-news")).to_be_hidden()
    assert sent == []


@pytest.mark.parametrize("where", ["top", "form"])
def test_nothing_moves_when_it_is_offered_nor_what_is_read_when_it_comes(reader, post, first, where):
    page = reader
    for n in range(6):
        base.comment(post, f"Words {n}. " * 30, name=f"Reader {n}")
    page.goto(post.get_absolute_url())
    place = page.locator(f"#comment-{first.pk}" if where == "top" else "#respond")
    place.scroll_into_view_if_needed()
    resting_place(page)
    base.comment(post, "Last of all.", name="Zed")

    def places() -> list:
        return page.evaluate(
            """[scrollY, document.documentElement.scrollHeight].concat(
                [...document.querySelectorAll(".comment, #respond")].map((e) => e.getBoundingClientRect().top)
            )"""
        )

    before = places()
    page.evaluate(LOOK)
    expect(pill(page)).to_be_in_viewport()
    assert places() == before
    page.evaluate(LOOK)
    page.wait_for_timeout(300)
    assert places() == before


def test_words_under_way_and_their_focus_stay(reader, post, first):
    page = reader
    page.goto(post.get_absolute_url())
    box = page.get_by_label("Your comment")
    box.fill("Half a thought")
    base.reply(first, "A rake will do.")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("1 new reply")
    expect(box).to_be_focused()
    if page.viewport_size == PHONE:
        expect(pill(page)).to_be_hidden()  # what is written has all the room
        box.blur()
    pill(page).click()
    expect(badges(page)).to_have_count(1)
    expect(box).to_have_value("Half a thought")


def test_it_covers_nothing_that_has_the_focus_or_cannot_be_scrolled_out(reader, post, first):
    page = reader
    for n in range(3):
        base.comment(post, f"Words {n}. " * 30, name=f"Reader {n}")
    page.goto(post.get_absolute_url())
    base.reply(first, "A rake will do.")
    page.reload()  # "Next new" beside it
    base.reply(first, "Or a spade.")
    page.evaluate(LOOK)
    expect(pill(page)).to_be_visible()
    parts = page.locator(
        ".c-acts :is(a, button), .bar button, #respond :is(input, textarea, button), .foot a"
    )
    for part in parts.all():
        if not part.is_visible():
            continue
        part.focus()
        part.evaluate("(part) => part.scrollIntoView({ block: 'end', behavior: 'instant' })")
        assert page.evaluate(COVERED, part.element_handle()) is False, part
    assert_fits(page)


def test_a_held_comment_is_offered_when_it_is_approved(desktop, post, first):
    page = desktop
    held = base.held(post, "Spare me.", name="Olu")
    page.goto(post.get_absolute_url())
    sent = asks(page)
    with page.expect_response("**/comments/new/*") as answer:
        page.evaluate(LOOK)
    assert answer.value.status == 204
    expect(pill(page)).to_be_hidden()
    held.approve()
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("1 new reply")
    pill(page).click()
    expect(page.locator(f"#comment-{held.pk}")).to_contain_text("Spare me.")
    assert len(sent) == 2


def test_it_is_announced_once_and_again_when_there_are_more(desktop, post, first):
    page = desktop
    page.goto(post.get_absolute_url())
    page.evaluate(
        "new MutationObserver(() => { window.said = (window.said ?? 0) + 1; })"
        ".observe(document.getElementById('announcer'), { childList: true })"
    )
    base.reply(first, "A rake will do.")
    for _ in range(3):
        with page.expect_response("**/comments/new/*"):
            page.evaluate(LOOK)
    expect(pill(page)).to_have_text("1 new reply")
    assert page.evaluate("window.said") == 1
    base.reply(first, "So will a broom.")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("2 new replies")
    assert page.evaluate("window.said") == 2


def test_a_hidden_tab_asks_nothing_and_asks_at_once_when_it_is_back(desktop, post, first):
    page = desktop
    page.clock.install()
    page.goto(post.get_absolute_url())
    sent = asks(page)
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true })")
    page.evaluate(f"window.away = true; {LOOK}")
    page.clock.run_for(AN_HOUR)
    assert sent == []
    with page.expect_response("**/comments/new/*"):
        page.evaluate(f"window.away = false; {LOOK}")
    assert len(sent) == 1


def test_an_open_tab_asks_every_half_minute_and_then_less_often(desktop, post, first):
    page = desktop
    page.clock.install()
    page.goto(post.get_absolute_url())
    sent = asks(page)
    page.clock.run_for(20_000)
    assert sent == []
    with page.expect_response("**/comments/new/*"):
        page.clock.run_for(20_000)
    assert len(sent) == 1
    for _ in range(20):
        with page.expect_response("**/comments/new/*"):
            page.clock.run_for(400_000)
    page.wait_for_timeout(100)
    so_far = len(sent)
    page.clock.run_for(200_000)
    page.wait_for_timeout(100)
    assert len(sent) - so_far <= 1


def test_what_is_wrong_ends_the_questions_and_what_is_down_does_not(desktop, post, first):
    page = desktop
    page.clock.install()
    page.goto(post.get_absolute_url())
    sent, status = asks(page), 503
    page.route("**/comments/new/*", lambda route: route.fulfill(status=status))
    for times in (1, 2):
        with page.expect_response("**/comments/new/*"):
            page.clock.run_for(150_000)
        page.wait_for_timeout(100)
        assert len(sent) >= times
    status = 404
    with page.expect_response("**/comments/new/*"):
        page.clock.run_for(300_000)
    page.wait_for_timeout(100)
    so_far = len(sent)
    page.clock.run_for(AN_HOUR)
    assert len(sent) == so_far


def test_a_closed_post_is_not_asked_about(desktop, alice):
    closed = base.closed(alice)
    base.comment(closed)
    sent = asks(desktop)
    desktop.goto(closed.get_absolute_url())
    desktop.evaluate(LOOK)
    desktop.wait_for_timeout(200)
    assert sent == []


def test_own_words_are_not_announced(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill("I have been running backwards since Tuesday.")
    page.locator("#submit").click()
    expect(page.locator(".comment", has_text="since Tuesday")).to_be_visible()
    page.wait_for_load_state()
    with page.expect_response("**/comments/new/*"):
        page.evaluate(LOOK)
    page.wait_for_timeout(200)
    expect(pill(page)).to_be_hidden()
    expect(badges(page)).to_have_count(0)
    base.reply(first, "A rake will do.")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("1 new reply")
    page.reload()
    expect(page.locator(".comment", has_text="since Tuesday").locator(".badge.new")).to_have_count(0)


def test_a_reply_with_its_place_on_another_page_is_gone_to(desktop, post, monkeypatch):
    monkeypatch.setattr("comments.reading.ENTRIES", 4)
    first = base.comment(post)
    last = [base.reply(first, f"n {n}", name=f"Reader {n}") for n in range(8)][-1]
    page = desktop
    page.goto(post.get_absolute_url())
    far = base.reply(last, "Far away.")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("1 new reply")
    pill(page).click()
    page.wait_for_url(re.compile(rf"#comment-{far.pk}$"))
    expect(page.get_by_text("Far away.")).to_be_visible()


def test_more_than_fit_offer_the_page_anew(desktop, post, first, monkeypatch):
    monkeypatch.setattr("comments.news.MOST", 2)
    page = desktop
    page.goto(post.get_absolute_url())
    for n in range(3):
        base.comment(post, f"n {n}")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("More than 2 new replies. Reload to see them all")
    pill(page).click()
    expect(page.locator(".comment")).to_have_count(4)


def test_the_first_comment_of_all_is_offered_too(desktop, post):
    page = desktop
    page.goto(post.get_absolute_url())
    new = base.comment(post, "The first word.")
    page.evaluate(LOOK)
    pill(page).click()
    expect(page.locator(f".commentlist > #comment-{new.pk}")).to_be_visible()
    expect(head_of(page, new)).to_be_focused()
