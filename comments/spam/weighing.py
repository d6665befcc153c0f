"""All layers, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from comments.models import Weighing
from comments.spam.classifying import weigh_words
from comments.spam.form_fields import Sent, weigh_form
from comments.spam.keys import weigh_keys
from comments.spam.links import weigh_links
from comments.spam.looks import weigh_looks
from comments.spam.parts import Parts
from comments.spam.points import NO_RULES, Point, Rules, total
from comments.spam.repeats import weigh_copied, weigh_repeats

if TYPE_CHECKING:
    from comments.models import Comment


NOTHING_SENT = Sent()


def weigh(comment: Comment, sent: Sent = NOTHING_SENT, rules: Rules = NO_RULES) -> list[Point]:
    """What speaks against a comment that is not stored yet, heaviest first. Two look-ups."""
    parts = Parts.of(comment)
    points = [
        *weigh_form(comment.post_id, sent),
        *weigh_keys(comment, rules),
        *weigh_links(parts),
        *weigh_looks(parts),
        *weigh_copied(comment, parts),
        *weigh_repeats(comment, parts),
        *weigh_words(parts),
    ]
    return sorted(points, key=lambda point: -point.points)


def status_for(points: Iterable[Point], rules: Rules = NO_RULES) -> str:
    """Of Comment.Status: approved, pending, or spam."""
    points_in_all = total(points)
    if points_in_all >= rules.spam_from:
        return "spam"
    return "pending" if points_in_all >= rules.hold_from else "approved"


def keep(comment: Comment, points: Sequence[Point]) -> None:
    """For moderators, once the comment is stored; also what weighs nothing, for the figures."""
    found = [point.as_json() for point in points]
    Weighing.objects.bulk_create(
        [Weighing(comment=comment, total=total(points), points=found)],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["total", "points"],
    )


def kept(comment: Comment) -> list[Point]:
    """What was found then. A list of comments brings them along: select_related("weighing")."""
    weighing = getattr(comment, "weighing", None)
    return [Point.from_json(stored) for stored in weighing.points] if weighing else []


def add(comment: Comment, point: Point) -> None:
    """What came to be known later."""
    keep(comment, [point, *(other for other in kept(comment) if other.code != point.code)])
