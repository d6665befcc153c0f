"""What the spam filter hears of moderators, and of Akismet."""

import pytest

from comments import moderation
from comments.holding import FOR_WRITERS
from comments.models import Act, Comment, Discussion, Fingerprint, Verdict, Weighing
from comments.spam import akismet
from tests import base
from tests.comments.speaking import GUEST, LINKS, last, say

pytestmark = pytest.mark.django_db

# --- Learning ---------------------------------------------------------------------------


def test_moderators_verdicts_teach_and_the_machines_do_not(ada, mo, post):
    Discussion(hold_all=True).save()
    say(base.signed_in(ada), post)
    assert not Verdict.objects.exists()
    outcome = moderation.decide([last()], Act.Verb.SPAM, by=mo)
    assert Verdict.objects.get().is_spam
    moderation.undo(outcome.acts[0].batch, by=mo)
    assert not Verdict.objects.exists()
    moderation.decide([last()], Act.Verb.APPROVE, by=mo)
    assert not Verdict.objects.get().is_spam
    moderation.decide([last()], Act.Verb.TRASH, by=mo)
    assert not Verdict.objects.exists()


def test_undoing_what_the_machine_did_teaches_that_it_was_good(ada, mo, post):
    Discussion(disallowed_keys="daily").save()
    say(base.signed_in(ada), post)
    moderation.undo(Act.objects.get().batch, by=mo)
    assert not Verdict.objects.get().is_spam


def test_what_is_erased_leaves_no_words_behind(client, alice, mo, post):
    say(client, post, LINKS, **GUEST)
    comment = last()
    base.reply(comment)
    moderation.decide([comment], Act.Verb.APPROVE, by=mo)
    moderation.erase(comment, by=alice)
    assert Comment.objects.get(pk=comment.pk).status == "erased"
    assert not Weighing.objects.filter(comment=comment).exists()
    assert not Fingerprint.objects.filter(comment=comment).exists()
    assert not Verdict.objects.exists()
    assert not Act.objects.exclude(why="").filter(by=None).exists()


# --- Akismet ----------------------------------------------------------------------------


def test_with_a_key_what_seems_good_waits_for_the_answer(ada, post, settings, monkeypatch):
    settings.AKISMET_KEY = "key"
    asked = []
    monkeypatch.setattr("comments.spam.akismet.is_spam", lambda comment: asked.append(comment.pk) or False)
    say(base.signed_in(ada), post)
    comment = last()
    assert asked == [comment.pk]
    assert comment.status == "approved"
    assert [act.verb for act in Act.objects.all()] == ["approve"]


def test_without_an_answer_it_waits_and_says_why(ada, post, settings, monkeypatch):
    def silent(comment):
        raise akismet.NoAnswer

    settings.AKISMET_KEY = "key"
    monkeypatch.setattr("comments.spam.akismet.is_spam", silent)
    client = base.signed_in(ada)
    say(client, post)
    assert (last().status, last().held_because) == ("pending", "akismet")
    assert str(FOR_WRITERS["akismet"]) in client.get(post.get_absolute_url()).content.decode()


def test_spam_of_akismet_goes_on_waiting_for_its_writer(ada, post, settings, monkeypatch):
    settings.AKISMET_KEY = "key"
    monkeypatch.setattr("comments.spam.akismet.is_spam", lambda comment: True)
    client = base.signed_in(ada)
    say(client, post, "zqSPAMqz")
    assert (last().status, last().status_before) == ("spam", "")
    assert "zqSPAMqz" in client.get(post.get_absolute_url()).content.decode()
    assert "zqSPAMqz" not in base.browser().get(post.get_absolute_url()).content.decode()
