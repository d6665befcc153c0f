"""What speaks against a comment: a few points, each with a sentence for moderators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from comments.models import Discussion

# From so many points on a comment waits for a moderator, and from so many it is put with the
# spam, where it is kept for a month. The owner may set both. No weak sign reaches the first
# alone, and no single sign but the owner's own list reaches the second.
HOLD_FROM = 5.0
SPAM_FROM = 10.0

SENTENCES = {
    "first": _("first comment of a guest %(points)s"),
    "trap": _("filled in a field that people do not see %(points)s"),
    "hasty": ngettext_lazy(
        "written in %(count)d second %(points)s", "written in %(count)d seconds %(points)s", "count"
    ),
    "forged_time": _("a forged time of writing %(points)s"),
    "links": ngettext_lazy("%(count)d link %(points)s", "%(count)d links %(points)s", "count"),
    "bare_link": _("nothing but a link %(points)s"),
    "lying_link": _("a link that names another site than it leads to: %(words)s %(points)s"),
    "deep_website": _("a website that is a page to sell something %(points)s"),
    "markup": _("links as forums write them %(points)s"),
    "html": _("links in HTML %(points)s"),
    "name_link": _("an address in the name %(points)s"),
    "name_advert": _("a name that advertises: %(words)s %(points)s"),
    "shouting": _("mostly capital letters %(points)s"),
    "disguise": ngettext_lazy(
        "%(count)d word in disguise: %(words)s %(points)s",
        "%(count)d words in disguise: %(words)s %(points)s",
        "count",
    ),
    "script": _("a script that nobody writes here %(points)s"),
    "moderation_key": _("on the list of words to wait for: %(words)s %(points)s"),
    "disallowed_key": _("on the list of disallowed words: %(words)s %(points)s"),
    "copied": _("words of the post with a link %(points)s"),
    "repeat": ngettext_lazy(
        "said elsewhere %(count)d time before %(points)s",
        "said elsewhere %(count)d times before %(points)s",
        "count",
    ),
    "same_link": ngettext_lazy(
        "the same link elsewhere %(count)d time before %(points)s",
        "the same link elsewhere %(count)d times before %(points)s",
        "count",
    ),
    "words": _("words %(points)s: %(words)s"),
    "akismet": _("Akismet takes it for spam %(points)s"),
    "akismet_silent": _("Akismet did not answer %(points)s"),
}


@dataclass(frozen=True)
class Rules:
    """What the blog's owner decides."""

    moderation_keys: Sequence[str] = ()
    disallowed_keys: Sequence[str] = ()
    hold_from: float = HOLD_FROM
    spam_from: float = SPAM_FROM

    @classmethod
    def of(cls, discussion: Discussion) -> Rules:
        return cls(
            discussion.moderation_keys.splitlines(),
            discussion.disallowed_keys.splitlines(),
            discussion.hold_from,
            discussion.spam_from,
        )


NO_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Point:
    code: str
    count: int
    points: float
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        """For moderators, in their language: "2 links +2"."""
        values = {"count": self.count, "points": f"{self.points:+g}", "words": ", ".join(self.words)}
        sentence = SENTENCES.get(self.code)
        return str(sentence % values) if sentence else f"{self.code} {values['points']}"

    def as_json(self) -> list[Any]:
        return [self.code, self.count, self.points, list(self.words)]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> Point:
        code, count, points, words = stored
        return cls(code, count, points, tuple(words))


def total(points: Iterable[Point]) -> float:
    return round(sum(point.points for point in points), 1)
