"""What is typed is not lost, and not found by whoever comes next to the same browser."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.providers import sign_in as sign_in_with
from tests.browser.watch import assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
WORDS = "I have been running backwards since Tuesday."
OTHERS = "Quite another thought."


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


def sign_out_elsewhere(page) -> None:
    """As when a session expires: the browser is not told."""
    Session.objects.all().delete()


def words(page):
    return page.get_by_label("Your comment")


def drafts(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def answer(page, name: str) -> None:
    page.get_by_role("link", name=f"Reply to {name}").first.click()
    expect(page.locator("#respond-title")).to_contain_text(f"Leave a Reply to {name}")


def test_words_survive_a_reload_another_page_and_another_tab(desktop, post, first):
    page = desktop
    page.goto(post.get_absolute_url())
    words(page).press_sequentially(WORDS)
    page.reload()
    expect(words(page)).to_have_value(WORDS)
    page.goto("/")
    page.go_back()
    expect(words(page)).to_have_value(WORDS)
    page.close()
    another = desktop.context.new_page()
    another.goto(post.get_absolute_url())
    expect(words(another)).to_have_value(WORDS)
    expect(another.locator("#submit")).to_be_visible()


def test_words_without_a_script_survive_the_way_back(scriptless, post):
    page = scriptless
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    page.goto("/")
    page.go_back()
    expect(words(page)).to_have_value(WORDS)


def test_an_answer_is_found_again_where_it_was_begun(desktop, post, first):
    other = base.comment(post, "Another thread.", name="Nora")
    page = desktop
    page.goto(post.get_absolute_url())
    answer(page, "Marta")
    words(page).fill(WORDS)
    page.reload()
    expect(page.locator(f"#comment-{first.pk} #respond")).to_be_visible()
    expect(page.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
    expect(words(page)).to_have_value(WORDS)
    assert drafts(page) == [f"draft::{post.pk}:{first.pk}"]
    # Words go along to where nothing was begun, and stay where something was.
    answer(page, "Nora")
    expect(words(page)).to_have_value(WORDS)
    assert drafts(page) == [f"draft::{post.pk}:{other.pk}"]
    page.evaluate(f"localStorage.setItem('draft::{post.pk}:{first.pk}', Date.now() + ' {OTHERS}')")
    answer(page, "Marta")
    expect(words(page)).to_have_value(OTHERS)
    answer(page, "Nora")
    expect(words(page)).to_have_value(WORDS)


def test_an_answer_in_a_branch_that_was_folded_is_seen_after_a_reload(desktop, post, first):
    inner = base.reply(base.reply(first, "A rake will do.", name="Olu"), "Or a spade.", name="Pia")
    page = desktop
    page.goto(post.get_absolute_url())
    answer(page, "Pia")
    words(page).fill(WORDS)
    page.locator(f"#comment-{first.pk} > article > .c-fold > .rail").click()
    expect(words(page)).to_be_hidden()
    page.reload()
    expect(page.locator(f"#comment-{inner.pk} #respond")).to_be_visible()
    expect(words(page)).to_have_value(WORDS)
    page.evaluate("document.querySelector('.commentlist').append('')")  # more has come
    page.wait_for_timeout(200)
    expect(words(page)).to_be_visible()


def test_an_answer_to_what_was_removed_does_not_turn_to_another(desktop, post, first):
    base.reply(first, "A rake will do.", name="Olu")
    page = desktop
    page.goto(post.get_absolute_url())
    answer(page, "Marta")
    words(page).fill(WORDS)
    first.trash()
    page.reload()
    expect(page.locator(".lost-draft")).to_be_visible()
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply")
    assert page.locator(".comment #respond").count() == 0


def test_what_was_posted_in_another_tab_is_cleared_here_if_it_is_unchanged(desktop, sign_in, ada, post):
    here = sign_in(desktop, ada)
    here.goto(post.get_absolute_url())
    words(here).fill(WORDS)
    there = desktop.context.new_page()
    there.goto(post.get_absolute_url())
    expect(words(there)).to_have_value(WORDS)
    there.locator("#submit").click()
    expect(there.locator("#comments")).to_contain_text(WORDS)
    expect(words(here)).to_have_value("")
    assert drafts(here) == []


def test_what_was_changed_here_stays_when_another_tab_posts(desktop, sign_in, ada, post):
    here = sign_in(desktop, ada)
    here.goto(post.get_absolute_url())
    words(here).fill(WORDS)
    there = desktop.context.new_page()
    there.goto(post.get_absolute_url())
    here.evaluate("document.getElementById('id_body').value += ' And more.'")
    there.locator("#submit").click()
    expect(there.locator("#comments")).to_contain_text(WORDS)
    expect(words(here)).to_have_value(f"{WORDS} And more.")


def test_an_expired_session_hides_the_words_until_the_person_is_back(desktop, sign_in, ada, bob, post):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    sign_out_elsewhere(page)
    page.goto(post.get_absolute_url())
    expect(words(page)).to_have_value("")
    sign_in(page, bob)
    page.goto(post.get_absolute_url())
    expect(page.locator("#respond")).to_contain_text("Bob Kahn")
    expect(words(page)).to_have_value("")
    words(page).fill(OTHERS)
    sign_in(page, ada)
    page.goto(post.get_absolute_url())
    expect(words(page)).to_have_value(WORDS)


def test_a_session_that_expires_while_one_writes_keeps_the_words(any_reader, sign_in, ada, post):
    page = sign_in(any_reader, ada)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    sign_out_elsewhere(page)
    page.locator("#submit").click()
    expect(page.locator(".form-errors")).to_be_visible()
    expect(words(page)).to_have_value(WORDS)
    expect(page.locator("#id_name")).to_be_visible()
    assert not Comment.objects.filter(body=WORDS).exists()


def test_the_words_of_a_guest_come_along_to_the_account(desktop, sign_in, ada, post):
    page = desktop
    page.set_viewport_size({"width": 700, "height": 900})  # no popup: the long way round
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    page.get_by_role("button", name="Log in with Google").click()
    page.locator("button[value=ada]").click()
    page.wait_for_url(re.compile(r"#respond$"))
    expect(words(page)).to_have_value(WORDS)
    (mine,) = drafts(page)
    assert re.fullmatch(rf"draft:[0-9a-f]{{16}}:{post.pk}:", mine)


@pytest.mark.parametrize("width", [1280, 700], ids=["popup", "page"])
def test_what_is_typed_on_after_a_sign_in_is_not_lost_with_the_page(desktop, post, first, width):
    page = desktop
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    sign_in_with(page)
    expect(page.locator(".as-account")).to_be_visible()
    words(page).fill(f"{WORDS} And more.")
    page.reload()
    expect(words(page)).to_have_value(f"{WORDS} And more.")
    answer(page, "Marta")
    page.goto(f"{post.get_absolute_url()}?page=1")
    expect(page.locator(f"#comment-{first.pk} #respond")).to_be_visible()
    expect(words(page)).to_have_value(f"{WORDS} And more.")
    words(page).fill("")
    page.reload()
    expect(words(page)).to_have_value("")


def test_a_sign_in_that_failed_leaves_the_words_to_be_typed_on(desktop, post):
    page = desktop
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    sign_in_with(page, press="denied")
    expect(page.locator(".form-errors")).to_be_visible()
    expect(words(page)).to_have_value(WORDS)
    words(page).fill(f"{WORDS} And more.")
    page.reload()
    expect(words(page)).to_have_value(f"{WORDS} And more.")


def test_an_answer_finds_its_place_after_a_popup_that_failed(desktop, post, first):
    page = desktop
    page.goto(post.get_absolute_url())
    answer(page, "Marta")
    words(page).fill(WORDS)
    sign_in_with(page, press="denied")
    expect(page.locator(".form-errors")).to_be_visible()
    page.reload()
    expect(page.locator(f"#comment-{first.pk} #respond")).to_be_visible()
    expect(words(page)).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_nobody_finds_the_words_of_who_logged_out_at_the_form(open_browser, sign_in, ada, post, script):
    page = sign_in(open_browser({"width": 1280, "height": 900}, java_script_enabled=script), ada)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    page.get_by_role("button", name="Log Out").click()
    page.wait_for_url(re.compile(r"#respond$"))
    # Their writer still has them, on this one page.
    expect(words(page)).to_have_value(WORDS)
    expect(page.locator("#id_name")).to_be_visible()
    if script:
        assert drafts(page) == []
    page.goto(f"{post.get_absolute_url()}?page=1")
    expect(words(page)).to_have_value("")


def test_back_after_a_log_out_does_not_show_the_words(desktop, sign_in, ada, post):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    page.get_by_role("button", name="Log Out").click()
    page.wait_for_url(re.compile(r"#respond$"))
    expect(words(page)).to_have_value(WORDS)
    page.go_back()
    expect(words(page)).to_have_value("")


def test_logging_out_on_its_page_forgets_the_words_of_this_person_only(desktop, sign_in, ada, post):
    page = desktop
    page.goto(post.get_absolute_url())
    words(page).fill(OTHERS)
    sign_in(page, ada)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    assert len(drafts(page)) == 2
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("/")
    assert drafts(page) == [f"draft::{post.pk}:"]
    page.goto(post.get_absolute_url())
    expect(words(page)).to_have_value(OTHERS)


def test_words_under_a_closed_post_go_from_other_tabs_too(desktop, sign_in, ada, post):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    post.comments_open = False
    post.save()
    other = page.context.new_page()
    other.goto(post.get_absolute_url())
    kept = other.get_by_label("You had begun to write something here.")
    expect(kept).to_have_value(WORDS)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    expect(kept).to_be_hidden()
    expect(kept).to_have_value("")


def test_an_answer_to_what_is_gone_is_offered_or_discarded(desktop, post, first):
    between = base.reply(first, "I am taken away soon.", name="Otto")
    page = desktop
    for choice in ("Put it here", "Discard"):
        page.goto(post.get_absolute_url())
        page.evaluate(f"localStorage.setItem('draft::{post.pk}:{between.pk}', Date.now() + ' {WORDS}')")
        if between.is_shown:
            between.trash()
        page.goto(post.get_absolute_url())
        lost = page.locator(".lost-draft")
        expect(lost).to_contain_text("You began an answer to a comment that is not here any more.")
        expect(words(page)).to_have_value("")
        assert_accessible(page)
        lost.get_by_role("button", name=choice).click()
        expect(lost).to_be_hidden()
        expect(words(page)).to_have_value(WORDS if choice == "Put it here" else "")
        expect(words(page)).to_be_focused()
        assert drafts(page) == ([f"draft::{post.pk}:"] if choice == "Put it here" else [])
        words(page).fill("")
        between.refresh_from_db()


def test_old_words_are_dropped_and_others_kept(desktop, post):
    page = desktop
    page.goto("/")
    page.evaluate(
        f"localStorage.setItem('draft::{post.pk}:', Date.now() - 31 * 24 * 3600e3 + ' {OTHERS}');"
        f"localStorage.setItem('draft::{post.pk + 1}:', Date.now() - 29 * 24 * 3600e3 + ' {WORDS}')"
    )
    page.goto(post.get_absolute_url())
    expect(words(page)).to_have_value("")
    assert drafts(page) == [f"draft::{post.pk + 1}:"]


def test_a_browser_that_forbids_storage_writes_and_posts_all_the_same(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden') } })"
    )
    page.goto(post.get_absolute_url())
    answer(page, "Marta")
    words(page).fill(WORDS)
    page.get_by_role("link", name="Cancel reply").click()
    expect(words(page)).to_have_value(WORDS)
    page.locator("#submit").click()
    expect(page.locator("#comments")).to_contain_text(WORDS)
