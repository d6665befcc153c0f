"""Mail about comments: what it says, and to whom."""

from collections.abc import Sequence
from textwrap import indent
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.tasks import send_mail
from blog.feeds import absolute, full_addresses, writable
from blog.models import Blog
from comments.mail_links import (
    OFFERED,
    link_to_confirm,
    link_to_judge,
    link_to_letter_settings,
    link_to_settings,
    staff_address,
)
from comments.models import Comment, Follow, moderates
from comments.queue import Tab, why_they_wait
from comments.strokes import sights

# No autoresponder may answer, and no mail program may take it for a person's letter.
BY_MACHINE = {"Auto-Submitted": "auto-generated"}


def ask_to_confirm(follow: Follow, level: str) -> None:
    """Nobody's words are in it but the post's title: it may go to somebody who did not ask."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "title": _one_line(follow.post.title),
            "level": level,
            "link": absolute(link_to_confirm(follow, level)),
            **_frame(),
        }
        subject = _("Follow the comments on “%(title)s”?") % context
        text, html = _written("confirm", context)
    send_mail.enqueue(subject, text, html, settings.DEFAULT_FROM_EMAIL, [follow.email], headers=BY_MACHINE)


def mail_about(comment: Comment, follow: Follow) -> EmailMultiAlternatives:
    post, parent = comment.post, comment.parent
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "name": _one_line(comment.name),
            "parent_name": _one_line(parent.name) if parent and parent.is_shown else "",
            "title": _one_line(post.title),
            "words": indent(_words(comment), "> ", lambda line: True),
            "words_html": full_addresses(comment.body_html, absolute(post.get_absolute_url())),
            "link": absolute(comment.get_absolute_url()),
            "conversation": absolute(f"{post.get_absolute_url()}#comments"),
            "level": follow.level,
            "settings_link": absolute(link_to_settings(follow)),
            **_frame(),
        }
        # The same for the whole conversation: some mail programs put together what is called the same.
        subject = _("Comments on %(title)s") % context
        text, html = _written("new_comment", context)
    mail = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [follow.email], headers=_headers(comment, follow)
    )
    mail.attach_alternative(html, "text/html")
    return mail


def mail_verdict(comment: Comment, follow: Follow, reason: str) -> EmailMultiAlternatives:
    """What became of a comment that had to wait, to its writer."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "title": _one_line(comment.post.title),
            "words": indent(_words(comment), "> ", lambda line: True),
            "words_html": full_addresses(comment.body_html, absolute(comment.post.get_absolute_url())),
            "link": absolute(comment.get_absolute_url()) if comment.is_shown else "",
            "reason": reason,
            "settings_link": absolute(link_to_settings(follow)),
            **_frame(),
        }
        subject = _("Your comment on %(title)s") % context
        text, html = _written("verdict", context)
    headers = BY_MACHINE | _unsubscribe(link_to_settings(follow, "stop_following"))
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [follow.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def letter_to(user: User, comments: Sequence[Comment], more: int = 0) -> EmailMultiAlternatives:
    """What waits for somebody who may decide, and what is new under somebody's posts; to
    those who may, with links that judge each. `more` of them are left out."""
    with translation.override(settings.LANGUAGE_CODE):
        may = moderates(user)
        sight_of = sights(comments) if may else {}
        held = [comment for comment in comments if comment.status == Comment.Status.PENDING]
        why = why_they_wait(held)
        context = {
            "items": [
                _item(comment, user, sight_of.get(comment.pk, ""), why.get(comment.pk, ""))
                for comment in comments
            ],
            "more": more,
            "waiting": Tab.PENDING.how_many() if may else 0,
            "queue": absolute(reverse("queue:queue")),
            "may": may,
            "is_held": bool(held),
            "settings_link": absolute(link_to_letter_settings(user)),
            **_frame(),
        }
        subject = _subject(comments, held, more) % {"blog": context["blog"], "n": len(comments) + more}
        text, html = _written("letter", context)
    headers = BY_MACHINE | _unsubscribe(link_to_letter_settings(user, "stop_letters"))
    to = [staff_address(user)]
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, to, headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _subject(comments: Sequence[Comment], held: Sequence[Comment], more: int) -> str:
    n = len(comments) + more
    if len(held) == len(comments):
        return ngettext("%(n)d comment waits at %(blog)s", "%(n)d comments wait at %(blog)s", n)
    if held:
        return ngettext(
            "%(n)d comment, new or waiting, at %(blog)s", "%(n)d comments, new or waiting, at %(blog)s", n
        )
    return ngettext("%(n)d new comment at %(blog)s", "%(n)d new comments at %(blog)s", n)


def _item(comment: Comment, user: User, sight: str, why: str) -> dict[str, object]:
    """One comment in a letter. Nothing of it is a link: what waits may lead anywhere."""
    is_held = comment.status == Comment.Status.PENDING
    parent, words = comment.parent, _words(comment)
    verbs = [verb for verb in OFFERED if sight and (is_held or verb != OFFERED[0])]
    return {
        "name": _one_line(comment.name),
        "email": _one_line(comment.email) if sight else "",
        "title": _one_line(comment.post.title),
        "parent_name": _one_line(parent.name) if parent and parent.is_shown else "",
        "is_held": is_held,
        "why": _one_line(why),
        "words": words,
        "quoted": indent(words, "> ", lambda line: True),
        "link": "" if is_held else absolute(comment.get_absolute_url()),
        "closer": absolute(reverse("queue:queue", query={"at": comment.pk})) if sight else "",
        "judge": {verb.value: absolute(link_to_judge(comment, verb, sight, user)) for verb in verbs},
    }


def _headers(comment: Comment, follow: Follow) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    conversation = f"<post-{comment.post_id}@{host}>"
    answered = f"<comment-{comment.parent_id}@{host}>" if comment.parent_id else conversation
    return {
        **BY_MACHINE,
        "Message-ID": f"<comment-{comment.pk}@{host}>",
        "In-Reply-To": answered,
        "References": f"{conversation} {answered}" if comment.parent_id else conversation,
        "List-Id": f"<post-{comment.post_id}.comments.{host}>",
        **_unsubscribe(link_to_settings(follow, "stop_following")),
    }


def _unsubscribe(link: str) -> dict[str, str]:
    """A button of the mail program's own (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{absolute(link)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _written(name: str, context: dict[str, object]) -> tuple[str, str]:
    text, html = (render_to_string(f"comments/email/{name}.{end}", context) for end in ("txt", "html"))
    return text.strip() + "\n", html


def _frame() -> dict[str, object]:
    return {
        "blog": _one_line(Blog.current().title),
        "base_url": settings.BASE_URL,
        "language": settings.LANGUAGE_CODE,
    }


def _words(comment: Comment) -> str:
    """As they were typed: Markdown reads well."""
    return writable(comment.body.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _one_line(text: str) -> str:
    """Fit for a header: nobody's title or name begins another one."""
    return " ".join(writable(text).split())
