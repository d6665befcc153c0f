"""Change: another account or a guest, chosen in the form itself, with a script and without."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.providers import sign_in
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = pytest.mark.one_database
WORDS = "I have been running backwards since Tuesday."


@pytest.fixture
def page(any_reader, post):
    """Ada of Google signed in, and then Bruno of Twitter, in the middle of a comment."""
    any_reader.goto(f"{post.get_absolute_url()}#respond")
    any_reader.get_by_label("Your comment").fill(WORDS)
    sign_in(any_reader)
    expect_speaking(any_reader, "Google")
    change(any_reader)
    sign_in(any_reader, "Twitter", "bruno")
    expect_speaking(any_reader, "Twitter")
    return any_reader


def change(page):
    page.locator("summary", has_text="Change").click()


def radio(page, name):
    return page.get_by_role("radio", name=name)


def expect_speaking(page, provider):
    expect(page.locator(".as-account")).to_contain_text(f"You are commenting using your {provider} account.")


def post_it(page):
    page.locator("#submit").click()
    expect(page.locator("#comments .comment", has_text=WORDS)).to_be_visible()
    return Comment.objects.get(body=WORDS)


def test_the_other_account_writes_this_one(page):
    change(page)
    expect(radio(page, "Bruno Feldspar Twitter")).to_be_checked()
    radio(page, "Ada Winterbourne Google").check()
    expect(page.locator(".as-account")).to_be_hidden()
    expect(page.get_by_text("You are commenting using the account you have chosen here.")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    comment = post_it(page)
    assert (comment.name, comment.provider) == ("Ada Winterbourne", "google")
    # Who spoke last is who is signed in, here as on the next page.
    expect_speaking(page, "Google")
    page.get_by_label("Your comment").fill("And another thing.")
    change(page)
    expect(radio(page, "Bruno Feldspar Twitter")).not_to_be_checked()


def test_a_guests_fields_appear_with_the_choice(page):
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_be_hidden()
    change(page)
    expect(name).to_be_hidden()
    radio(page, "As a guest").check()
    expect(page.get_by_text("You are commenting as a guest.")).to_be_visible()
    name.fill("Grace Hopper")
    page.get_by_role("textbox", name="E-mail").fill("grace@mail.example")
    comment = post_it(page)
    assert (comment.author, comment.name, comment.status) == (None, "Grace Hopper", "pending")
    expect(page.locator("#comments .comment", has_text=WORDS)).to_contain_text("Grace Hopper")


def test_a_guest_without_a_name_loses_nothing(page):
    change(page)
    radio(page, "As a guest").check()
    page.get_by_role("textbox", name="E-mail").fill("grace@mail.example")
    page.locator("#submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Name")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(radio(page, "As a guest")).to_be_checked()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("grace@mail.example")
    page.get_by_role("textbox", name="Name").fill("Grace Hopper")
    assert post_it(page).name == "Grace Hopper"


def test_after_log_out_nobody_is_left(page):
    page.get_by_role("button", name="Log Out").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    sign_in(page, "Facebook")
    expect_speaking(page, "Facebook")
    change(page)
    expect(page.get_by_role("radio")).to_have_count(2)


def test_somebody_who_logged_out_elsewhere_is_told(page, post):
    has_script = page.evaluate("matchMedia('(scripting: enabled)').matches")
    change(page)
    radio(page, "Ada Winterbourne Google").check()
    other = page.context.new_page()
    other.goto(post.get_absolute_url())
    other.get_by_label("Your comment").focus()
    other.get_by_role("button", name="Log Out").click()
    expect(other.get_by_role("textbox", name="Name")).to_be_visible()
    if has_script:
        expect(page.locator(".as-account")).to_have_count(0)
        expect(page.get_by_label("Your comment")).to_have_value("")
    else:
        page.get_by_label("Your comment").fill(WORDS)
        page.locator("#submit").click()
        expect(page.get_by_role("alert")).to_contain_text("That account is no longer connected here.")
        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    assert not Comment.objects.exists()


def test_the_choice_is_accessible_and_fits(desktop, post):
    page = desktop
    page.goto(f"{post.get_absolute_url()}#respond")
    page.get_by_label("Your comment").fill(WORDS)
    for provider, persona in [("Google", "ada"), ("Twitter", "noor")]:
        sign_in(page, provider, persona)
        expect_speaking(page, provider)
        change(page)
    radio(page, "As a guest").check()
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert_accessible(page)
            assert_fits(page)


def test_by_keyboard(desktop, post):
    desktop.goto(post.get_absolute_url())
    desktop.get_by_label("Your comment").fill(WORDS)
    sign_in(desktop)
    expect_speaking(desktop, "Google")
    summary = desktop.locator("summary", has_text="Change")
    summary.focus()
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    expect(radio(desktop, re.compile("Ada Winterbourne"))).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(radio(desktop, "As a guest")).to_be_checked()
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("textbox", name="Name")).to_be_focused()


# Other tabs of the same browser.


def form_asked_for(page) -> list[str]:
    """The questions for a form of somebody else that this page sends from now on."""
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/comments/form/" in request.url else None)
    return sent


@pytest.fixture
def tabs(desktop, alice, post):
    """One that acts, and one with words of a guest under another post."""
    other = desktop.context.new_page()
    desktop.goto(post.get_absolute_url())
    other.goto(base.published(alice, title="Elsewhere").get_absolute_url())
    other.get_by_label("Your comment").fill(WORDS)
    desktop.get_by_label("Your comment").focus()
    return desktop, other


def log_out(page):
    page.get_by_role("button", name="Log Out").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()


def test_a_sign_in_is_followed_in_other_tabs_which_keep_their_words(tabs):
    here, other = tabs
    other.evaluate("window.stayed = true")
    asked = form_asked_for(other)
    sign_in(here)
    expect_speaking(here, "Google")
    expect_speaking(other, "Google")
    expect(other.get_by_label("Your comment")).to_have_value(WORDS)
    expect(other.locator(".foot")).to_contain_text("Signed in as Ada Winterbourne")
    assert other.evaluate("window.stayed")
    assert len(asked) == 1
    assert_accessible(other)
    other.locator("#submit").click()
    expect(other.locator("#comments .comment", has_text=WORDS)).to_be_visible()
    assert Comment.objects.get(body=WORDS).name == "Ada Winterbourne"


def test_a_sign_in_by_a_page_is_followed_too(tabs):
    here, other = tabs
    here.set_viewport_size({"width": 700, "height": 900})
    sign_in(here)
    expect_speaking(here, "Google")
    expect_speaking(other, "Google")
    expect(other.get_by_label("Your comment")).to_have_value(WORDS)


def test_words_that_differ_under_one_post_stay_where_they_are(tabs, post):
    here, other = tabs
    other.goto(post.get_absolute_url())
    here.get_by_label("Your comment").fill("Quite another thought.")
    other.evaluate(f"document.getElementById('id_body').value = '{WORDS}'")
    sign_in(here)
    for page, words in ((here, "Quite another thought."), (other, WORDS)):
        expect_speaking(page, "Google")
        expect(page.get_by_label("Your comment")).to_have_value(words)


def test_another_account_is_followed_in_other_tabs(tabs):
    here, other = tabs
    sign_in(here)
    expect_speaking(other, "Google")
    change(here)
    sign_in(here, "Twitter", "bruno")
    expect_speaking(other, "Twitter")
    expect(other.get_by_label("Your comment")).to_have_value(WORDS)
    other.evaluate("window.stayed = true")
    here.get_by_label("Your comment").fill("As Ada again.")
    change(here)
    radio(here, "Ada Winterbourne Google").check()
    here.locator("#submit").click()
    expect(here.locator("#comments .comment", has_text="As Ada again.")).to_be_visible()
    expect_speaking(other, "Google")
    expect(other.get_by_label("Your comment")).to_have_value(WORDS)
    assert other.evaluate("window.stayed")


@pytest.mark.parametrize("way", ["form", "page"])
def test_after_log_out_no_tab_shows_the_words_or_the_name(tabs, way):
    here, other = tabs
    sign_in(here)
    expect_speaking(other, "Google")
    change(other)
    radio(other, "As a guest").check()
    other.get_by_role("textbox", name="Name").fill("Grace Hopper")
    if way == "form":
        log_out(here)
    else:
        here.goto("/accounts/logout/")
        here.get_by_role("button", name="Log out").click()
        here.wait_for_url("/")
    expect(other.locator(".as-account")).to_have_count(0)
    expect(other.locator(".foot")).not_to_contain_text("Ada")
    expect(other.get_by_label("Your comment")).to_have_value("")
    expect(other.locator("#id_name")).to_have_value("")
    assert other.evaluate("Object.keys({ ...localStorage, ...sessionStorage }).join()").find("draft:") == -1


def test_after_a_log_out_in_the_admin_no_tab_shows_the_words_or_the_name(desktop, sign_in, alice, post):
    here = sign_in(desktop, alice)
    other = here.context.new_page()
    other.goto(post.get_absolute_url())
    other.get_by_label("Your comment").fill(WORDS)
    expect(other.locator(".foot")).to_contain_text("Signed in as Alice Liddell")
    here.goto("/admin/")
    here.get_by_role("button", name="Log out").click()
    expect(here.get_by_role("link", name="Log in again")).to_be_visible()
    expect(other.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    expect(other.locator(".foot")).not_to_contain_text("Alice")
    expect(other.locator(".as-account")).to_have_count(0)
    expect(other.get_by_label("Your comment")).to_have_value("")
    assert other.evaluate("Object.keys({ ...localStorage, ...sessionStorage }).join()").find("draft:") == -1


def test_the_admins_log_out_needs_no_script(scriptless, sign_in, mo):
    page = sign_in(scriptless, mo)
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in again")).to_be_visible()
    page.goto("/admin/")
    page.wait_for_url("**/accounts/login/**")


def test_what_waits_for_a_moderator_goes_with_its_writer(tabs):
    here, other = tabs
    sign_in(here)
    expect_speaking(other, "Google")
    other.locator("#submit").click()
    expect(other.locator("#comments .comment", has_text=WORDS)).to_be_visible()
    Comment.objects.get(body=WORDS).hold()
    other.reload()
    expect(other.locator(".comment.pending")).to_contain_text(WORDS)
    log_out(here)
    expect(other.locator("#comments")).not_to_contain_text(WORDS)


def test_somebody_else_does_not_find_the_words_in_another_tab(tabs):
    here, other = tabs
    sign_in(here)
    expect_speaking(other, "Google")
    other.evaluate("window.stayed = true")
    other.evaluate("document.getElementById('id_body').value += ' And more.'")  # nowhere but here
    here.context.clear_cookies()
    here.reload()
    expect(other.locator(".as-account")).to_have_count(0)
    expect(other.locator("#id_name")).to_have_value("")
    assert not other.evaluate("window.stayed")
    expect(other.get_by_label("Your comment")).to_have_value("")
    here.get_by_label("Your comment").focus()
    sign_in(here, "Twitter", "bruno")
    expect_speaking(other, "Twitter")
    expect(other.get_by_label("Your comment")).to_have_value("")


def test_the_way_back_shows_nobody_who_logged_out(desktop, post):
    page = desktop
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill(WORDS)
    sign_in(page)
    expect_speaking(page, "Google")
    change(page)
    radio(page, "As a guest").check()
    page.get_by_role("textbox", name="Name").fill("Grace Hopper")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("/")
    page.go_back()
    page.go_back()
    page.wait_for_url(f"**{post.get_absolute_url()}")
    page.wait_for_load_state()
    page.wait_for_timeout(300)  # a browser puts things back late
    expect(page.locator(".as-account")).to_have_count(0)
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.locator("#id_name")).to_have_value("")


def test_a_tab_that_nothing_changed_for_asks_nothing(tabs, post):
    here, other = tabs
    asked, asked_here = form_asked_for(other), form_asked_for(here)
    for _ in range(3):
        here.reload()
        other.evaluate("window.dispatchEvent(new Event('focus'))")
        other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    here.goto("/")
    here.go_back()
    expect(here.get_by_label("Your comment")).to_be_visible()
    here.wait_for_timeout(300)
    assert asked == asked_here == []


def test_a_tab_without_a_network_keeps_what_it_has(tabs):
    here, other = tabs
    other.evaluate("window.fetch = () => Promise.reject(new TypeError('no network')); 0")
    sign_in(here)
    expect_speaking(here, "Google")
    other.wait_for_timeout(300)
    expect(other.get_by_label("Your comment")).to_have_value(WORDS)
    expect(other.get_by_role("textbox", name="Name")).to_have_count(1)


def test_a_sign_in_by_password_is_followed(tabs, alice):
    here, other = tabs
    here.goto("/accounts/login/")
    here.get_by_label("Login").fill(alice.username)
    here.get_by_label("Password").fill(base.PASSWORD)
    here.get_by_label("Password").press("Enter")
    expect(other.locator("#respond")).to_contain_text("You are commenting using your account on this blog.")
    expect(other.get_by_label("Your comment")).to_have_value(WORDS)


def test_without_a_script_the_form_of_another_tab_says_who_it_was_for(scriptless, post):
    """It was a guest's, and a guest's it stays: nobody speaks under a name that they did not see."""
    other = scriptless
    other.goto(post.get_absolute_url())
    other.get_by_label("Your comment").fill(WORDS)
    other.get_by_role("textbox", name="Name").fill("Grace Hopper")
    other.get_by_role("textbox", name="E-mail").fill("grace@mail.example")
    here = other.context.new_page()
    here.goto(post.get_absolute_url())
    sign_in(here)
    expect_speaking(here, "Google")
    assert post_it(other).name == "Grace Hopper"
