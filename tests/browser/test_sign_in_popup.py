"""Signing in beside the page: a popup on wide screens, and what becomes of it."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from comments import threads
from comments.models import Comment
from standin.personas import PERSONAS
from tests import base
from tests.browser.providers import sign_in
from tests.browser.watch import assert_accessible, wait_until

pytestmark = pytest.mark.one_database
WORDS = "I have been running backwards since Tuesday."
FOCUS = "window.dispatchEvent(new Event('focus'))"


@pytest.fixture
def page(desktop, post):
    desktop.goto(post.get_absolute_url())
    desktop.get_by_label("Your comment").fill(WORDS)
    return desktop


@pytest.fixture
def banned(standin, site):
    """Ada may not come back: her Google account is here already, and banned."""
    ada = base.member("banned", "Ada Winterbourne", "google", uid=PERSONAS["ada"].uid("google"))
    ada.is_active = False
    ada.save()


def icon(page, provider="Google"):
    return page.get_by_role("button", name=f"Log in with {provider}")


def open_popup(page, provider="Google"):
    with page.context.expect_page() as opened:
        icon(page, provider).click()
    opened.value.locator("button[value=ada]").wait_for()
    return opened.value


def press(popup, value="ada"):
    with popup.expect_event("close"):
        popup.locator(f"button[value={value}]").click()


def words(page):
    return page.get_by_label("Your comment")


def like_button(page, name):
    return page.get_by_role("button", name=re.compile(f"^Like {name}’s comment"))


def expect_signed_in(page, provider="Google"):
    expect(page.locator(".as-account")).to_contain_text(f"You are commenting using your {provider} account.")


@pytest.mark.parametrize("provider", ["Google", "Twitter", "Facebook"])
def test_only_what_says_who_speaks_is_new(page, provider):
    page.evaluate("document.getElementById('id_body').setSelectionRange(2, 6)")
    page.evaluate("window.isTheSamePage = document.getElementById('id_body')")
    sign_in(page, provider)
    expect_signed_in(page, provider)
    expect(icon(page, provider)).to_be_hidden()
    expect(page.locator(".send")).not_to_contain_text("guest")
    expect(page.locator(".follow")).not_to_contain_text("confirm your address")
    expect(words(page)).to_have_value(WORDS)
    expect(words(page)).to_be_focused()
    assert page.evaluate("window.isTheSamePage === document.getElementById('id_body')")
    assert page.evaluate("[id_body.selectionStart, id_body.selectionEnd]") == [2, 6]
    expect(page.locator("#announcer")).to_have_text(f"You are commenting using your {provider} account.")
    expect(page.locator(".foot")).to_contain_text("Signed in as Ada Winterbourne")
    expect(page.locator(".foot")).not_to_contain_text("Sign in")
    page.locator("#submit").click()
    expect(page.locator("#comments .comment", has_text=WORDS)).to_be_visible()
    comment = Comment.objects.get(body=WORDS)
    assert (comment.name, comment.provider) == ("Ada Winterbourne", provider.lower())


def test_it_says_what_it_waits_for(page):
    popup = open_popup(page)
    expect(page.locator(".connecting")).to_contain_text("Connecting to Google… (Cancel)")
    expect(icon(page)).to_be_hidden()
    assert_accessible(page)
    press(popup)
    expect_signed_in(page)
    assert_accessible(page)


def test_the_words_may_change_while_it_waits(page):
    popup = open_popup(page)
    words(page).fill("Other words.")
    press(popup)
    expect_signed_in(page)
    expect(words(page)).to_have_value("Other words.")


def test_cancel_gives_the_icons_back(page):
    open_popup(page)
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(icon(page)).to_be_focused()
    expect(page.locator(".connecting")).to_be_hidden()
    expect(words(page)).to_have_value(WORDS)
    sign_in(page, "Twitter")
    expect_signed_in(page, "Twitter")


def test_somebody_who_cancels_and_goes_on_all_the_same_is_signed_in(page):
    popup = open_popup(page)
    page.get_by_role("button", name="Cancel", exact=True).click()
    words(page).focus()
    press(popup)
    expect_signed_in(page)
    expect(words(page)).to_have_value(WORDS)


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("denied", "You cancelled signing in. Your words are still here."),
        ("server-error", "Signing in did not work."),
        ("state-forged", "Signing in did not work."),
        ("token-500", "Signing in did not work."),
        ("id-token-bad-signature", "Signing in did not work."),
        ("profile-malformed", "Signing in did not work."),
    ],
)
def test_what_went_wrong_is_said_in_the_page(page, trouble, sentence):
    press(open_popup(page), trouble)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator(".connecting")).to_be_hidden()
    expect(icon(page)).to_be_focused()
    expect(words(page)).to_have_value(WORDS)
    assert not User.objects.filter(display_name="Ada Winterbourne").exists()
    sign_in(page)
    expect_signed_in(page)
    expect(page.locator(".form-errors")).to_have_count(0)


def test_the_banned_are_told_so(page, banned):
    press(open_popup(page))
    expect(page.get_by_role("alert")).to_contain_text("This account may not comment here.")
    expect(words(page)).to_have_value(WORDS)


def test_too_many_attempts_are_told_to_wait(page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"social_start": "1/h/ip"}
    press(open_popup(page), "denied")
    expect(page.get_by_role("alert")).to_contain_text("You cancelled")
    icon(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Too many attempts to sign in.")
    expect(words(page)).to_have_value(WORDS)


def test_a_blocked_popup_is_a_page_load_with_the_same_result(page):
    page.evaluate("window.open = () => null; 0")
    icon(page).click()
    page.locator("button[value=ada]").click()
    page.wait_for_url(re.compile("#respond$"))
    expect_signed_in(page)
    expect(words(page)).to_have_value(WORDS)


def test_a_popup_closed_by_hand_gives_the_icons_back(page):
    open_popup(page).close()
    page.evaluate(FOCUS)
    expect(icon(page)).to_be_focused()
    expect(words(page)).to_have_value(WORDS)
    sign_in(page)
    expect_signed_in(page)


def test_a_popup_that_could_not_say_it_is_asked_after(page):
    popup = open_popup(page)
    # What it says goes elsewhere, as when the browser keeps the windows apart.
    popup.route("**/connected*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    popup.locator("button[value=ada]").click()
    expect(popup.get_by_role("heading", level=1)).to_have_text("You are signed in as Ada Winterbourne.")
    expect(popup.locator("#connected")).to_contain_text("You can close this window.")
    assert_accessible(popup)
    popup.close()
    page.evaluate(FOCUS)
    expect_signed_in(page)
    expect(words(page)).to_have_value(WORDS)


def test_a_popup_that_stays_open_leads_back_itself(page, post):
    popup = open_popup(page)
    popup.route("**/connected*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    popup.locator("button[value=ada]").click()
    popup.get_by_role("link", name="Go on in this window").click()
    popup.wait_for_url(f"**{post.get_absolute_url()}#respond")
    expect_signed_in(popup)
    expect(words(popup)).to_have_value(WORDS)


def test_two_tabs_do_not_confuse_each_other(page, alice):
    other = page.context.new_page()
    other.goto(base.published(alice, title="Elsewhere").get_absolute_url())
    words(other).fill("Words in another tab.")
    first, second = open_popup(page), open_popup(other, "Twitter")
    press(first)
    expect_signed_in(page)
    expect(other.locator(".connecting")).to_contain_text("Connecting to Twitter…")
    press(second, "denied")
    expect(other.get_by_role("alert")).to_contain_text("You cancelled")
    expect_signed_in(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(words(page)).to_have_value(WORDS)
    expect(words(other)).to_have_value("Words in another tab.")


def test_an_answer_keeps_its_place(desktop, post):
    first = base.comment(post, name="Marta")
    desktop.goto(post.get_absolute_url())
    desktop.get_by_role("link", name="Reply to Marta").click()
    words(desktop).fill(WORDS)
    sign_in(desktop)
    expect_signed_in(desktop)
    expect(desktop.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
    assert desktop.evaluate(f"document.querySelector('#comment-{first.pk} #respond') !== null")
    desktop.locator("#submit").click()
    expect(desktop.locator(f"#comment-{first.pk} .comment", has_text=WORDS)).to_be_visible()
    assert Comment.objects.get(body=WORDS).parent == first


def test_likes_work_at_once(page, post):
    expect(page.get_by_role("link", name="Sign in to like")).to_be_visible()
    sign_in(page)
    page.get_by_role("button", name="Like", exact=True).click()
    page.wait_for_url(re.compile("#likes$"))
    assert post.likes.get().user.name == "Ada Winterbourne"


def test_likes_on_comments_work_in_place_at_once(desktop, post):
    first = base.comment(post, name="Marta")
    other = base.reply(first, name="Nora")
    ada = base.member("ada", "Ada Winterbourne", "google", uid=PERSONAS["ada"].uid("google"))
    threads.like(other, ada)
    desktop.goto(post.get_absolute_url())
    words(desktop).fill(WORDS)
    sign_in(desktop)
    expect_signed_in(desktop)
    # Those of before are marked, and one press more is no page load.
    expect(like_button(desktop, "Nora")).to_have_attribute("aria-pressed", "true")
    expect(like_button(desktop, "Marta")).to_have_attribute("aria-pressed", "false")
    like_button(desktop, "Marta").focus()
    desktop.keyboard.press("Enter")
    desktop.get_by_role("button", name="Like Marta’s comment 1", pressed=True).wait_for()
    expect(like_button(desktop, "Marta")).to_be_focused()
    expect(words(desktop)).to_have_value(WORDS)
    assert "#" not in desktop.url
    assert first.likes.get().user == ada
    like_button(desktop, "Nora").click()
    expect(like_button(desktop, "Nora")).to_have_attribute("aria-pressed", "false")
    assert not other.likes.exists()
    assert_accessible(desktop)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_likes_on_comments_work_after_the_way_through_the_page(open_browser, post, script):
    first = base.comment(post, name="Marta")
    page = open_browser({"width": 700, "height": 900}, java_script_enabled=script)
    page.goto(post.get_absolute_url())
    words(page).fill(WORDS)
    sign_in(page)
    expect_signed_in(page)
    like_button(page, "Marta").click()
    page.get_by_role("button", name="Like Marta’s comment 1").wait_for()
    assert first.likes.get().user.name == "Ada Winterbourne"


def test_likes_are_of_whoever_speaks_now(desktop, post):
    first = base.comment(post, name="Marta")
    desktop.goto(post.get_absolute_url())
    words(desktop).fill(WORDS)
    sign_in(desktop)
    expect_signed_in(desktop)
    desktop.reload()
    words(desktop).focus()
    like = desktop.get_by_role("button", name=re.compile("^Like Marta’s comment"))
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    desktop.locator("summary", has_text="Change").click()
    sign_in(desktop, "Twitter", "bruno")
    expect_signed_in(desktop, "Twitter")
    expect(like).to_have_attribute("aria-pressed", "false")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    assert first.likes.count() == 2


def test_the_page_that_opened_it_is_out_of_the_popups_reach(page):
    """Chromium cuts the tie when the provider's page comes: `same-origin` may stay as it is."""
    page.evaluate("window.real = open; window.open = (...all) => (window.popup = real(...all)); 0")
    popup = open_popup(page)
    assert popup.evaluate("window.opener") is None
    wait_until(page, "window.popup.closed")
    assert not popup.is_closed()


def test_narrow_screens_and_fingers_go_by_the_page_itself(phone, post):
    phone.goto(post.get_absolute_url())
    words(phone).fill(WORDS)
    icon(phone).tap()
    phone.locator("button[value=ada]").click()
    phone.wait_for_url(re.compile("#respond$"))
    expect_signed_in(phone)
    assert len(phone.context.pages) == 1
