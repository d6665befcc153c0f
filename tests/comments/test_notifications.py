"""Mail to followers: who hears of which comment, what is in it, and that it is one mail."""

import email
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import Blog
from comments import tasks, threads
from comments.models import Comment, Follow, Notice
from tests import base
from tests.comments.mailbox import delivered, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_letters", "tasks_are_rows")]
GRACE = "grace@mail.example"


def follow(post, email=GRACE, level="all", user=None, **kwargs) -> Follow:
    kwargs.setdefault("confirmed_at", timezone.now())
    return Follow.objects.create(post=post, email=email, level=level, user=user, **kwargs)


def followers_tasks():
    return DBTaskResult.objects.filter(task_path__startswith="comments.tasks.")


def told() -> list[str]:
    return sorted(address for message in delivered() for address in message.to)


# --- Who hears --------------------------------------------------------------------


def test_all_hears_of_each_new_comment_and_replies_of_answers_to_their_own(post, ada, bob):
    follow(post, "all@mail.example")
    follow(post, GRACE, "replies")
    follow(post, "ada@mail.example", "replies", ada)
    follow(post, "bob@mail.example", "replies", bob)
    graces = base.comment(post)
    assert told() == ["all@mail.example"]
    adas = base.reply(graces, author=ada)
    assert told() == ["all@mail.example", GRACE]
    base.reply(adas, name="Linus", email="linus@mail.example")
    assert told() == ["ada@mail.example", "all@mail.example"]
    base.comment(post, "A new thread.", name="Linus", email="linus@mail.example")
    assert told() == ["all@mail.example"]


def test_nobody_hears_of_their_own(post, ada):
    follow(post, GRACE)
    follow(post, "ada@mail.example", "all", ada)
    mine = base.comment(post, email="GRACE@mail.example")
    assert told() == ["ada@mail.example"]
    base.reply(mine, author=ada)
    assert told() == [GRACE]
    own = base.comment(post, "Mine.", author=ada)
    base.reply(own, "Mine again.", author=ada)
    assert told() == [GRACE, GRACE]


def test_a_name_is_nobody(post, ada):
    """A guest of the same name, or with a member's address, is another person."""
    follow(post, "ada@mail.example", "replies", ada)
    follow(post, GRACE, "replies")
    base.reply(
        base.comment(post, name="Ada Lovelace", email="ada@mail.example"), name="L", email="l@mail.example"
    )
    base.reply(
        base.comment(post, "Two.", name="Grace", email="other@mail.example"), name="L", email="l@mail.example"
    )
    base.reply(base.comment(post, "Three.", name="Grace", email=""), name="L", email="l@mail.example")
    assert told() == []


def test_other_posts_and_unconfirmed_addresses_hear_nothing(post, alice):
    follow(base.published(alice, title="Forward running"))
    follow(post, "never@mail.example", confirmed_at=None)
    base.comment(post, name="L", email="l@mail.example")
    assert told() == []


def test_an_address_hears_once_however_often_it_follows(post, ada):
    follow(post, "ada@mail.example", "all", ada)
    follow(post, "ADA@mail.example")
    base.comment(post)
    assert len(told()) == 1


def test_a_held_comment_is_told_of_when_it_is_approved_and_once(post):
    follow(post, "all@mail.example")
    held = base.held(post)
    assert told() == []
    held.approve()
    assert told() == ["all@mail.example"]
    held.trash()
    held.restore()
    held.hold()
    held.approve()
    assert told() == []


def test_nobody_hears_of_spam_and_of_imports(post):
    follow(post, "all@mail.example")
    base.held(post).mark_spam()
    base.comment(post, "Long ago.", imported_key="wp:1")
    threads.insert_many(post, [base.unsaved(post, "Longer ago.")])
    assert told() == []


def test_nothing_is_told_of_what_was_rolled_back(post):
    follow(post, "all@mail.example")
    with pytest.raises(RuntimeError), transaction.atomic():
        base.comment(post)
        raise RuntimeError
    assert not followers_tasks().exists()


def test_a_comment_that_nobody_follows_makes_no_work(post):
    base.comment(post)
    assert not followers_tasks().exists()


# --- As things are when it is sent ------------------------------------------------


def stop(post, comment):
    Follow.objects.all().delete()


def prefer_replies(post, comment):
    Follow.objects.get().change("replies")


def unpublish(post, comment):
    post.refresh_from_db()
    post.unpublish()


def erase(post, comment):
    threads.erase(comment)


def trash(post, comment):
    comment.trash()


@pytest.mark.parametrize("change", [stop, prefer_replies, unpublish, erase, trash])
def test_what_changed_before_it_was_sent_counts(post, change):
    follow(post, "all@mail.example")
    comment = base.comment(post)
    followers_tasks().get().task.call(comment.pk)  # now it waits for the follower's own task
    DBTaskResult.objects.filter(task_path="comments.tasks.tell_followers").delete()
    change(post, comment)
    assert told() == []


def test_words_that_were_changed_meanwhile_are_sent_changed(post):
    follow(post, "all@mail.example")
    comment = base.comment(post, "zqFIRSTqz")
    comment.body = "zqSECONDqz"
    comment.edit("body")
    (message,) = delivered()
    assert "zqSECONDqz" in message.body
    assert "zqFIRSTqz" not in message.message().as_string()


# --- Once -------------------------------------------------------------------------


def test_a_task_that_runs_again_sends_nothing_again(post):
    one, two = follow(post, "one@mail.example"), follow(post, "two@mail.example")
    comment = base.comment(post)
    assert told() == ["one@mail.example", "two@mail.example"]
    tasks.tell_followers.call(comment.pk)
    tasks.tell_follower.call(comment.pk, one.pk)
    tasks.tell_follower.call(comment.pk, two.pk, 3)
    assert told() == []


class Moody(EmailBackend):
    """Takes no mail for `refused`."""

    refused = ""

    def send_messages(self, messages):
        if messages[0].to == [self.refused]:
            raise SMTPRecipientsRefused({self.refused: (450, b"later")})
        return super().send_messages(messages)


def test_a_mailbox_that_is_full_is_tried_later_and_keeps_nobody_waiting(post, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    monkeypatch.setattr(Moody, "refused", "full@mail.example")
    full = follow(post, "full@mail.example")
    follow(post, "two@mail.example")
    comment = base.comment(post)
    assert told() == ["two@mail.example"]
    later = DBTaskResult.objects.get(status="READY")
    assert later.run_after > timezone.now()
    assert later.task_result.args == [comment.pk, full.pk, 1]
    with pytest.raises(SMTPRecipientsRefused):
        tasks.tell_follower.call(comment.pk, full.pk, len(tasks.WAITS))
    monkeypatch.setattr(Moody, "refused", "")
    DBTaskResult.objects.update(run_after=timezone.now())
    assert told() == ["full@mail.example"]


def test_what_was_told_long_ago_is_forgotten(post):
    follower = follow(post)
    old = base.comment(post, name="L", email="l@mail.example")
    work()
    Notice.objects.update(sent_at=timezone.now() - tasks.NOTICES_KEPT - timedelta(minutes=1))
    new = base.comment(post, "New.", name="L", email="l@mail.example")
    work()
    assert list(Notice.objects.values_list("follow", "comment")) == [(follower.pk, new.pk)]
    assert old.pk != new.pk


def test_a_comment_that_was_told_of_can_be_deleted(post):
    follow(post, "all@mail.example")
    comment = base.comment(post)
    work()
    threads.remove(comment)
    assert not Notice.objects.exists()


# --- What is in it ----------------------------------------------------------------


@pytest.fixture
def message(post, ada):
    Blog.objects.update_or_create(pk=1, defaults={"title": "Happy Trails"})
    follow(post, "all@mail.example")
    first = base.comment(post, "Where?")
    work()
    mail.outbox.clear()
    base.reply(first, "In the [woods](/about/).\n\nAnd **up**.", author=ada)
    (message,) = delivered()
    return message


def test_it_has_the_words_and_the_ways(message, post):
    reply = Comment.objects.latest("pk")
    assert message.subject == "Comments on Backward running"
    assert "Ada Lovelace answered Grace on “Backward running”:" in message.body
    assert "> In the [woods](/about/).\n> \n> And **up**." in message.body
    assert f"http://testserver/comments/{reply.pk}/" in message.body
    assert f"http://testserver{post.get_absolute_url()}#comments" in message.body
    assert "You asked Happy Trails to tell you of all new comments on this post." in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert '<a href="http://testserver/about/"' in html
    assert "<strong>up</strong>" in html
    assert not any(word in html for word in ("<img", "<style", "<script", "style="))


def test_mail_programs_can_thread_it_and_stop_it(message, post):
    reply = Comment.objects.latest("pk")
    parsed = email.message_from_bytes(message.message().as_bytes())
    assert parsed["Message-ID"] == f"<comment-{reply.pk}@testserver>"
    assert parsed["In-Reply-To"] == f"<comment-{reply.parent_id}@testserver>"
    assert parsed["References"].split() == [f"<post-{post.pk}@testserver>", parsed["In-Reply-To"]]
    assert parsed["List-Id"] == f"<post-{post.pk}.comments.testserver>"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = "".join(parsed["List-Unsubscribe"].split())
    assert address.startswith("<http://testserver/comments/follow/")
    assert address.endswith("/stop/>")


def test_a_new_thread_answers_the_post(post):
    follow(post, "all@mail.example")
    base.comment(post)
    headers = delivered()[0].extra_headers
    assert headers["In-Reply-To"] == headers["References"] == f"<post-{post.pk}@testserver>"


def test_nobody_elses_address_is_in_it(post, ada):
    follow(post, "one@mail.example")
    follow(post, "two@mail.example")
    first = base.comment(post, email="zqMAILqz@mail.example", ip_address="192.0.2.77")
    base.reply(first, author=ada)
    for message in delivered():
        whole = message.message().as_string() + message.body + message.alternatives[0][0]
        assert len(message.recipients()) == 1
        for secret in ("zqMAILqz", "ada@mail.example", "192.0.2.77"):
            assert secret not in whole
        (other,) = {"one@mail.example", "two@mail.example"} - set(message.to)
        assert other not in whole


HOSTILE = "</bdi><script>alert(1)</script> {{7*7}} {% debug %} %(title)s"


def test_hostile_names_and_titles_are_text(alice):
    post = base.published(alice, title=f"{HOSTILE}\r\nBcc: all@mail.example\n\n<h1>zq")
    follow(post, "all@mail.example")
    base.comment(post, f"{HOSTILE}\x1b", name=f"{HOSTILE}\r\nBcc: all@mail.example")
    (message,) = delivered()
    sent = message.message()
    assert message.recipients() == ["all@mail.example"]
    assert sent["Bcc"] is None
    assert "\n" not in message.subject
    assert "{{7*7}} {% debug %} %(title)s" in message.subject
    html = message.alternatives[0][0]
    assert "<script" not in html
    assert "<h1" not in html
    assert "\x1b" not in message.body


def test_it_is_written_in_the_blogs_language(post, settings):
    settings.LANGUAGE_CODE = "en-gb"
    follow(post, "all@mail.example")
    base.comment(post)
    assert '<html lang="en-gb">' in delivered()[0].alternatives[0][0]


def test_a_long_line_goes_through_whole(post):
    follow(post, "all@mail.example")
    base.comment(post, "x" * 9000 + " zqENDqz")
    (message,) = delivered()
    parsed = email.message_from_bytes(message.message().as_bytes())
    text = next(part for part in parsed.walk() if part.get_content_type() == "text/plain")
    assert "zqENDqz" in text.get_payload(decode=True).decode()
    assert max(map(len, message.message().as_bytes().splitlines())) < 998
