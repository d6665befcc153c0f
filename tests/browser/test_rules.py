"""What the blog's rules do to the form, in a browser with a script and in one without."""

import pytest
from django.core import signing
from playwright.sync_api import expect

from comments import spam
from comments.models import Comment, Discussion, Pause
from tests import base
from tests.browser.providers import sign_in
from tests.browser.watch import assert_accessible, assert_fits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def test_a_guest_signs_in_first_and_the_words_come_along(any_reader, post):
    Discussion(who="members").save()
    any_reader.goto(post.get_absolute_url())
    expect(any_reader.get_by_text("Sign in to leave a reply.")).to_be_visible()
    expect(any_reader.locator("#submit")).to_be_hidden()
    if any_reader.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert_accessible(any_reader)
    assert_fits(any_reader)
    any_reader.get_by_label("Your comment").fill("zqWORDSqz")
    sign_in(any_reader)
    expect(any_reader.locator(".as-account")).to_be_visible()
    expect(any_reader.get_by_label("Your comment")).to_have_value("zqWORDSqz")
    any_reader.locator("#submit").click()
    expect(any_reader.locator(".comment")).to_contain_text("zqWORDSqz")


def test_a_frozen_conversation_says_so_and_can_be_read(any_reader, post):
    base.comment(post)
    Pause.objects.create(post=post, is_frozen=True, why="Calm down.")
    any_reader.goto(post.get_absolute_url())
    expect(any_reader.locator(".pause")).to_contain_text("This conversation is frozen for now. Calm down.")
    expect(any_reader.locator("#commentform")).to_have_count(0)
    if any_reader.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert_accessible(any_reader)
    assert_fits(any_reader)


def test_slow_mode_is_said_at_the_form_also_beside_the_comment_that_is_answered(any_reader, post):
    first = base.comment(post)
    Pause.objects.create(post=post, slow_seconds=600)
    any_reader.goto(post.get_absolute_url())
    pace = any_reader.locator("#respond .pace")
    expect(pace).to_have_text("Slow mode: everybody can post once in 10 minutes.")
    expect(pace).to_be_visible()
    any_reader.locator(f"#comment-{first.pk} .comment-reply-link").click()
    expect(any_reader.locator("#respond-title")).to_have_text("Leave a Reply to Grace")
    expect(pace).to_be_visible()
    words = any_reader.get_by_label("Your comment")
    expect(words).to_have_accessible_description("Slow mode: everybody can post once in 10 minutes.")
    if any_reader.evaluate("matchMedia('(scripting: enabled)').matches"):
        expect(any_reader.locator(f"#comment-{first.pk} #respond")).to_be_visible()
        assert_accessible(any_reader)
    assert_fits(any_reader)


def test_people_meet_neither_the_trap_nor_the_time(any_reader, post):
    any_reader.goto(post.get_absolute_url())
    expect(any_reader.locator(f"[name={spam.TRAP}]")).to_be_hidden()
    expect(any_reader.locator(f"[name={spam.TIME}]")).to_be_hidden()
    any_reader.get_by_label("Your comment").fill("Hello.")
    any_reader.get_by_label("Name").first.fill("Grace")
    any_reader.locator("#id_email").fill("grace@mail.example")
    any_reader.locator("#submit").click()
    expect(any_reader.locator(".awaiting")).to_be_visible()
    found = {point.code for point in spam.kept(Comment.objects.get())}
    assert found <= {"first", "hasty"}


def test_the_time_is_asked_for_once_at_the_first_letter(desktop, post):
    asked = []
    desktop.on("request", lambda request: asked.append(request.url) if "/began/" in request.url else None)
    desktop.goto(post.get_absolute_url())
    assert asked == []
    with desktop.expect_response("**/began/"):
        desktop.get_by_label("Your comment").press_sequentially("He")
    desktop.get_by_label("Your comment").press_sequentially("llo")
    began = desktop.locator(f"[name={spam.TIME}]")
    expect(began).not_to_have_value("")
    assert len(asked) == 1
    signer = signing.TimestampSigner(salt="comments.spam.form_fields")
    assert signer.unsign(began.input_value()) == str(post.pk)
