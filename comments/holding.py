"""What becomes of a new or changed comment: shown at once, held for a moderator, or put with
the spam; and why. The rules are the owner's (Discussion), the points those of comments.spam."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.likeness import is_role, likeness, likenesses
from accounts.models import User
from comments import sanctions, spam
from comments.models import Act, Discussion, Sanction
from comments.refusals import Banned, Silenced
from comments.spam import akismet
from comments.spam.tasks import ask_akismet
from comments.strokes import state_of
from comments.trust import Trust, trust_of

if TYPE_CHECKING:
    from comments.models import Comment

REASONS = {
    "watched": _("somebody whose comments are read first"),
    "all": _("every comment waits"),
    "first": _("first comment of a guest"),
    "links": _("many links"),
    "name": _("name of one of the blog’s people"),
    "words": _("a word on the list"),
    "points": _("points of the spam filter"),
    "akismet": _("Akismet is asked"),
}
# The same for whoever wrote it and wants to know why it waits. Of spam, too: its writer learns
# no more than that it waits.
FOR_WRITERS = {
    "watched": _("A moderator reads what you write here before others do."),
    "all": _("Every comment here waits until a moderator has read it."),
    "first": _("A guest’s first comment here waits until a moderator has read it."),
    "links": _("Comments with several links wait until a moderator has read them."),
    "name": _("Somebody of this blog has a name like this, so a moderator has a look first."),
    "words": _("It has a word in it that a moderator looks at first."),
    "points": _("Something about it is unusual, so a moderator has a look first."),
    "akismet": _("It is looked at for spam, which mostly takes a minute."),
}
# Reasons that no point says.
POINTLESS = ("watched", "all", "name", "akismet")
LISTED = ("moderation_key", "disallowed_key")
# The state of a comment of which nothing is known.
CLEAR = {"status": "approved", "status_before": "", "removed_because": ""}
FIRST_POINTS = 1.0


@dataclass(frozen=True, slots=True)
class Writer:
    """What counts of whoever wrote a comment, when it was written."""

    trust: Trust
    is_watched: bool = False
    # Under a name that looks like one of the blog's people's, and is not theirs.
    is_mistakable: bool = False


@dataclass(frozen=True)
class Verdict:
    status: str = "approved"
    # Codes of REASONS.
    reasons: Sequence[str] = ()
    points: Sequence[spam.Point] = ()
    # Nobody weighs what the blog's own people say.
    is_weighed: bool = True

    def settle(self, comment: Comment) -> None:
        comment.status, comment.held_because = self.status, " ".join(self.reasons)

    def after_akismet(self) -> Verdict:
        """If the owner has a key, what seems good waits until it has been asked."""
        if akismet.is_on() and self.is_weighed and self.status == "approved":
            return replace(self, status="pending", reasons=["akismet"])
        return self

    def __str__(self) -> str:
        """For moderators: "2 links +2, first comment of a guest +1"."""
        return ", ".join(told(self.reasons, self.points))


def verdict_on(comment: Comment, discussion: Discussion, sent: spam.Sent | None = None) -> Verdict:
    """As things are now. Refused, if its writer may not write."""
    trust = trust_of(comment)
    if trust == Trust.STAFF:
        return Verdict(is_weighed=False)
    in_force = sanctions.on_writer_of(comment)
    refuse_if_barred(in_force)
    writer = Writer(trust, bool(in_force), is_mistakable(comment, _people_of(comment)))
    points = spam.weigh(comment, sent or spam.Sent(), rules_of(discussion))
    return judge(comment, writer, points, discussion)


def refuse_if_barred(in_force: Iterable[Sanction]) -> None:
    for sanction in in_force:
        if sanction.kind == Sanction.Kind.BAN:
            raise Banned
        if sanction.kind == Sanction.Kind.SILENCE and sanction.until:
            raise Silenced(sanction.until)


def judge(comment: Comment, writer: Writer, found: Iterable[spam.Point], discussion: Discussion) -> Verdict:
    """By rules and points alone: nothing is asked, nobody is refused."""
    points, trusted = list(found), writer.trust >= Trust.TRUSTED
    is_first = comment.author_id is None and writer.trust == Trust.NEW
    if is_first:
        points.append(spam.Point("first", 1, FIRST_POINTS))
    weak = spam.total(point for point in points if point.code not in LISTED)
    rules = {
        "watched": writer.is_watched,
        "all": discussion.hold_all,
        "first": is_first and discussion.hold_first,
        "links": not trusted and 0 < discussion.max_links <= links_in(comment),
        "name": writer.is_mistakable,
        "words": any(point.code in LISTED for point in points),
        "points": not trusted and weak >= discussion.hold_from,
    }
    reasons = [code for code, holds in rules.items() if holds]
    if spam.total(points) >= discussion.spam_from:
        return Verdict("spam", reasons or ["points"], points)
    return Verdict("pending" if reasons else "approved", reasons, points)


def remember(comment: Comment, verdict: Verdict, before: dict[str, str] | None = None) -> None:
    """What the machine found, and did, in the transaction that writes the comment. Its deed
    can be undone: then it is as if nothing had been found."""
    if not verdict.is_weighed:
        return
    spam.keep(comment, verdict.points)
    before, after = before or CLEAR, state_of(comment)
    # That Akismet has to be asked first is nobody's deed.
    if before != after and tuple(verdict.reasons) != ("akismet",):
        Act.objects.create(
            by=None,
            verb=Act.Verb.SPAM if verdict.status == "spam" else Act.Verb.HOLD,
            comment=comment,
            why=str(verdict)[:500],
            before=before,
            after=after,
        )


def remember_new(comment: Comment, verdict: Verdict) -> None:
    """The same of one that was just written, which others may say again."""
    remember(comment, verdict)
    if verdict.is_weighed:
        spam.remember(comment)
    if akismet.is_on() and verdict.is_weighed and verdict.status == "pending":
        ask_akismet.enqueue(comment.pk, publish=tuple(verdict.reasons) == ("akismet",))


def told(codes: Iterable[str], points: Sequence[spam.Point]) -> list[str]:
    """For moderators: each reason, and each point, once."""
    left = [code for code in codes if code in POINTLESS or not points]
    return [*(str(REASONS.get(code, code)) for code in left), *map(str, points)]


def rules_of(discussion: Discussion) -> spam.Rules:
    return spam.Rules(
        moderation_keys=discussion.moderation_keys.splitlines(),
        disallowed_keys=discussion.disallowed_keys.splitlines(),
        hold_from=discussion.hold_from,
        spam_from=discussion.spam_from,
    )


def links_in(comment: Comment) -> int:
    return len(re.findall(r"<a ", comment.body_html))


def is_mistakable(comment: Comment, people: dict[int, str]) -> bool:
    """One of these people, by number and likeness, seems to speak, and does not; or "Staff"."""
    if is_role(comment.name, gettext("Author"), gettext("Staff")):
        return True
    named = likenesses(comment.name)
    return any(name in named for pk, name in people.items() if pk != comment.author_id)


def _people_of(comment: Comment) -> dict[int, str]:
    people = User.objects.filter(Q(is_staff=True) | Q(pk=comment.post.author_id))
    return {person.pk: likeness(person.name) for person in people}
