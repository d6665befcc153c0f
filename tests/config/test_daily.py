from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import Post
from comments.models import Comment, Discussion
from config import daily
from tests import base
from tests.comments import mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tasks_are_rows")]


def rounds():
    return DBTaskResult.objects.filter(task_path=daily.every_day.module_path)


def test_it_is_in_the_queue_once_and_comes_again_tomorrow():
    for _n in range(2):
        call_command("daily")
    first = rounds().get()
    assert first.run_after <= timezone.now()
    mailbox.work()
    tomorrow = rounds().exclude(pk=first.pk).get()
    assert timedelta(hours=23) < tomorrow.run_after - timezone.now() <= timedelta(days=1)


def test_all_that_is_due_is_done(alice):
    Discussion(close_after=14).save()
    post = base.published(alice)
    Post.objects.update(published_at=timezone.now() - timedelta(days=15))
    long_ago = timezone.now() - timedelta(days=31)
    base.comment(post, "Buy my shoes.", status="spam", created_at=long_ago)
    Session.objects.create(session_key="over", session_data="", expire_date=long_ago)
    done = daily.run.enqueue("clearsessions")
    DBTaskResult.objects.filter(pk=done.id).update(status="SUCCESSFUL", finished_at=long_ago)
    daily.begin()
    mailbox.work()
    assert Post.objects.get().comments_ended
    assert not Comment.objects.exists()
    assert not Session.objects.exists()
    assert not DBTaskResult.objects.filter(pk=done.id).exists()


def test_one_that_fails_keeps_none_from_the_others(monkeypatch):
    monkeypatch.setitem(daily.COMMANDS, "close_conversations", {"no_such": "option"})
    daily.begin()
    with pytest.raises(AssertionError, match="no_such"):
        mailbox.work()
    results = DBTaskResult.objects.filter(task_path=daily.run.module_path)
    assert sorted(results.values_list("status", flat=True)) == ["FAILED"] + ["SUCCESSFUL"] * 3
