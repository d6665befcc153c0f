"""Reading along: comments that came since the last visit of a guest or a member."""

import re

import pytest
from playwright.sync_api import expect

from blog.models import Post
from comments.models import Comment, Visit
from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.news import LOOK, badges, go_away_for_an_hour, head_of, next_new, pill
from tests.browser.watch import assert_accessible, assert_fits, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def reader(request, open_browser):
    """Both widths, with JavaScript."""
    return open_browser(request.param)


@pytest.mark.parametrize("who", ["guest", "member"])
def test_what_came_since_the_last_visit_is_marked(reader, sign_in, ada, post, first, who):
    page = sign_in(reader, ada) if who == "member" else reader
    page.goto(post.get_absolute_url())
    expect(badges(page)).to_have_count(0)
    new = base.reply(first, "A rake will do.", name="Ida")
    page.reload()  # within the visit it is new, and stays so
    expect(head_of(page, new).get_by_text("New", exact=True)).to_be_visible()
    page.reload()
    expect(badges(page)).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)
    go_away_for_an_hour(page)
    page.reload()
    expect(page.locator("comment-news")).to_be_attached()
    page.wait_for_timeout(200)
    expect(badges(page)).to_have_count(0)


def test_the_mark_stands_behind_all_that_says_who_wrote_it(reader, ada, post, first):
    page = reader
    page.goto(post.get_absolute_url())
    new = base.reply(first, "A rake will do.", author=ada, name=ada.name, provider="google", is_by_staff=True)
    page.reload()
    expect(head_of(page, new).locator(".p-author + .badge.staff + .via + .new + .when")).to_be_visible()


def test_a_long_name_among_what_is_new_breaks(reader, sign_in, ada, post, first):
    page = sign_in(reader, ada)
    page.goto(post.get_absolute_url())
    base.comment(post, "A rake will do.", name="Nobody" * 20)
    page.goto(post.get_absolute_url())
    expect(page.locator(".since").get_by_role("link", name="NobodyNobody")).to_be_visible()
    assert_fits(page)


def test_next_new_walks_through_them_and_says_when_it_ends(reader, post, first):
    page = reader
    page.goto(post.get_absolute_url())
    deep = base.reply(base.reply(first, "Old words.", name="Ida"), "A rake will do.", name="Olu")
    Comment.objects.filter(pk=deep.parent_id).update(shown_in=0)
    last = base.comment(post, "And downhill?", name="Zed")
    page.reload()
    page.locator(f"#comment-{first.pk} > article > details > summary").click()
    expect(head_of(page, deep)).to_be_hidden()
    for comment in (deep, last):
        next_new(page).click()
        expect(head_of(page, comment)).to_be_focused()
        expect(head_of(page, comment)).to_be_in_viewport()
    next_new(page).click()
    expect(page.locator("#announcer")).to_have_text("That was the last new comment.")
    next_new(page).click()
    expect(head_of(page, deep)).to_be_focused()


def test_by_keyboard_the_next_one_is_a_tab_away(desktop, post, first):
    page = desktop
    page.goto(post.get_absolute_url())
    new = [base.comment(post, f"n {n}", name=f"Reader {n}") for n in range(2)]
    page.reload()
    next_new(page).focus()
    page.keyboard.press("Enter")
    expect(head_of(page, new[0])).to_be_focused()
    for _ in range(6):
        page.keyboard.press("Tab")
        if next_new(page).evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(head_of(page, new[1])).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#announcer")).to_have_text("That was the last new comment.")


def test_opening_a_page_with_news_moves_nothing(reader, post, first):
    page = reader
    page.goto(post.get_absolute_url())
    base.comment(post, "And downhill?")
    page.reload()
    expect(badges(page)).to_have_count(1)
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.activeElement === document.body")


def test_a_member_without_a_script_has_links(scriptless, sign_in, ada, post, first):
    page = sign_in(scriptless, ada)
    page.goto(post.get_absolute_url())
    new = base.reply(first, "A rake will do.", name="Ida")
    page.reload()
    news = page.get_by_role("navigation", name="1 new comment since your last visit:")
    news.get_by_role("link", name="Ida").click()
    page.wait_for_url(re.compile(rf"#comment-{new.pk}$"))
    expect(head_of(page, new)).to_be_in_viewport()


def test_a_browser_without_storage_marks_nothing_and_works(desktop, post, first):
    page = desktop
    page.add_init_script(
        """for (const deed of ["getItem", "setItem"]) {
            const done = Storage.prototype[deed];
            Storage.prototype[deed] = function (key, ...words) {
                if (key.startsWith("visit:")) throw new DOMException("Not here");
                return done.call(this, key, ...words);
            };
        }"""
    )
    page.goto(post.get_absolute_url())
    base.comment(post, "And downhill?")
    page.reload()
    page.wait_for_timeout(200)
    expect(badges(page)).to_have_count(0)
    base.comment(post, "Or uphill?")
    page.evaluate(LOOK)
    expect(pill(page)).to_have_text("1 new reply")


@pytest.mark.parametrize("rubbish", ["", " ", "x y z", "5", "NaN NaN NaN"])
def test_rubbish_in_storage_is_a_first_visit(desktop, post, first, rubbish):
    page = desktop
    page.goto(post.get_absolute_url())
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [f"visit:{post.pk}", rubbish])
    page.reload()
    expect(page.locator("comment-news")).to_be_attached()
    wait_until(page, f"localStorage['visit:{post.pk}'].split(' ')[3] > 0")
    expect(badges(page)).to_have_count(0)
    go_away_for_an_hour(page)
    base.comment(post)
    page.reload()
    expect(badges(page)).to_have_count(1)


def test_what_a_member_was_shown_in_an_open_page_is_not_new_next_time(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    base.reply(first, "A rake will do.")
    page.evaluate(LOOK)
    pill(page).click()
    expect(badges(page)).to_have_count(1)
    version = Post.objects.get(pk=post.pk).version
    for _ in range(200):  # a beacon has no answer to wait for
        if Visit.objects.filter(now=version).exists():
            break
        page.wait_for_timeout(100)
    go_away_for_an_hour(page)
    page.reload()
    expect(page.locator(".since")).to_have_count(0)
    expect(badges(page)).to_have_count(0)
