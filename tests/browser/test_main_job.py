"""The product's main job: read a post, sign in, answer a comment, see it stand there;
on both widths, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.providers import sign_in
from tests.browser.watch import assert_accessible, assert_fits

WORDS = "I have been running backwards since Tuesday."


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


@pytest.mark.parametrize(
    ("icon", "label"), [("Google", "Google"), ("Twitter", "Twitter"), ("Facebook", "Facebook")]
)
def test_answer_a_comment_after_a_sign_in(any_reader, post, first, icon, label):
    page = any_reader
    page.goto(post.get_absolute_url())
    page.get_by_role("link", name="Reply to Marta").click()
    expect(page.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
    page.get_by_label("Your comment").fill(WORDS)
    sign_in(page, icon)
    expect(page.locator("#respond")).to_contain_text(f"You are commenting using your {label} account.")
    expect(page.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    page.locator("#submit").click()
    expect(page.locator("#comments .comment", has_text=WORDS)).not_to_have_count(0)
    reply = Comment.objects.get(body=WORDS)
    assert reply.parent == first
    inside = page.locator(f"#comment-{first.pk} #comment-{reply.pk}")
    expect(inside).to_contain_text(WORDS)
    expect(page.get_by_label("Your comment")).to_have_value("")


@pytest.mark.parametrize(
    "trouble", ["denied", "token-500", "profile-malformed", "id-token-bad-signature", "state-forged"]
)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.one_database
def test_words_and_place_survive_a_sign_in_that_fails(open_browser, post, first, trouble, script):
    page = open_browser({"width": 1280, "height": 900}, java_script_enabled=script)
    page.goto(f"{post.get_absolute_url()}?replytocom={first.pk}#respond")
    page.get_by_label("Your comment").fill(WORDS)
    page.get_by_role("textbox", name="Name").fill("Grace")
    sign_in(page, press=trouble)
    expect(page.get_by_role("alert")).to_contain_text("Your words" if trouble == "denied" else "did not work")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Grace")
    expect(page.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert not Comment.objects.filter(body=WORDS).exists()


@pytest.mark.one_database
def test_log_out_and_change_keep_the_words(any_reader, post):
    page = any_reader
    page.goto(f"{post.get_absolute_url()}#respond")
    sign_in(page)
    expect(page.locator("#respond")).to_contain_text("You are commenting using your Google account.")
    page.get_by_label("Your comment").fill(WORDS)
    page.locator("summary", has_text="Change").click()
    sign_in(page, "Twitter")
    expect(page.locator("#respond")).to_contain_text("You are commenting using your Twitter account.")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    page.get_by_role("button", name="Log Out").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)


def test_a_guest_sees_their_comment_wait(any_reader, open_browser, post):
    page = any_reader
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill(WORDS)
    page.get_by_role("textbox", name="Name").fill("Grace")
    page.get_by_role("textbox", name="E-mail").fill("grace@mail.example")
    page.get_by_role("textbox", name="Name").press("Enter")
    expect(page.locator("#comments")).to_contain_text("Your comment is awaiting moderation.")
    stranger = open_browser({"width": 800, "height": 600})
    stranger.goto(post.get_absolute_url())
    expect(stranger.locator("#comments")).not_to_contain_text(WORDS)


@pytest.mark.one_database
def test_a_mistake_is_shown_where_it_is_and_nothing_is_lost(scriptless, post):
    page = scriptless
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill(WORDS)
    page.get_by_role("textbox", name="Name").fill("Grace")
    page.get_by_role("textbox", name="E-mail").fill("grace@nowhere")
    page.locator("#submit").click()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(page.get_by_role("textbox", name="E-mail")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.one_database
def test_cancel_brings_the_form_back(desktop, scriptless, post, first):
    for page in (desktop, scriptless):
        page.goto(post.get_absolute_url())
        page.get_by_role("link", name="Reply to Marta").click()
        expect(page.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
        page.get_by_label("Your comment").fill(WORDS)
        page.get_by_role("link", name="Cancel reply").click()
        expect(page.locator("#respond-title")).to_have_text("Leave a Reply")
        expect(page.locator("input[name=parent]")).to_have_value("")
    expect(desktop.get_by_label("Your comment")).to_have_value(WORDS)


@pytest.mark.one_database
def test_words_survive_a_reload(desktop, post):
    desktop.goto(post.get_absolute_url())
    desktop.get_by_label("Your comment").press_sequentially(WORDS)
    desktop.reload()
    expect(desktop.get_by_label("Your comment")).to_have_value(WORDS)


@pytest.mark.one_database
def test_a_branch_folds_without_a_script(scriptless, post, first):
    base.reply(first, "A reply in the branch.")
    scriptless.goto(post.get_absolute_url())
    reply = scriptless.get_by_text("A reply in the branch.")
    expect(reply).to_be_visible()
    scriptless.locator(f"#comment-{first.pk} summary").first.click(position={"x": 15, "y": 40})
    expect(reply).to_be_hidden()


@pytest.mark.one_database
def test_the_post_page_is_accessible_and_fits(desktop, phone, open_browser, post, first):
    for n in range(6):
        first = base.reply(first, f"Reply number {n}, with a long wordwordwordwordwordwordwordwordwordword")
    narrow = open_browser({"width": 320, "height": 700})
    dark = open_browser({"width": 1280, "height": 900}, color_scheme="dark")
    for page in (desktop, phone, narrow, dark):
        page.goto(post.get_absolute_url())
        assert_accessible(page)
        assert_fits(page)


def test_like_is_one_click(any_reader, post):
    page = any_reader
    page.goto(f"{post.get_absolute_url()}#respond")
    sign_in(page, "Facebook")
    expect(page.locator("#respond")).to_contain_text("You are commenting using your Facebook account.")
    page.get_by_role("button", name="Like").first.click()
    page.wait_for_url(re.compile(r"#likes$"))
    expect(page.locator("#likes")).to_contain_text("One blogger likes this")


def test_a_moderator_approves_in_the_admin(desktop, phone, mo, post):
    for number, page in enumerate((desktop, phone)):
        comment = base.held(post, f"Please let me in, {number}.")
        page.goto("/admin/comments/comment/?status=pending")
        page.get_by_label("Login").fill("mo")
        page.get_by_label("Password").fill(base.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Approve").first.click()
        expect(page.locator("body")).to_contain_text("Approve: 1 comment.")
        comment.refresh_from_db()
        assert comment.status == "approved"
