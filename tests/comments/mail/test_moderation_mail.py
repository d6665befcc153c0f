"""Letters to moderators and authors: who hears of what, what is in them, and how often they come."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.contrib.auth.models import Permission
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.tasks import WAITS
from comments import moderation
from comments.letters import news_for, tell_moderators, write_letter
from comments.models import Act, Comment, Discussion, Follow, Letter
from tests import base
from tests.comments.letters import VERBS, hold, let_time_pass, letters, links, status
from tests.comments.mailbox import delivered, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tasks_are_rows")]


# --- Who hears of what is held ------------------------------------------------------------


def test_moderators_hear_of_what_is_held_and_nobody_else(client, post, mo, alice, ada):
    helper = base.author("helper", "Helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.exclude(codename="moderate_comment"))
    base.moderator("away", "Away").groups.clear()
    hold(client, post)
    assert set(letters()) == {"mo@blog.example", "alice@blog.example"}


def test_a_moderator_without_an_address_or_who_left_hears_nothing(client, post, mo, alice):
    mo.email = ""
    mo.save()
    alice.is_active = False
    alice.save()
    hold(client, post)
    assert letters() == {}


def test_the_rules_switch_it_off(client, post, mo):
    Discussion.objects.create(tell_moderators=False)
    hold(client, post)
    assert letters() == {}


def test_nobody_hears_of_spam(client, post, mo):
    Discussion.objects.create(disallowed_keys="shoes", spam_from=1)
    assert hold(client, post).status == "spam"
    assert letters() == {}


def test_what_a_moderator_holds_is_no_news(post, mo, alice):
    moderation.decide([base.comment(post)], Act.Verb.HOLD, by=alice)
    assert "mo@blog.example" not in letters()


def test_what_reports_held_is(client, post, mo):
    comment = base.comment(post)
    assert "mo@blog.example" not in letters()
    for n in range(3):
        client.post(f"/comments/{comment.pk}/report/", {"reason": "spam"}, REMOTE_ADDR=f"203.0.113.{n}")
    assert status(comment) == "pending"
    let_time_pass(minutes=11)
    assert "waits for a moderator" in letters()["mo@blog.example"].body


def test_what_was_decided_before_the_letter_is_not_in_it(client, post, mo, alice):
    gone, stays = hold(client, post), hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    moderation.decide([gone], Act.Verb.TRASH, by=alice)
    body = letters()["mo@blog.example"].body
    assert "Buy my shoes." not in body
    assert "Two." in body
    assert status(stays) == "pending"


def test_imported_comments_are_no_news(post, mo, cy):
    base.comment(post, imported_key="wp-1")
    base.held(post, imported_key="wp-2")
    assert letters() == {}


# --- The author ---------------------------------------------------------------------------


def test_the_author_hears_of_each_new_comment_but_their_own(post, cy, ada):
    base.comment(post, author=ada)
    (message,) = delivered()
    assert message.to == ["cy@blog.example"]
    assert "Ada Lovelace wrote on “Backward running”" in message.body
    assert "/comments/judge/" not in message.body
    let_time_pass(minutes=11)
    base.comment(post, author=cy)
    assert delivered() == []


def test_the_author_who_may_judge_has_links_for_that(mo, ada):
    comment = base.comment(base.published(mo), author=ada)
    found = links(letters()["mo@blog.example"])
    assert [len(found[verb]) for verb in VERBS] == [0, 1, 1]
    base.browser().post(found["trash"][0])
    assert status(comment) == "trash"


def test_the_author_hears_of_a_held_comment_when_it_is_published(client, post, cy, mo):
    comment = hold(client, post)
    assert set(letters()) == {"mo@blog.example"}
    moderation.decide([comment], Act.Verb.APPROVE, by=mo)
    assert set(letters()) == {"cy@blog.example"}


def test_who_follows_anyway_hears_once(post, cy, ada):
    Follow.objects.create(post=post, email=cy.email, user=cy, level="all", confirmed_at=timezone.now())
    base.comment(post, author=ada)
    (message,) = delivered()
    assert message.subject == "Comments on Backward running"


def test_the_rules_switch_the_authors_mail_off(post, ada):
    Discussion.objects.create(tell_author=False)
    base.comment(post, author=ada)
    assert delivered() == []


def test_who_judged_it_themselves_hears_nothing_of_it(client, alice):
    comment = hold(client, base.published(alice))
    moderation.decide([comment], Act.Verb.APPROVE, by=alice)
    assert letters() == {}


# --- What is in it ------------------------------------------------------------------------


def test_it_says_what_who_where_why_and_how_many_wait(client, post, mo):
    base.held(post, "Older.", name="Linus", email="l@mail.example")
    hold(client, post, "See https://a.example and https://b.example\n\n> quoted")
    message = letters()["mo@blog.example"]
    assert message.subject == "1 comment waits at Leave a Reply"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    for words in (
        *("A comment by Grace on “Backward running” waits for a moderator.", "grace@mail.example"),
        *("Why it waits:", "2 links +2", "first comment of a guest", "> > quoted", "2 comments wait in all:"),
        f"/admin/comments/queue/?at={Comment.objects.latest('pk').pk}",
    ):
        assert words in message.body
    html = message.alternatives[0].content
    assert 'href="https://a.example' not in html
    assert "https://a.example" in html


def test_hostile_words_begin_no_header_and_no_markup(client, post, mo):
    post.title = "Tea\r\nBcc: all@mail.example"
    post.save()
    hostile = "Eve\nBcc: b@mail.example"
    comment = base.held(post, "<script>alert(1)</script>", name=f'{hostile}<img src=x onerror="a">')
    act = moderation.decide([comment], Act.Verb.SPAM, by=None)
    assert act.acts
    moderation.decide([comment], Act.Verb.HOLD, by=None, why=hostile)
    message = letters()["mo@blog.example"]
    raw = message.message()
    assert raw["Bcc"] is None
    assert "\n" not in raw["Subject"]
    html = message.alternatives[0].content
    assert "<script>" not in html
    assert "<img" not in html
    assert "\nBcc:" not in message.body


# --- A wave is no wave of mail ------------------------------------------------------------


def test_a_wave_is_one_letter_in_ten_minutes(client, post, mo):
    first = hold(client, post)
    assert len(letters()) == 1
    wave = [hold(client, post, f"Number {n}.", email=f"g{n}@mail.example") for n in range(25)]
    assert letters() == {}
    let_time_pass(minutes=9)
    assert letters() == {}
    let_time_pass(minutes=2)
    message = letters()["mo@blog.example"]
    assert message.subject == "25 comments wait at Leave a Reply"
    assert [len(addresses) for addresses in links(message).values()] == [20, 20, 20]
    assert "5 more are not in this mail." in message.body
    assert "26 comments wait in all" in message.body
    assert first.body not in message.body
    let_time_pass(minutes=30)
    assert letters() == {}
    assert Letter.objects.filter(sent_at=None).count() == 0
    assert len(wave) == 25


def test_what_waits_and_what_is_new_come_together(client, mo, ada):
    post = base.published(mo)
    hold(client, post)
    base.comment(post, "Hello.", author=ada)
    assert letters()["mo@blog.example"].subject == "2 comments, new or waiting, at Leave a Reply"


def test_a_mail_server_that_is_down_is_asked_again(client, post, mo, monkeypatch):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        hold(client, post)
        work()
    assert Letter.objects.filter(is_due=True).count() == 1
    let_time_pass(minutes=2)
    assert set(letters()) == {"mo@blog.example"}


def test_a_letter_that_is_never_taken_stays_due_for_the_next(client, post, mo, monkeypatch):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        hold(client, post)
        for _try in WAITS:
            work()
            let_time_pass(hours=3)
        with pytest.raises(AssertionError, match="SMTPRecipientsRefused"):
            work()
    DBTaskResult.objects.failed().delete()
    assert not DBTaskResult.objects.filter(status="READY").exclude(run_after__year=9999).exists()
    hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    assert letters()["mo@blog.example"].subject == "2 comments wait at Leave a Reply"


class Killed(BaseException):
    """Nothing of the process is left to catch it."""


def test_a_process_that_is_killed_while_it_sends_loses_no_letter(client, post, mo, monkeypatch):
    def die(self, messages):
        raise Killed

    comment = hold(client, post)
    tell_moderators.func(comment.pk)
    DBTaskResult.objects.all().delete()  # the one that runs is not in the queue any more
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(Killed):
            write_letter.func(mo.pk)
    # The other task of this letter, and what comes meanwhile, wait: it may be on its way.
    hold(client, post, "Two.", name="Linus", email="linus@mail.example")
    assert letters() == {}
    let_time_pass(minutes=9)
    assert letters() == {}
    let_time_pass(minutes=2)
    message = letters()["mo@blog.example"]
    assert message.subject == "2 comments wait at Leave a Reply"
    assert comment.body in message.body
    let_time_pass(minutes=30)
    assert letters() == {}


def test_what_is_held_once_more_while_its_letter_is_sent_comes_again(client, post, mo, alice, monkeypatch):
    alice.groups.clear()
    User.objects.filter(pk=alice.pk).update(email="")
    comment = hold(client, post)
    send = EmailBackend.send_messages

    def send_slowly(self, messages):
        moderation.decide([comment], Act.Verb.APPROVE, by=alice)
        moderation.decide([Comment.objects.get(pk=comment.pk)], Act.Verb.HOLD, by=None)
        tell_moderators.func(comment.pk)
        return send(self, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", send_slowly)
        assert set(letters()) == {"mo@blog.example"}
    let_time_pass(minutes=11)
    assert set(letters()) == {"mo@blog.example"}


def test_who_lost_the_right_hears_of_nothing_that_waits(client, post, mo):
    comment = hold(client, post)
    Letter.objects.create(user=mo, comment=comment)
    assert list(news_for(mo)) == [comment]
    mo.groups.clear()
    assert list(news_for(User.objects.get(pk=mo.pk))) == []
