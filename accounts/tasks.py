"""Slow work of this app, done after the request by `manage.py db_worker`."""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks import task

from accounts import avatars
from accounts.models import User

# Until a mail server that is down or wants us to come back later is asked again.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]


@task
def copy_picture(user_pk: int, url: str) -> None:
    if user := User.objects.filter(pk=user_pk).first():
        avatars.copy_picture(user, url)


@task
def send_mail(
    subject: str,
    text: str,
    html: str,
    sender: str,
    to: list[str],
    tries: int = 0,
    headers: dict[str, str] | None = None,
) -> None:
    mail = EmailMultiAlternatives(subject, text, sender, to, headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except OSError:  # what smtplib raises is one, too
        if tries == len(WAITS):
            raise
        later = send_mail.using(run_after=timezone.now() + WAITS[tries])
        later.enqueue(subject, text, html, sender, to, tries + 1, headers=headers)
