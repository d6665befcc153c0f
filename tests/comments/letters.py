"""What the machine holds, the letters about it, and the links in them."""

import re
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import mail_links
from comments.models import Comment, Letter
from tests.comments.mailbox import delivered
from tests.comments.speaking import say

GUEST = {"name": "Grace", "email": "grace@mail.example"}
VERBS = ("approve", "trash", "spam")


def hold(client, post, body="Buy my shoes.", **guest) -> Comment:
    say(client, post, body, **{**GUEST, **guest})
    return Comment.objects.latest("pk")


def letters() -> dict[str, EmailMessage]:
    found = {}
    for message in delivered():
        assert message.to[0] not in found
        found[message.to[0]] = message
    return found


def links(message) -> dict[str, list[str]]:
    """By what each asks for, in the order of the mail."""
    found: dict[str, list[str]] = {verb: [] for verb in VERBS}
    for address in re.findall(r"http://testserver(/comments/judge/\S+)", message.body):
        token = address.split("/")[3]
        found[mail_links.read_judge_token(token).verb].append(address)
    return found


def let_time_pass(**kwargs) -> None:
    for name in ("sent_at", "claimed_at"):
        Letter.objects.exclude(**{name: None}).update(**{name: F(name) - timedelta(**kwargs)})
    # What has no time of its own has one far away.
    for task in DBTaskResult.objects.filter(run_after__lt=timezone.now() + timedelta(days=1)):
        DBTaskResult.objects.filter(pk=task.pk).update(run_after=task.run_after - timedelta(**kwargs))


def status(comment) -> str:
    return Comment.objects.get(pk=comment.pk).status
