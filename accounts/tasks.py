"""Slow work of this app, done after the request by `manage.py db_worker`."""

from django.core.mail import EmailMultiAlternatives
from django_tasks import task

from accounts import avatars
from accounts.models import User


@task
def copy_picture(user_pk: int, url: str) -> None:
    if user := User.objects.filter(pk=user_pk).first():
        avatars.copy_picture(user, url)


@task
def send_mail(subject: str, text: str, html: str, sender: str, to: list[str]) -> None:
    mail = EmailMultiAlternatives(subject, text, sender, to)
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()
