"""What waits for a moderator, one comment after the other, and what they have to know to
decide about it. The oldest comes first: nobody waits for ever, and what comes in meanwhile
moves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, TextChoices
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments import spam
from comments.holding import REASONS, told
from comments.models import Act, Comment, CommentRevision, CommentTree, Report, Sanction
from comments.sanctions import comments_of, on_writer_of
from comments.strokes import sights, undecided_spam
from comments.trust import Trust, trust_of

# What the machine took for spam is looked at, or deleted after so long.
SPAM_WAITS = timedelta(days=30)
# No count goes further, so that it costs the same however much there is.
MOST_COUNTED = 1000
A_PAGE = 50
ABOVE, SIBLINGS = 3, 2
# Of what somebody wrote: what is counted, whose verdicts are looked for, what is shown.
HISTORY, JUDGED, SHOWN = 1000, 100, 5

LIGHT = ("body", "user_agent")
OF_POST = ("post__body", "post__body_html")


class Tab(TextChoices):
    PENDING = "pending", _("Pending")
    REPORTED = "reported", _("Reported")
    SPAM = "spam", _("Possible spam")

    def waiting(self) -> Any:
        """The comments to be decided about, oldest first."""
        match self:
            case Tab.PENDING:
                found = Comment.objects.filter(status=Comment.Status.PENDING)
            case Tab.REPORTED:
                reported = Report.objects.filter(settled_at=None).values("comment")
                readable = [Comment.Status.PENDING, Comment.Status.APPROVED]
                found = Comment.objects.filter(pk__in=reported, status__in=readable)
            case Tab.SPAM:
                # Imported spam was judged where it came from.
                late = timezone.now() - SPAM_WAITS
                found = undecided_spam().filter(created_at__gt=late, imported_key=None)
        return found.order_by("created_at", "pk")

    def how_many(self) -> int:
        return self.waiting().order_by()[: MOST_COUNTED + 1].count()


@dataclass(frozen=True)
class Counted:
    tab: Tab
    count: int

    @property
    def figure(self) -> str:
        figure = number_format(min(self.count, MOST_COUNTED), force_grouping=True)
        return f"{figure}+" if self.count > MOST_COUNTED else figure


@dataclass(frozen=True)
class Writer:
    """Who wrote a comment, as far as the blog can tell: their record here."""

    trust: Trust
    sanctions: list[Sanction]
    approved: int
    removed: int
    waiting: int
    # There may be more than were counted.
    is_cut: bool
    last: list[Comment]
    acts: list[Act]


@dataclass(frozen=True)
class Focus:
    """A comment with all that one has to know to decide about it."""

    comment: Comment
    # What a verdict on it says that its moderator saw.
    sight: str
    # What it answers, and what that answers, the nearest last; the rest is left out.
    above: list[Comment]
    is_cut: bool
    before: list[Comment]
    after: list[Comment]
    reasons: list[str]
    reports: list[Report]
    acts: list[Act]
    revisions: list[CommentRevision]
    writer: Writer


def counted() -> list[Counted]:
    return [Counted(tab, tab.how_many()) for tab in Tab]


def later(waiting: Any, key: Comment) -> Any:
    at, pk = key.created_at, key.pk
    return waiting.filter(created_at__gte=at).exclude(created_at=at, pk__lte=pk)


def earlier(waiting: Any, key: Comment) -> Any:
    """The nearest first."""
    at, pk = key.created_at, key.pk
    found = waiting.filter(created_at__lte=at).exclude(created_at=at, pk__gte=pk)
    return found.order_by("-created_at", "-pk")


def look_at(pk: int) -> Focus | None:
    parents = ["parent__" * n for n in range(1, ABOVE + 1)]
    rows = Comment.objects.select_related("post", "author", "weighing", parents[-1].removesuffix("__"))
    rows = rows.defer(*OF_POST, *(f"{parent}{name}" for parent in parents for name in LIGHT))
    comment = rows.filter(pk=pk).first()
    if comment is None:
        return None
    above = [comment]
    while len(above) <= ABOVE and above[0].parent_id:
        above.insert(0, above[0].parent)
    before, after = _siblings(comment)
    return Focus(
        comment=comment,
        sight=sights([comment])[comment.pk],
        above=above[:-1],
        is_cut=above[0].parent_id is not None,
        before=before,
        after=after,
        reasons=reasons_of(comment),
        reports=list(comment.reports.filter(settled_at=None).select_related("user")[:20]),
        acts=list(comment.acts.select_related("by")[:SHOWN]),
        revisions=list(comment.revisions.all()[:SHOWN]),
        writer=_writer(comment),
    )


def reasons_of(comment: Comment) -> list[str]:
    """Why the machine held it: rules and points, or what it wrote down."""
    held = comment.held_because
    # What readers saw here was taken back by a moderator.
    if comment.imported_key and comment.status == Comment.Status.PENDING and not comment.shown_in:
        return [gettext("it waited already where it was imported from")]
    codes = held.split()
    if all(code in REASONS for code in codes):
        return told(codes, spam.kept(comment))
    return [held]


def _siblings(comment: Comment) -> tuple[list[Comment], list[Comment]]:
    """What stands beside it, at most a few on each side, both in the order of the page."""
    if comment.parent_id:
        beside = Comment.objects.filter(parent=comment.parent_id)
    else:
        trees = CommentTree.objects.filter(post=comment.post_id, head=None, visible__gt=0)
        trees = trees.exclude(pk=comment.thread_id)
        at = comment.created_at
        near = [
            *trees.filter(started_at__lte=at).order_by("-started_at", "-pk")[:SIBLINGS],
            *trees.filter(started_at__gt=at).order_by("started_at", "pk")[:SIBLINGS],
        ]
        beside = Comment.objects.filter(tree_id__in=[tree.pk for tree in near], level=0)
    beside = beside.exclude(pk=comment.pk).defer(*LIGHT)
    after = later(beside, comment).order_by("created_at", "pk")
    return [*reversed(earlier(beside, comment)[:SIBLINGS])], [*after[:SIBLINGS]]


def _writer(comment: Comment) -> Writer:
    theirs = Comment.objects.none()
    if comment.author_id or comment.email:
        theirs = comments_of(user=comment.author, email=comment.email).exclude(pk=comment.pk)
    rows = list(theirs.order_by("-created_at").values_list("pk", "status")[:HISTORY])
    statuses = Counter(status for _pk, status in rows)
    pks = [pk for pk, _status in rows]
    last = Comment.objects.filter(pk__in=pks[:SHOWN]).select_related("post").defer(*LIGHT, *OF_POST)
    acts = Act.objects.filter(comment__in=pks[:JUDGED]).select_related("by", "comment")
    return Writer(
        trust=trust_of(comment),
        sanctions=on_writer_of(comment),
        approved=statuses[Comment.Status.APPROVED],
        removed=statuses[Comment.Status.SPAM] + statuses[Comment.Status.TRASH],
        waiting=statuses[Comment.Status.PENDING],
        is_cut=len(rows) == HISTORY,
        last=list(last.order_by("-created_at")) if rows else [],
        acts=list(acts[:SHOWN]) if rows else [],
    )


def page_of(tab: Tab, key: Comment | None) -> tuple[list[Comment], bool]:
    """So many that wait, after this one; and whether there are more."""
    waiting = tab.waiting().select_related("post", "weighing").defer(*LIGHT, *OF_POST)
    rows = list((later(waiting, key) if key else waiting)[: A_PAGE + 1])
    return rows[:A_PAGE], len(rows) > A_PAGE


def reported_as(comments: Iterable[Comment]) -> dict[int, list[str]]:
    """What readers say that each is, and how many of them, the most first."""
    unsettled = Report.objects.filter(comment__in=[comment.pk for comment in comments], settled_at=None)
    counts = unsettled.order_by().values_list("comment", "reason").annotate(n=Count("pk"))
    found: dict[int, list[str]] = {}
    for pk, reason, n in counts.order_by("-n", "reason"):
        label = str(Report.Reason(reason).label)
        found.setdefault(pk, []).append(f"{label} × {n}" if n > 1 else label)
    return found


def why_they_wait(comments: Iterable[Comment]) -> dict[int, str]:
    """Of each in one line, for a letter: what the machine found, and what readers say."""
    comments = list(comments)
    reported = reported_as(comments)
    return {
        comment.pk: ", ".join(
            [
                *reasons_of(comment),
                *(gettext("Reported: %(reason)s") % {"reason": one} for one in reported.get(comment.pk, [])),
            ]
        )
        for comment in comments
    }


def last_word_on(comments: Iterable[Comment]) -> dict[int, Act]:
    """The last that anybody did to each."""
    acts = Act.objects.filter(comment__in=[comment.pk for comment in comments]).select_related("by")
    return {act.comment_id: act for act in reversed(acts) if act.comment_id}
