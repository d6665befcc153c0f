from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import daily, interrupted
from tests.comments import mailbox

pytestmark = pytest.mark.django_db
HERE = mailbox.WORKER.worker_id


@pytest.fixture
def task(settings) -> DBTaskResult:
    """One whose worker is in the middle of it, or was."""
    settings.TASKS = mailbox.DATABASE
    Session.objects.create(
        session_key="over", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )
    task = DBTaskResult.objects.get(pk=daily.run.enqueue("clearsessions").id)
    task.claim(HERE)
    return task


def status_of(task) -> str:
    return DBTaskResult.objects.get(pk=task.pk).status


def test_a_worker_that_begins_again_does_what_it_was_killed_in(task):
    mailbox.work()
    assert Session.objects.exists()
    assert interrupted.take_up(HERE) == 1
    mailbox.work()
    assert not Session.objects.exists()
    assert status_of(task) == "SUCCESSFUL"
    assert interrupted.take_up(HERE) == 0


def test_what_another_worker_does_just_now_is_left_to_it(task):
    assert interrupted.take_up("another") == 0
    assert status_of(task) == "RUNNING"


def test_after_an_hour_any_worker_takes_it_up(task):
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=61))
    assert interrupted.take_up("another") == 1
    assert status_of(task) == "READY"


def test_what_kills_its_worker_each_time_fails_in_the_end(task):
    for _n in range(2):
        assert interrupted.take_up(HERE) == 1
        task.refresh_from_db()
        task.claim(HERE)
    assert interrupted.take_up(HERE) == 0
    assert status_of(task) == "FAILED"
    assert "Interrupted" in DBTaskResult.objects.get(pk=task.pk).exception_class_path
