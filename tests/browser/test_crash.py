"""A browser that dies takes no word along, however lately it was typed."""

import contextlib

import pytest
from playwright.sync_api import Error, expect

from tests import base
from tests.browser.chromium import launch_args
from tests.browser.conftest import DESKTOP, PATIENCE
from tests.browser.watch import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
WORDS = "I have been running backwards since Tuesday."
NOTED = """new Promise((done) => {
  const asked = indexedDB.open("drafts");
  asked.onsuccess = () => {
    const all = asked.result.transaction("notes").objectStore("notes").getAll();
    all.onsuccess = () => done(all.result.some(({ words }) => words === WORDS));
    asked.result.close();
  };
})"""


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


@pytest.fixture
def begun(browser_type, site, tmp_path):
    """begun() -> a page of a browser with the same profile each time: of one that was begun anew."""
    with contextlib.ExitStack() as running:

        def begun():
            options = {"viewport": DESKTOP, "base_url": site, **launch_args()}
            context = browser_type.launch_persistent_context(tmp_path / "profile", **options)
            running.callback(context.close)
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield begun


def die(page) -> None:
    """At once, as when the power fails. What is typed is in its database by then."""
    wait_until(page, NOTED.replace("WORDS", repr(WORDS)))
    with contextlib.suppress(Error):
        page.context.new_cdp_session(page).send("Browser.crash")


def words(page):
    return page.get_by_label("Your comment")


def test_words_survive_a_browser_that_dies(begun, post, first):
    page = begun()
    page.goto(post.get_absolute_url())
    words(page).press_sequentially(WORDS)
    die(page)
    page = begun()
    page.goto(post.get_absolute_url())
    expect(words(page)).to_have_value(WORDS)
    page.reload()
    expect(words(page)).to_have_value(WORDS)


def test_an_answer_survives_it_in_its_place(begun, post, first):
    page = begun()
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Reply to Marta").click()
    words(page).fill(WORDS)
    die(page)
    page = begun()
    page.goto(post.get_absolute_url())
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply to Marta")
    expect(words(page)).to_have_value(WORDS)
    words(page).fill("")
    page.reload()
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply")
    expect(words(page)).to_have_value("")


def test_what_a_comment_is_changed_to_survives_it(begun, sign_in, ada, post):
    mine = base.comment(post, "As it was.", author=ada)
    page = sign_in(begun(), ada)
    page.goto(f"/comments/{mine.pk}/edit/")
    page.get_by_role("textbox").fill(WORDS)
    die(page)
    page = sign_in(begun(), ada)
    page.goto(f"/comments/{mine.pk}/edit/")
    expect(page.get_by_role("textbox")).to_have_value(WORDS)
