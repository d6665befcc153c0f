"""Reporting, muting and restricting people, with a script and without."""

import pytest
from playwright.sync_api import expect

from comments import sanctions
from comments.models import Mute, Sanction
from tests import base
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def thread(post, bob):
    first = base.comment(post, "Shouting.", author=bob)
    return first, base.reply(first, "An answer.")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def reader(request, open_browser):
    return open_browser(request.param)


def menu_of(page, comment):
    page.locator(f"#comment-{comment.pk} > article .c-acts [popovertarget]").first.click()
    return page.locator("comment-menu")


def test_the_menu_of_a_comment_leads_to_its_report(reader, post, thread):
    for comment in reversed(thread):
        reader.goto(post.get_absolute_url())
        expect(reader.locator(".c-acts > .report").first).to_be_hidden()
        menu = menu_of(reader, comment)
        assert_fits(reader)
        menu.get_by_role("link", name="Report…").click()
        reader.wait_for_url(f"**/comments/{comment.pk}/report/")
    assert_accessible(reader)


def test_without_a_script_each_comment_has_its_link(scriptless, post, thread):
    scriptless.goto(post.get_absolute_url())
    scriptless.get_by_role("link", name="Report Bob Kahn’s comment").click()
    scriptless.get_by_label("unkind or hateful").check()
    scriptless.get_by_role("button", name="Report").click()
    expect(scriptless.get_by_text("A moderator will look at it.")).to_be_visible()


def test_a_member_mutes_by_the_menu_reads_the_line_and_unmutes(reader, sign_in, post, ada, bob, thread):
    page = sign_in(reader, ada)
    page.goto(post.get_absolute_url())
    menu_of(page, thread[0]).get_by_role("link", name="Mute…").click()
    assert_accessible(page)
    page.get_by_role("button", name="Mute").click()
    # Back at the comment, whose line has the focus.
    line = page.locator("summary").get_by_text("You muted Bob Kahn. Show")
    expect(line).to_be_visible()
    expect(page.locator(".muted > summary")).to_be_focused()
    expect(page.get_by_text("Shouting.")).to_be_hidden()
    expect(page.get_by_text("An answer.")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Shouting.")).to_be_visible()
    expect(page.locator("summary").get_by_text("Hide", exact=True)).to_be_visible()
    page.get_by_role("link", name="People you muted").click()
    assert_accessible(page)
    page.get_by_role("button", name="Unmute Bob Kahn").click()
    expect(page.get_by_text("Nobody: you read everybody.")).to_be_visible()
    assert not Mute.objects.exists()


def test_keys_pass_over_what_is_folded(desktop, sign_in, post, ada, bob, thread):
    Mute.objects.create(user=ada, muted=bob)
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    page.keyboard.press("j")
    expect(page.locator(".muted > summary")).to_be_focused()
    expect(page.get_by_text("Shouting.")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator(f"#comment-{thread[1].pk} > article > .c-head")).to_be_focused()


def test_without_a_script_it_is_muted_from_its_report(scriptless, sign_in, post, ada, thread):
    page = sign_in(scriptless, ada)
    page.goto(f"/comments/{thread[0].pk}/report/")
    page.get_by_role("link", name="Or do you rather not want to read Bob Kahn any more?").click()
    page.get_by_role("button", name="Mute").click()
    page.get_by_text("You muted Bob Kahn. Show").click()
    expect(page.get_by_text("Shouting.")).to_be_visible()


def test_a_moderator_restricts_from_the_queue_and_undoes_it(any_reader, sign_in, post, mo, ada, thread):
    held = base.held(post, author=ada)
    page = sign_in(any_reader, mo)
    page.goto(f"/admin/comments/queue/?at={held.pk}")
    page.get_by_role("link", name="Restrict…").click()
    assert_fits(page)
    page.get_by_role("button", name="Restrict").click()
    expect(page.get_by_text("Nothing was done yet.")).to_be_visible()
    page.get_by_label("Silence for 7 days").check()
    page.get_by_label("Why").fill("Shouting.")
    page.get_by_label("Move all of theirs to the trash").check()
    page.get_by_role("button", name="Restrict").click()
    expect(page.get_by_text("is silenced for a while. 1 comment was moved to the trash.")).to_be_visible()
    assert Sanction.objects.in_force().get().why == "Shouting."
    page.locator(".messagelist").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The restriction was undone.", exact=True)).to_be_visible()
    held.refresh_from_db()
    assert held.status == "pending"
    assert not Sanction.objects.in_force().exists()


def test_a_restriction_is_lifted_from_the_list(reader, sign_in, mo, ada, post):
    sanctions.impose("ban", by=mo, user=ada, why="Shouting.")
    page = sign_in(reader, mo)
    page.goto("/admin/comments/sanction/")
    expect(page.get_by_text("Ada Lovelace")).to_be_visible()
    assert_fits(page)
    page.get_by_role("button", name="Lift").click()
    expect(page.get_by_text("was lifted.")).to_be_visible()
    assert not Sanction.objects.in_force().exists()


def test_the_banned_read_one_sentence(any_reader, sign_in, mo, ada, post):
    sanctions.impose("ban", by=mo, user=ada)
    page = sign_in(any_reader, ada)
    page.goto(post.get_absolute_url())
    expect(page.get_by_text("This blog takes no comments from you.")).to_be_visible()
    assert page.get_by_role("textbox", name="Your comment").count() == 0


def test_the_pages_of_moderators_are_for_everybody(desktop, sign_in, mo, ada, post):
    comment = base.comment(post, author=ada, network="203.0.113.9")
    sanctions.impose("premoderate", by=mo, user=ada)
    page = sign_in(desktop, mo)
    for address in (f"/admin/comments/queue/restrict/{comment.pk}/", "/admin/comments/sanction/"):
        page.goto(address)
        assert_accessible(page)
