"""Mail about comments: what it says, and to whom."""

from textwrap import indent
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.tasks import send_mail
from blog.feeds import absolute, full_addresses, writable
from blog.models import Blog
from comments.mail_links import link_to_confirm, link_to_settings
from comments.models import Comment, Follow

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
        "List-Unsubscribe": f"<{absolute(link_to_settings(follow, 'stop_following'))}>",
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
