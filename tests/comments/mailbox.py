"""What the worker does, and what lies in a mailbox afterwards."""

import re

from django.core import mail
from django.core.mail import EmailMessage
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


WORKER = Worker(
    queue_names=["*"],
    excluded_queue_names=[],
    interval=0,
    batch=True,
    backend_name="default",
    startup_delay=False,
    max_tasks=None,
    worker_id="tests",
)


def work() -> None:
    """All that is due, as `db_worker` does it, but in the test's own transaction."""
    while result := DBTaskResult.objects.ready().first():
        result.claim(WORKER.worker_id)
        WORKER.run_task(result)
    failed = DBTaskResult.objects.failed().first()
    assert failed is None, failed.traceback


def delivered() -> list[EmailMessage]:
    """The mails since the last time."""
    work()
    mails, mail.outbox[:] = list(mail.outbox), []
    return mails


def link_in(message: EmailMessage, part: str = "/comments/follow/") -> str:
    (link,) = set(re.findall(rf"http://testserver({part}\S+)", message.body))
    return link


def confirm(client, message: EmailMessage) -> None:
    assert client.post(link_in(message)).status_code == 302
