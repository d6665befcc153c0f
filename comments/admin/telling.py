"""What moderators are told of their own deeds, and of each other's."""

import uuid
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comments.models import Act, Comment

# Of one comment, whose writer is named, and of several.
DONE = {
    Act.Verb.APPROVE: _("%(name)s’s comment was approved."),
    Act.Verb.HOLD: _("%(name)s’s comment waits for a moderator again."),
    Act.Verb.SPAM: _("%(name)s’s comment was marked as spam."),
    Act.Verb.TRASH: _("%(name)s’s comment was moved to the trash."),
    Act.Verb.RESTORE: _("%(name)s’s comment was restored."),
    Act.Verb.EDIT: _("%(name)s’s comment was edited."),
    Act.Verb.UNDO: _("Undone: %(name)s’s comment is what it was before."),
}
BY_SOMEBODY = {
    Act.Verb.APPROVE: _("%(who)s approved %(name)s’s comment %(ago)s ago."),
    Act.Verb.HOLD: _("%(who)s held %(name)s’s comment %(ago)s ago."),
    Act.Verb.SPAM: _("%(who)s marked %(name)s’s comment as spam %(ago)s ago."),
    Act.Verb.TRASH: _("%(who)s moved %(name)s’s comment to the trash %(ago)s ago."),
    Act.Verb.RESTORE: _("%(who)s restored %(name)s’s comment %(ago)s ago."),
    Act.Verb.EDIT: _("%(who)s edited %(name)s’s comment %(ago)s ago."),
    Act.Verb.UNDO: _("%(who)s undid what was done to %(name)s’s comment %(ago)s ago."),
}


def done(verb: str, comments: list[Comment]) -> str:
    if len(comments) == 1:
        return DONE[Act.Verb(verb)] % {"name": named(comments[0])}
    n = len(comments)
    match verb:
        case Act.Verb.APPROVE:
            words = ngettext("%(n)d comment was approved.", "%(n)d comments were approved.", n)
        case Act.Verb.HOLD:
            words = ngettext(
                "%(n)d comment waits for a moderator again.", "%(n)d comments wait for a moderator again.", n
            )
        case Act.Verb.SPAM:
            words = ngettext("%(n)d comment was marked as spam.", "%(n)d comments were marked as spam.", n)
        case Act.Verb.TRASH:
            words = ngettext(
                "%(n)d comment was moved to the trash.", "%(n)d comments were moved to the trash.", n
            )
        case Act.Verb.RESTORE:
            words = ngettext("%(n)d comment was restored.", "%(n)d comments were restored.", n)
        case _:
            words = ngettext(
                "Undone: %(n)d comment is what it was before.",
                "Undone: %(n)d comments are what they were before.",
                n,
            )
    return words % {"n": n}


def unchanged(comment: Comment, last: Act | None, sight: str = "") -> str:
    """Why nothing was done to a comment: what came in between. `sight` is what its moderator
    had seen; if the last act is in it already, no moderator did what came after."""
    known = sight.partition("-")[0]
    if comment.status == Comment.Status.WITHDRAWN:
        return gettext("%(name)s withdrew the comment meanwhile.") % {"name": named(comment)}
    if comment.status == Comment.Status.ERASED:
        return gettext("The comment was erased meanwhile.")
    if last is None or known == str(last.pk) or last.verb not in BY_SOMEBODY:
        return gettext("%(name)s changed the comment meanwhile.") % {"name": named(comment)}
    about = {"who": who(last), "name": named(comment), "ago": since(last.at)}
    return BY_SOMEBODY[Act.Verb(last.verb)] % about


def since(moment: datetime) -> str:
    """As in "5 minutes ago": one at least, since nobody does anything 0 minutes ago."""
    return timesince(min(moment, timezone.now() - timedelta(minutes=1)))


def who(act: Act) -> str:
    return isolated(act.who) if act.who else gettext("The machine")


def named(comment: Comment) -> str:
    return isolated(comment.name or gettext("Somebody"))


def isolated(words: str) -> str:
    """For texts without markup: first strong isolate, and its end."""
    return f"\u2068{words}\u2069"


def with_undo(words: str, batch: uuid.UUID, back: str) -> SafeString:
    """A message with its own way back."""
    return format_html("{} {}", words, undo_form(batch, back))


def undo_form(batch: uuid.UUID, back: str, label: str = "", keys: str = "u") -> SafeString:
    return format_html(
        '<form class="undo" method="post" action="{}"><input type="hidden" name="next" value="{}">'
        '<button class="verb btn" type="submit" aria-keyshortcuts="{}">{}</button></form>',
        reverse("admin:comments_act_undo", args=[batch]),
        back,
        keys,
        conditional_escape(label or gettext("Undo")),
    )


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the form says that it stood, if that is on this site."""
    # A path of our own: no host, and nothing that a browser would take for one.
    given = request.POST.get("next", "")
    is_ours = (
        given.startswith("/") and not given.startswith("//") and given.isprintable() and "\\" not in given
    )
    return given if is_ours else otherwise


def as_it_was(request: HttpRequest, back: str) -> str:
    """The list with the filters it had, which the browser names as where it came from."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return f"{back}?{came_from.query}" if came_from.path == back and came_from.query else back
