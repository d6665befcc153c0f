"""How the conversations are doing: the admin's front page, at a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import Post
from comments.models import Act, Comment, Discussion, ThreadCheck
from comments.queue import Tab

DAYS = 30
BUSIEST = 5


@dataclass(frozen=True)
class Day:
    date: date
    comments: int
    spam: int


@dataclass(frozen=True)
class Bar:
    """A day in a plot: its place and height, in units of the drawing."""

    day: Day
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Plot:
    """Small enough to be read at a glance; the numbers are in the table beside it."""

    bars: list[Bar]
    highest: int
    total: int
    width: int = DAYS * 8
    height: int = 48

    @classmethod
    def of(cls, days: list[Day], name: str) -> Plot:
        counts = [getattr(day, name) for day in days]
        highest = max(counts, default=0)
        bars = []
        for place, (day, count) in enumerate(zip(days, counts, strict=True)):
            tall = round(cls.height * count / highest, 1) if highest else 0.0
            bars.append(Bar(day, count, place * 8, cls.height - tall, tall))
        return cls(bars, highest, sum(counts))


@dataclass(frozen=True)
class HitRate:
    """What became of comments that the machine held or took for spam: moderators agreed,
    moderators published them, nobody has decided yet."""

    right: int
    wrong: int
    undecided: int

    @property
    def percent(self) -> int | None:
        decided = self.right + self.wrong
        return round(100 * self.right / decided) if decided else None


@dataclass(frozen=True)
class Tasks:
    waiting: int
    failed: int
    oldest: datetime | None

    @property
    def is_stuck(self) -> bool:
        """Nobody does the work."""
        return self.oldest is not None and timezone.now() - self.oldest > timedelta(minutes=10)


@dataclass(frozen=True)
class Dashboard:
    pending: int
    reported: int
    days: list[Day]
    comments: Plot
    spam: Plot
    busiest: list[Post]
    hit_rate: HitRate
    tasks: Tasks
    last_check: ThreadCheck | None


def dashboard() -> Dashboard:
    days = _days()
    return Dashboard(
        pending=Tab.PENDING.waiting().count(),
        reported=Tab.REPORTED.waiting().count(),
        days=days,
        comments=Plot.of(days, "comments"),
        spam=Plot.of(days, "spam"),
        busiest=_busiest(),
        hit_rate=_hit_rate(),
        tasks=_tasks(),
        last_check=ThreadCheck.objects.defer("report").first(),
    )


def _since() -> datetime:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=DAYS - 1)


def _days() -> list[Day]:
    since = _since()
    counted = {
        day: (comments, spam)
        for day, comments, spam in Comment.objects.filter(created_at__gte=since)
        .order_by()
        .annotate(day=TruncDate("created_at"))
        .values_list("day")
        .annotate(
            comments=Count("pk", filter=~Q(status=Comment.Status.SPAM)),
            spam=Count("pk", filter=Q(status=Comment.Status.SPAM)),
        )
    }
    dates = [since.date() + timedelta(days=n) for n in range(DAYS)]
    return [Day(date, *counted.get(date, (0, 0))) for date in dates]


def _busiest() -> list[Post]:
    """Posts by their comments of these days, each with `recent`, their number."""
    busy = (
        Comment.objects.filter(created_at__gte=_since(), status=Comment.Status.APPROVED)
        .order_by()
        .values_list("post")
        .annotate(recent=Count("pk"))
        .order_by("-recent", "-post")[:BUSIEST]
    )
    recent = dict(busy)
    posts = Post.objects.only("title", "slug", "kind", "status", "published_at", "published_on").in_bulk(
        recent
    )
    for pk, post in posts.items():
        post.recent = recent[pk]
    return [posts[pk] for pk in recent]


def _hit_rate() -> HitRate:
    by_machine = Act.objects.by_machine().filter(verb__in=[Act.Verb.HOLD, Act.Verb.SPAM], at__gte=_since())
    # By their points: what every comment waits for, as a guest's first one, is no guess.
    guessed = Comment.objects.filter(weighing__total__gte=Discussion.current().hold_from)
    found = guessed.filter(pk__in=by_machine.values("comment")).aggregate(
        right=Count("pk", filter=Q(status=Comment.Status.TRASH) | _decided_spam()),
        wrong=Count("pk", filter=Q(status=Comment.Status.APPROVED)),
        all=Count("pk"),
    )
    return HitRate(found["right"], found["wrong"], found["all"] - found["right"] - found["wrong"])


def _decided_spam() -> Q:
    """Spam by a moderator's word: what the machine alone took for spam may be wrong."""
    agreed = Act.objects.by_people().filter(verb=Act.Verb.SPAM)
    return Q(status=Comment.Status.SPAM, pk__in=agreed.values("comment"))


def _tasks() -> Tasks:
    ready = DBTaskResult.objects.ready().aggregate(n=Count("pk"), oldest=Min("enqueued_at"))
    week = timezone.now() - timedelta(days=7)
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=week).count()
    return Tasks(ready["n"], failed, ready["oldest"])
