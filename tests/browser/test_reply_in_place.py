"""Answering without leaving the page, and the same by a page load for readers without a script."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests import base
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
WORDS = "I have been running backwards since Tuesday."
# Each comment on the page with what it stands below.
PLACES = (
    "[...document.querySelectorAll('.comment')].map(c => [c.id, c.parentElement.closest('.comment')?.id])"
)


@pytest.fixture
def first(post):
    return base.comment(post, "My physio had me do this with a broom.", name="Marta")


def stay(page) -> None:
    """From here on a page load fails the test."""
    page.evaluate("window.stayed = true")


def has_stayed(page) -> bool:
    return page.evaluate("window.stayed === true")


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('[id]')?.id ?? ''")


def write(page, words: str = WORDS, answering: str = "") -> None:
    if answering:
        page.get_by_role("link", name=f"Reply to {answering}").first.click()
        expect(page.locator("#respond-title")).to_contain_text(f"Leave a Reply to {answering}")
    page.get_by_label("Your comment").fill(words)


def say_who(page, name: str = "Grace") -> None:
    page.get_by_label("Name").first.fill(name)
    page.locator("#id_email").fill("grace@mail.example")


def test_a_reply_stands_in_its_place_with_focus_and_is_announced(desktop, sign_in, ada, post, first):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    stay(page)
    write(page, answering="Marta")
    page.locator("#submit").click()
    entry = page.locator(f"#comment-{first.pk} > article > .c-fold > .children > .comment")
    expect(entry).to_contain_text(WORDS)
    reply = Comment.objects.get(body=WORDS)
    assert reply.parent == first
    assert focused(page) == f"comment-{reply.pk}"
    expect(page.locator("#announcer")).to_have_text("Your comment is posted.")
    expect(page.locator("#comments-title")).to_have_text("2 Comments")
    expect(page.locator("#respond-title")).to_have_text("Leave a Reply")
    expect(page.get_by_label("Your comment")).to_have_value("")
    assert page.locator(".comment #respond").count() == 0
    assert has_stayed(page)
    assert_accessible(page)
    page.reload()
    expect(entry).to_contain_text(WORDS)
    expect(page.get_by_label("Your comment")).to_have_value("")


def test_without_a_script_the_page_loads_at_the_reply(scriptless, sign_in, ada, post, first):
    page = sign_in(scriptless, ada)
    page.goto(post.get_absolute_url())
    write(page, answering="Marta")
    page.locator("#submit").click()
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    reply = Comment.objects.get(body=WORDS)
    expect(page.locator(f"#comment-{first.pk} #comment-{reply.pk}")).to_contain_text(WORDS)
    expect(page.get_by_label("Your comment")).to_have_value("")


def test_the_first_word_under_a_post_and_the_keys_that_send_it(phone, sign_in, ada, post):
    page = sign_in(phone, ada)
    page.goto(post.get_absolute_url())
    stay(page)
    write(page)
    page.get_by_label("Your comment").press("Control+Enter")
    expect(page.locator(".commentlist > .comment")).to_contain_text(WORDS)
    expect(page.locator("#comments-title")).to_have_text("1 Comment")
    expect(page.locator(".empty")).to_have_count(0)
    assert has_stayed(page)
    assert_fits(page)


def test_replies_stand_where_the_server_would_put_them(desktop, sign_in, ada, post, first):
    chain = [first]
    for level in range(1, 6):
        chain.append(base.reply(chain[-1], f"Level {level}", name=f"Level {level}"))
    base.comment(post, "Another thread", name="Nora")
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    for n, name in enumerate(("Level 3", "Level 4", "Marta", "Level 1")):
        write(page, f"Answer number {n}", answering=name)
        page.locator("#submit").click()
        expect(page.locator("#comments")).to_contain_text(f"Answer number {n}")
        expect(page.get_by_label("Your comment")).to_have_value("")
    in_place = page.evaluate(PLACES)
    page.reload()
    assert in_place == page.evaluate(PLACES)


def test_a_thread_that_belongs_on_another_page_is_gone_to(desktop, sign_in, ada, post):
    for n in range(62):
        base.comment(post, f"Thread {n}")
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    write(page)
    page.locator("#submit").click()
    page.wait_for_url(re.compile(r"comment-page-2/#comment-\d+$"))
    expect(page.locator("#comments")).to_contain_text(WORDS)
    expect(page.get_by_label("Your comment")).to_have_value("")


def test_a_held_comment_says_so_and_why(any_reader, post):
    page = any_reader
    page.goto(post.get_absolute_url())
    write(page)
    say_who(page)
    page.locator("#submit").click()
    sentence = "Your comment is awaiting moderation. A guest’s first comment here waits"
    expect(page.locator(".comment.pending")).to_contain_text(sentence)
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        expect(page.locator("#announcer")).to_contain_text(sentence)
    page.goto(post.get_absolute_url())
    expect(page.locator(".comment.pending")).to_contain_text(sentence)
    Comment.objects.get().approve()
    page.goto(post.get_absolute_url())
    expect(page.locator("#comments")).to_contain_text(WORDS)
    expect(page.locator("#comments")).not_to_contain_text("awaiting moderation")


def test_a_double_click_makes_one_comment(any_reader, sign_in, ada, post):
    page = sign_in(any_reader, ada)
    page.goto(post.get_absolute_url())
    write(page)
    page.locator("#submit").dblclick()
    expect(page.locator("#comments")).to_contain_text(WORDS)
    page.wait_for_timeout(300)
    assert Comment.objects.filter(body=WORDS).count() == 1


def test_a_refusal_replaces_what_the_form_says_and_takes_the_focus(desktop, post):
    page = desktop
    page.goto(post.get_absolute_url())
    stay(page)
    write(page)
    say_who(page)
    page.locator("#id_email").fill("grace@nowhere")
    page.locator("#submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Your words are kept")
    expect(page.locator(".form-errors")).to_be_focused()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(page.locator("#id_email")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    page.locator("#id_email").fill("grace@mail.example")
    page.locator("#submit").click()
    expect(page.locator(".comment.pending")).to_contain_text(WORDS)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert has_stayed(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_too_fast_says_how_long_to_wait(open_browser, sign_in, ada, post, settings, script):
    settings.COMMENT_RATE = "1/m"
    page = sign_in(open_browser({"width": 1280, "height": 900}, java_script_enabled=script), ada)
    page.goto(post.get_absolute_url())
    write(page, "The floor is mine.")
    page.locator("#submit").click()
    expect(page.locator(".comment")).to_contain_text("The floor is mine.")
    write(page)
    page.locator("#submit").click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"You can post again in \d+ seconds"))
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_others_answered_meanwhile_is_read_once(open_browser, sign_in, ada, post, first, script):
    page = sign_in(open_browser({"width": 1280, "height": 900}, java_script_enabled=script), ada)
    page.goto(post.get_absolute_url())
    write(page, answering="Marta")
    base.reply(first, "It was a mop, in truth.", name="Nora")
    page.locator("#submit").click()
    expect(page.locator(".meanwhile")).to_contain_text("It was a mop, in truth.")
    expect(page.locator(".meanwhile")).to_contain_text("Nora")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(page.locator("#respond-title")).to_contain_text("Leave a Reply to Marta")
    assert not Comment.objects.filter(body=WORDS).exists()
    if script:
        assert_accessible(page)
    page.locator("#submit").click()
    expect(page.locator(f"#comment-{first.pk} .c-body", has_text=WORDS)).to_be_visible()
    assert Comment.objects.get(body=WORDS).parent == first


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_removed_parent_leaves_the_thread_to_answer(open_browser, sign_in, ada, post, first, script):
    between = base.reply(first, "I am taken away soon.", name="Otto")
    page = sign_in(open_browser({"width": 1280, "height": 900}, java_script_enabled=script), ada)
    page.goto(post.get_absolute_url())
    write(page, answering="Otto")
    between.trash()
    page.locator("#submit").click()
    expect(page.get_by_label("as an answer to Marta, in the same thread")).to_be_checked()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    if script:
        # Below the thread, and not below what is not there any more.
        assert page.locator(".comment #respond").count() == 0
        expect(page.locator("#respond-title")).to_have_text("Leave a Reply")
        expect(page.locator(".form-errors")).to_be_focused()
        assert_accessible(page)
    page.locator("#submit").click()
    expect(page.locator(f"#comment-{first.pk} .c-body", has_text=WORDS)).to_be_visible()
    assert Comment.objects.get(body=WORDS).parent == first
    page.goto(post.get_absolute_url())
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.locator(".lost-draft")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_removed_parent_leaves_the_post_to_answer(open_browser, sign_in, ada, post, first, script):
    between = base.reply(first, "I am taken away soon.", name="Otto")
    page = sign_in(open_browser({"width": 375, "height": 800}, java_script_enabled=script), ada)
    page.goto(post.get_absolute_url())
    write(page, answering="Otto")
    between.trash()
    page.locator("#submit").click()
    page.get_by_label("as a comment of their own").check()
    page.locator("#submit").click()
    expect(page.locator(".commentlist > .comment > article > .c-text").last).to_contain_text(WORDS)
    assert Comment.objects.get(body=WORDS).parent is None
    page.goto(post.get_absolute_url())
    expect(page.get_by_label("Your comment")).to_have_value("")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_post_that_was_closed_meanwhile_gives_the_words_back(open_browser, sign_in, ada, post, script):
    page = sign_in(open_browser({"width": 375, "height": 800}, java_script_enabled=script), ada)
    page.goto(post.get_absolute_url())
    write(page)
    post.comments_open = False
    post.save()
    page.locator("#submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Comments are closed here.")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(page.locator("#submit")).to_have_count(0)
    page.goto(post.get_absolute_url())
    expect(page.locator("#respond")).to_contain_text("Comments are closed.")
    if script:
        expect(page.get_by_label("You had begun to write something here.")).to_have_value(WORDS)
        assert_accessible(page)
        page.get_by_role("button", name="Discard").click()
        page.reload()
    expect(page.get_by_label("You had begun to write something here.")).to_be_hidden()


@pytest.mark.parametrize(
    "trouble", ["Promise.reject(new TypeError('no network'))", "fetch_('/no-such-page/')"]
)
def test_without_a_network_the_words_stay_and_can_be_sent_again(desktop, sign_in, ada, post, trouble):
    page = sign_in(desktop, ada)
    page.goto(post.get_absolute_url())
    write(page)
    page.evaluate(f"window.fetch_ = window.fetch; window.fetch = () => {trouble}; 0")
    page.locator("#submit").click()
    expect(page.locator(".offline")).to_contain_text("could not be sent")
    expect(page.locator(".offline")).to_be_focused()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    page.evaluate("window.fetch = window.fetch_; 0")
    page.locator("#submit").click()
    expect(page.locator(".commentlist")).to_contain_text(WORDS)
    expect(page.locator(".offline")).to_be_hidden()


def test_the_form_is_one_line_until_it_is_used(desktop, post, first):
    page = desktop
    page.goto(post.get_absolute_url())
    words, send = page.get_by_label("Your comment"), page.locator("#submit")
    expect(send).to_be_hidden()
    assert words.bounding_box()["height"] < 80
    assert_accessible(page)
    words.focus()
    expect(send).to_be_visible()
    page.locator("#respond-title").click()
    expect(send).to_be_visible()
    page.goto(f"{post.get_absolute_url()}?replytocom={first.pk}#respond")
    expect(send).to_be_visible()


def test_the_form_opens_without_its_script_too(desktop, scriptless, post):
    scriptless.goto(post.get_absolute_url())
    expect(scriptless.locator("#submit")).to_be_visible()
    desktop.route("**/reply-form*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    desktop.goto(post.get_absolute_url())
    expect(desktop.locator("#submit")).to_be_hidden()
    desktop.get_by_label("Your comment").fill(WORDS)
    expect(desktop.locator("#submit")).to_be_visible()
    desktop.locator("#respond-title").click()
    expect(desktop.locator("#submit")).to_be_visible()


def test_what_is_wrong_with_the_words_is_said_below_their_box(any_reader, sign_in, ada, post):
    page = sign_in(any_reader, ada)
    page.goto(post.get_absolute_url())
    write(page, "   ")
    page.locator("#submit").click()
    said = page.locator("comment-editor .error")
    expect(said).to_have_text("Please write your comment first.")
    box = page.locator("#respond .editor").bounding_box()
    assert said.bounding_box()["y"] >= box["y"] + box["height"] + 4


def test_the_form_fits_when_it_is_open_and_refused(open_browser, post, first):
    for size, scheme in (({"width": 320, "height": 700}, "light"), ({"width": 1280, "height": 900}, "dark")):
        page = open_browser(size, color_scheme=scheme)
        page.goto(post.get_absolute_url())
        write(page, answering="Marta")
        say_who(page, name="")
        page.locator("#submit").evaluate("button => button.form.noValidate = true")
        page.locator("#submit").click()
        expect(page.get_by_role("alert")).to_contain_text("Your words are kept")
        assert_accessible(page)
        assert_fits(page)
