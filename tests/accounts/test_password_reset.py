import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import tasks
from accounts.models import User
from blog.models import Blog
from tests import base

pytestmark = pytest.mark.django_db


def ask(client, email):
    return client.post("/accounts/password/reset/", {"email": email})


def test_it_sends_a_link_that_works_once(alice, client):
    Blog.objects.update_or_create(pk=1, defaults={"title": "Ada & Bob’s"})
    ask(client, "alice@blog.example")
    (message,) = mail.outbox
    assert message.to == ["alice@blog.example"]
    assert message.subject == "Choose another password"
    assert "Ada & Bob’s" in message.body
    link = re.search(r"http://testserver(/\S+)", message.body)[1]
    page = client.get(link, follow=True)
    assert b"Choose a password" in page.content
    path = page.redirect_chain[-1][0]
    client.post(path, {"password1": "a new long sentence", "password2": "a new long sentence"})
    alice.refresh_from_db()
    assert alice.check_password("a new long sentence")
    assert b"does not work any more" in base.browser().get(link, follow=True).content


def test_an_unknown_address_gets_the_same_answer_and_no_mail(alice, client):
    known, unknown = ask(client, "alice@blog.example"), ask(client, "nobody@blog.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.headers == unknown.headers
    assert [message.to for message in mail.outbox] == [["alice@blog.example"]]


def test_a_readers_address_resets_nothing(ada, client):
    ask(client, ada.contact_email)
    assert mail.outbox == []


def test_it_is_sent_later(alice, client, settings):
    """So that the time an answer takes says nothing either."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    ask(client, "alice@blog.example")
    assert mail.outbox == []


def test_an_owner_made_on_the_command_line_can_use_it(client):
    User.objects.create_superuser("owner", "owner@blog.example", base.PASSWORD)
    ask(client, "owner@blog.example")
    assert [message.to for message in mail.outbox] == [["owner@blog.example"]]


class Down(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected


def test_a_mail_server_that_is_down_is_asked_again_later(alice, client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ask(client, "alice@blog.example")
    first = DBTaskResult.objects.get()
    tasks.send_mail.call(*first.task_result.args)
    second = DBTaskResult.objects.exclude(pk=first.pk).get()
    assert second.run_after > timezone.now()
    assert second.task_result.args == [*first.task_result.args, 1]
    with pytest.raises(SMTPServerDisconnected):
        tasks.send_mail.call(*first.task_result.args, len(tasks.WAITS))


def test_another_hosts_name_does_not_get_into_the_mail(alice, client):
    for header in ("x-forwarded-host", "x-host", "forwarded"):
        client.post(
            "/accounts/password/reset/", {"email": "alice@blog.example"}, headers={header: "evil.example"}
        )
    assert mail.outbox
    assert not any("evil" in message.body for message in mail.outbox)
