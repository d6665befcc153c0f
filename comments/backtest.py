"""A rule is tried before it bites: what these settings would have held, or put with the spam,
of the comments of late, against what became of them.

Each is judged as of its own date by what the filter found in it then (Weighing), or for older
ones by what can be seen in the words alone; only the listed words are looked for anew. The
number of queries is fixed, and so is the time: a list of thousands of words tries fewer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from accounts.likeness import likeness
from accounts.models import User
from comments import spam
from comments.holding import LISTED, Verdict, Writer, is_mistakable, judge, rules_of, told
from comments.models import Comment, Discussion
from comments.spam.keys import weigh_keys
from comments.spam.links import weigh_links
from comments.spam.looks import weigh_looks
from comments.spam.parts import Parts
from comments.trust import REMEMBERED, TRUSTED_FROM, Trust

MOST = 1000
MOST_SECONDS = 1.5
SHOWN = 50
PUBLISHED = (Comment.Status.APPROVED,)
REMOVED = (Comment.Status.SPAM, Comment.Status.TRASH)
TRIED = (*PUBLISHED, *REMOVED, Comment.Status.PENDING)
AGAIN = (*LISTED, "first")


@dataclass(frozen=True)
class Caught:
    comment: Comment
    verdict: Verdict
    # The rules as they are would not have.
    is_new: bool

    @property
    def reasons(self) -> list[str]:
        return told(self.verdict.reasons, self.verdict.points)

    @property
    def is_wrong(self) -> bool:
        return self.comment.status in PUBLISHED


@dataclass
class Trial:
    """Numbers of comments."""

    tried: int = 0
    held: int = 0
    spam: int = 0
    # Of those caught: published by now, in the spam or the trash by now, still waiting.
    wrong: int = 0
    right: int = 0
    waiting: int = 0
    # Against the rules as they are.
    new: int = 0
    no_longer: int = 0
    # Not all were tried: it would have taken too long.
    is_cut: bool = False
    caught: list[Caught] = field(default_factory=list)

    @property
    def shown(self) -> list[Caught]:
        """What is new first, the newest comment first."""
        return sorted(self.caught, key=lambda caught: not caught.is_new)[:SHOWN]


def try_on_the_last(discussion: Discussion, clock: Callable[[], float] = time.monotonic) -> Trial:
    """`discussion` need not be saved, and is not."""
    trial, now = Trial(), Discussion.current()
    comments = list(_last())
    staff = {person.pk: likeness(person.name) for person in User.objects.filter(is_staff=True)}
    stop = clock() + MOST_SECONDS
    for comment in comments:
        if clock() > stop:
            trial.is_cut = True
            break
        _count(trial, comment, *_verdicts(comment, staff, discussion, now))
    return trial


def _count(trial: Trial, comment: Comment, verdict: Verdict, before: Verdict) -> None:
    is_caught, was_caught = verdict.status != "approved", before.status != "approved"
    trial.tried += 1
    trial.no_longer += was_caught and not is_caught
    if is_caught:
        trial.new += not was_caught
        trial.held += verdict.status == "pending"
        trial.spam += verdict.status == "spam"
        trial.wrong += comment.status in PUBLISHED
        trial.right += comment.status in REMOVED
        trial.waiting += comment.status == Comment.Status.PENDING
        trial.caught.append(Caught(comment, verdict, not was_caught))


def _verdicts(
    comment: Comment, staff: dict[int, str], discussion: Discussion, now: Discussion
) -> tuple[Verdict, Verdict]:
    trust = _trust_then(comment)
    if trust == Trust.STAFF:
        return Verdict(), Verdict()
    author = comment.post.author
    writer = Writer(trust, False, is_mistakable(comment, {**staff, author.pk: likeness(author.name)}))
    points = _found_in(comment)
    verdict, before = (
        judge(comment, writer, [*points, *weigh_keys(comment, rules_of(rules))], rules)
        for rules in (discussion, now)
    )
    return verdict, before


def _found_in(comment: Comment) -> list[spam.Point]:
    if hasattr(comment, "weighing"):
        return [point for point in spam.kept(comment) if point.code not in AGAIN]
    parts = Parts.of(comment)
    return [*weigh_links(parts), *weigh_looks(parts)]


def _trust_then(comment: Comment) -> Trust:
    """As comments.trust has it, before this comment."""
    if comment.author and (comment.author.is_staff or comment.author_id == comment.post.author_id):
        return Trust.STAFF
    if not comment.was_welcome:
        return Trust.NEW
    return Trust.TRUSTED if comment.was_trusted else Trust.KNOWN


def _last() -> QuerySet[Comment]:
    """The newest that are somebody's, each with what was known of its writer before it."""
    rows = Comment.objects.filter(kind=Comment.Kind.COMMENT, status__in=TRIED)
    by_member = Comment.objects.filter(author=OuterRef("author"))
    same_email = Q(Exact(Upper("email"), Upper(OuterRef("email"))))
    by_guest = Comment.objects.filter(same_email, author=None, name=OuterRef("name"))
    return (
        rows.select_related("author", "weighing", "post__author")
        .defer("post__body", "post__body_html", "post__body_text")
        .annotate(
            was_welcome=Case(
                When(author__isnull=False, then=Exists(_welcome(by_member))),
                When(email="", then=False),
                default=Exists(_welcome(by_guest)),
            ),
            was_trusted=Case(
                When(author__isnull=False, then=_trusted(by_member)), default=_trusted(by_guest)
            ),
        )
        .order_by("-created_at", "-pk")[:MOST]
    )


def _welcome(theirs: QuerySet[Comment]) -> QuerySet[Comment]:
    return theirs.filter(status=Comment.Status.APPROVED, created_at__lt=OuterRef("created_at"))


def _trusted(theirs: QuerySet[Comment]) -> Q:
    at = OuterRef("created_at")
    lately = theirs.filter(status__in=REMOVED, created_at__lt=at, created_at__gt=at - REMEMBERED)
    return Q(Exists(_welcome(theirs).order_by("-created_at")[TRUSTED_FROM - 1 :])) & ~Q(Exists(lately))
