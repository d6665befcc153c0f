"""Other languages: German with its long words, and pages that run from right to left."""

import pytest
from playwright.sync_api import expect

from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

SMALL = {"width": 320, "height": 640}
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def thread(post, alice, ada):
    """Deeper than the indent, long words, an answer by the author and a tombstone."""
    chain = [base.comment(post, "Das erste Wort", name="Wilhelmine Schwarzenberger-Oberhuber")]
    for level in range(1, 6):
        person = {"author": alice} if level == 1 else {"name": f"{LONG[:30]} {level}"}
        chain.append(base.reply(chain[-1], f"{LONG} {level}", **person))
    chain[3].trash()
    base.comment(post, "Ein anderer Faden", author=ada, provider="google")
    return chain


def edges(page, selector: str) -> dict[str, float]:
    return page.locator(selector).first.evaluate(
        "(element) => { const { left, right } = element.getBoundingClientRect(); return { left, right }; }"
    )


# --- German -----------------------------------------------------------------------


@pytest.fixture
def german(settings):
    settings.LANGUAGE_CODE = "de"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", [SMALL, PHONE, DESKTOP], ids=["320", "375", "1280"])
def test_german_fits_with_its_long_words(open_browser, german, post, thread, size, script):
    page = open_browser(size, java_script_enabled=script)
    page.goto(post.get_absolute_url())
    assert page.locator("html").get_attribute("lang") == "de"
    expect(page.get_by_role("heading", name="6 Kommentare")).to_be_visible()
    expect(page.get_by_role("heading", name="Schreib einen Kommentar")).to_be_visible()
    expect(page.get_by_role("link", name="Vom Blog beantwortet")).to_be_visible()
    page.locator(".people summary").click()
    assert_fits(page)
    if script:
        page.locator("#commentform textarea").first.focus()
        page.locator("[popovertarget]").first.click()
        expect(page.get_by_role("button", name="Link kopieren").last).to_be_visible()
        assert_fits(page)
        assert_accessible(page)


def test_dates_are_german_too(scriptless, german, post, thread):
    scriptless.goto(post.get_absolute_url())
    expect(scriptless.locator(".facts time")).to_have_text("25. April 2013")
    assert ". " in scriptless.locator(".when").first.inner_text()


def test_a_german_reader_is_told_in_german(any_reader, german, post):
    any_reader.goto(post.get_absolute_url())
    form = any_reader.locator("#commentform")
    form.locator("[name=body]").fill("  ")
    form.locator("[name=name]").fill("Grete")
    form.locator("[name=email]").fill("grete@mail.example")
    form.locator("#submit").click()
    expect(any_reader.get_by_text("Bitte schreib zuerst deinen Kommentar.").first).to_be_visible()
    assert_fits(any_reader)


# --- From right to left -----------------------------------------------------------


@pytest.fixture
def arabic(settings):
    """Our words are English where no catalogue has them; the page runs as Arabic does."""
    settings.LANGUAGE_CODE = "ar"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["375", "1280"])
def test_the_page_runs_from_right_to_left(open_browser, arabic, post, thread, size):
    page = open_browser(size)
    page.goto(post.get_absolute_url())
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert_fits(page)
    assert_accessible(page)
    # Nothing sticks out to the side where nobody can scroll to, either.
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("body *:not(.vh, .vh *)")]
            .filter((element) => element.checkVisibility())
            .map((element) => [element.className, element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
            .map(([name]) => String(name))"""
    )
    assert beyond == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["375", "1280"])
def test_threads_hang_from_the_right(open_browser, arabic, post, thread, size):
    page = open_browser(size)
    page.goto(post.get_absolute_url())
    first, second = (f"#comment-{comment.pk} > article" for comment in thread[:2])
    face, words = edges(page, f"{first} > .c-head .face"), edges(page, f"{first} .c-body")
    assert face["left"] >= words["right"]
    line = edges(page, f"{first} > details > summary")
    assert (line["left"], line["right"]) == pytest.approx((face["left"], face["right"]), abs=2)
    assert edges(page, f"{second} > .c-head .face")["right"] < face["right"]


def test_the_margin_and_the_menus_mirror(open_browser, arabic, post, thread):
    page = open_browser(DESKTOP)
    page.goto(post.get_absolute_url())
    assert edges(page, ".thread-head")["left"] >= edges(page, ".matter.thread")["right"]
    assert edges(page, ".respond-head")["left"] >= edges(page, "#commentform")["right"]
    button = page.locator("[popovertarget]").first
    button.click()
    menu = edges(page, "comment-menu")
    assert menu["right"] == pytest.approx(edges(page, "[popovertarget]")["right"], abs=2)
    page.keyboard.press("Escape")
    page.locator("fold-tools summary").click()
    assert_fits(page)


def test_arrows_to_the_side_point_the_other_way(open_browser, arabic, alice, post, thread):
    base.published(alice, title="Later", slug="later", published_at=post.published_at.replace(year=2014))
    page = open_browser(DESKTOP)
    page.goto(post.get_absolute_url())
    arrow = "(link) => getComputedStyle(link, '::after').content"
    assert "←" in page.locator(".siblings [rel=next] .onward").evaluate(arrow)
    assert "→" not in page.locator("body").inner_text()
