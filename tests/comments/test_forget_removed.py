"""Spam and trash are deleted for good after a month, and never what can still be undone."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from comments import forgetting, moderation, threads
from comments.models import Act, Comment, CommentRevision
from tests import base
from tests.comments.trees import assert_sound

LONG_AGO = timezone.now() - timedelta(days=31)
Verb = Act.Verb


def removed(post, body="Buy.", status="spam", at=LONG_AGO, **kwargs):
    return base.comment(post, body, status=status, created_at=at, **kwargs)


def left() -> set[str]:
    return set(Comment.objects.values_list("body", flat=True))


def test_after_a_month_spam_and_trash_are_gone_and_a_row_says_how_many(post):
    removed(post, "spam 1")
    removed(post, "spam 2")
    removed(post, "trash", status="trash")
    base.comment(post, "approved", created_at=LONG_AGO)
    base.held(post, "pending", created_at=LONG_AGO)
    removed(post, "young", at=timezone.now() - timedelta(days=29))
    assert forgetting.forget_removed() == 3
    assert left() == {"approved", "pending", "young"}
    act = Act.objects.get()
    assert (act.by, act.verb, act.comment) == (None, "erase", None)
    assert act.before == {"spam": 2, "trash": 1}
    assert act.why.startswith("3 comments")
    assert_sound()


def test_nothing_to_do_leaves_no_row(post):
    base.comment(post)
    assert forgetting.forget_removed() == 0
    assert not Act.objects.exists()


def test_what_can_still_be_undone_stays(post, mo):
    late = base.comment(post, "Long there, removed yesterday.", created_at=LONG_AGO)
    [act] = moderation.decide([late], Verb.TRASH, by=mo).acts
    Act.objects.update(at=timezone.now() - Act.UNDO_FOR + timedelta(minutes=1))
    assert forgetting.forget_removed() == 0
    moderation.undo(act.batch, by=mo)
    assert Comment.objects.get().status == "approved"


def test_the_month_begins_with_the_last_act(post, mo):
    late = base.comment(post, created_at=LONG_AGO)
    moderation.decide([late], Verb.TRASH, by=mo)
    Act.objects.update(at=LONG_AGO)
    assert forgetting.forget_removed() == 1
    assert left() == set()


def test_the_month_of_what_was_removed_on_another_blog_begins_when_it_comes(post, mo):
    now = timezone.now()
    for n, status in enumerate(("spam", "trash")):
        removed(post, f"old {n}", status=status, imported_key=f"wp-{n}", imported_at=LONG_AGO)
        new = removed(post, f"new {n}", status=status, imported_key=f"wp-1{n}", imported_at=now)
    assert forgetting.forget_removed() == 2
    assert left() == {"new 0", "new 1"}
    moderation.decide([new], Verb.SPAM, by=mo)
    Comment.objects.filter(imported_key="wp-10").update(imported_at=LONG_AGO)
    Comment.objects.filter(pk=new.pk).update(imported_at=LONG_AGO)
    assert forgetting.forget_removed() == 1
    assert left() == {"new 1"}


def test_the_place_of_an_answered_one_stays_without_its_words(client, post, mo):
    parent = base.comment(post, "zqWORDSqz", name="zqNAMEqz", created_at=LONG_AGO)
    base.reply(parent, "An answer.")
    [edit] = moderation.edit(parent, {"body": "zqEDITEDqz"}, by=mo).acts
    moderation.undo(edit.batch, by=mo)
    moderation.decide([parent], Verb.TRASH, by=mo)
    Act.objects.update(at=LONG_AGO)
    assert forgetting.forget_removed() == 1
    parent.refresh_from_db()
    assert (parent.status, parent.body, parent.name, parent.email) == ("erased", "", "", "")
    assert not CommentRevision.objects.exists()
    assert "zq" not in repr(list(Act.objects.values()))
    assert "An answer." in client.get(post.get_absolute_url()).content.decode()
    post.refresh_from_db()
    assert post.comment_count == 1
    assert forgetting.forget_removed() == 0
    assert_sound()


def test_removed_replies_go_before_what_they_answer(post):
    parent = base.comment(post, created_at=LONG_AGO - timedelta(days=1))
    base.reply(parent, status="trash", created_at=LONG_AGO)
    threads.change_status([parent], "trash")
    assert forgetting.forget_removed() == 2
    assert not Comment.objects.exists()
    assert_sound()


def test_one_that_is_restored_meanwhile_stays(post, monkeypatch):
    comments = [removed(post, f"n {n}") for n in range(3)]
    erase = threads.erase

    def while_somebody_restores(comment, check):
        threads.change_status([comments[0]], "approved")
        return erase(comment, check)

    monkeypatch.setattr(threads, "erase", while_somebody_restores)
    assert forgetting.forget_removed() == 2
    assert left() == {"n 0"}
    assert_sound()


def test_many_are_deleted_in_small_steps(post, monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for n in range(5):
        removed(post, f"n {n}")
    seen = []
    assert forgetting.forget_removed(seen.append) == 5
    assert seen == [2, 4, 5]
    assert Act.objects.count() == 1


def test_the_command_says_how_many(post, capsys):
    removed(post)
    call_command("forget_removed")
    assert capsys.readouterr().out == "1 comment was deleted for good.\n"
