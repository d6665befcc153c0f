"""A guest's name: kept in the browser if they say so, and in its tab while it is needed."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.providers import sign_in as sign_in_with
from tests.browser.watch import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
WORDS = "I have been running backwards since Tuesday."
GUEST = {"name": "Grace", "email": "grace@mail.example", "website": "https://navy.example/"}
NOBODY = dict.fromkeys(GUEST, "")


def words(page):
    return page.get_by_label("Your comment")


def say_who(page) -> None:
    words(page).focus()
    for field, value in GUEST.items():
        page.locator(f"#id_{field}").fill(value)


def expect_guest(page, guest=GUEST) -> None:
    for field, value in guest.items():
        expect(page.locator(f"#id_{field}")).to_have_value(value)


def kept_in_this_tab(page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage)")


def test_a_guests_name_is_kept_in_this_browser_if_they_say_so(desktop, scriptless, post):
    page = desktop
    page.goto(post.get_absolute_url())
    words(page).focus()
    page.locator("#id_name").fill("Grace")
    page.get_by_label("Save my name in this browser").check()
    page.locator("#id_email").fill("grace@mail.example")
    page.locator("#id_website").fill("https://navy.example/")
    page.reload()
    words(page).focus()
    for field, value in (
        ("name", "Grace"),
        ("email", "grace@mail.example"),
        ("website", "https://navy.example/"),
    ):
        expect(page.locator(f"#id_{field}")).to_have_value(value)
    assert page.context.cookies() == []
    words(page).fill(WORDS)
    page.locator("#submit").click()
    expect(page.locator(".pending")).to_contain_text("Grace")
    expect(page.locator("#id_name")).to_have_value("Grace")
    words(page).focus()
    page.get_by_label("Save my name in this browser").uncheck()
    page.reload()
    words(page).focus()
    expect(page.locator("#id_name")).to_have_value("")
    scriptless.goto(post.get_absolute_url())
    expect(scriptless.get_by_label("Save my name in this browser")).to_be_hidden()


def test_a_guests_name_survives_a_reload_and_back_in_its_tab_and_no_other(desktop, post):
    page = desktop
    page.goto(post.get_absolute_url())
    say_who(page)
    page.reload()
    expect_guest(page)
    page.goto("/")
    page.go_back()
    expect_guest(page)
    page.goto("/")
    page.goto(post.get_absolute_url())
    expect_guest(page)
    expect(page.get_by_label("Save my name in this browser")).not_to_be_checked()
    other = page.context.new_page()
    other.goto(post.get_absolute_url())
    expect_guest(other, NOBODY)
    assert page.evaluate("localStorage.guest") is None


def test_a_guests_name_without_a_script_survives_the_way_back(scriptless, post):
    page = scriptless
    page.goto(post.get_absolute_url())
    say_who(page)
    page.goto("/")
    page.go_back()
    expect_guest(page)


@pytest.mark.parametrize("way", ["popup", "page", "no-script"])
def test_a_guests_name_survives_a_sign_in_that_failed(open_browser, post, way):
    width = {"width": 700 if way == "page" else 1280, "height": 900}
    page = open_browser(width, java_script_enabled=way != "no-script")
    page.goto(post.get_absolute_url())
    say_who(page)
    sign_in_with(page, press="denied")
    expect(page.locator(".form-errors")).to_be_visible()
    expect_guest(page)
    if way == "no-script":
        return
    page.locator("#id_name").fill("Grace H.")
    page.reload()
    expect_guest(page, {**GUEST, "name": "Grace H."})


def test_a_guests_name_is_cleared_when_it_has_served(desktop, post):
    page = desktop
    page.goto(post.get_absolute_url())
    say_who(page)
    words(page).fill(WORDS)
    page.locator("#submit").click()
    expect(page.locator(".pending")).to_contain_text("Grace")
    assert kept_in_this_tab(page) == []
    page.reload()
    expect_guest(page, NOBODY)


@pytest.mark.parametrize("width", [1280, 700], ids=["popup", "page"])
def test_a_guests_name_is_gone_after_a_sign_in(desktop, post, width):
    page = desktop
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(post.get_absolute_url())
    say_who(page)
    sign_in_with(page)
    expect(page.locator(".as-account")).to_be_visible()
    wait_until(page, "sessionStorage.length === 0")


@pytest.mark.parametrize("way", ["form", "page", "session"])
def test_a_name_typed_beside_an_account_goes_with_the_person(desktop, sign_in, ada, post, way):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    words(page).focus()
    page.locator("summary", has_text="Change").click()
    page.get_by_role("radio", name="As a guest").check()
    say_who(page)
    page.reload()
    expect_guest(page)
    if way == "form":
        words(page).focus()
        page.get_by_role("button", name="Log Out").click()
        page.wait_for_url(re.compile(r"#respond$"))
    elif way == "page":
        page.goto("/accounts/logout/")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("/")
    else:
        Session.objects.all().delete()  # it expires, and the browser is not told
    page.goto(f"{post.get_absolute_url()}?page=1")
    expect_guest(page, NOBODY)
    assert kept_in_this_tab(page) == []


def test_a_name_that_was_taken_back_stays_away(desktop, post):
    page = desktop
    page.goto(post.get_absolute_url())
    say_who(page)
    for field in GUEST:
        page.locator(f"#id_{field}").fill("")
    assert kept_in_this_tab(page) == []
    page.reload()
    expect_guest(page, NOBODY)
