"""What this blog's moderators would say, as far as they have said enough. One look-up."""

from __future__ import annotations

from comments.models import SpamWord, Training
from comments.spam import bayes, features, looks
from comments.spam.bayes import Seen
from comments.spam.parts import Parts
from comments.spam.points import Point

# Before so many verdicts of each kind it says nothing, and never more than so much.
LEAST_VERDICTS = 20
MOST_POINTS = 6.0
DOUBT = 0.6  # below it: do not know
MOST_SHOWN = 4
SCRIPT_POINTS = 2.0
LEAST_APPROVED = 100
# Rows that are no features. The counts of all comments, and of those whose script was looked at.
ALL = ""
SCRIPTS = "script:"


def weigh_words(parts: Parts) -> list[Point]:
    found = features.features(parts)
    script = SCRIPTS + looks.script_of(parts.own_text)
    known = known_of([*found, script])
    points = []
    of = known.get(ALL, Seen(0, 0))
    if min(of) >= LEAST_VERDICTS:
        mine = {feature: known[feature] for feature in found if feature in known}
        points += _as_points(mine, of)
    if script != SCRIPTS and known.get(SCRIPTS, Seen(0, 0)).good >= LEAST_APPROVED and script not in known:
        points.append(Point("script", 1, SCRIPT_POINTS))
    return points


def known_of(wanted: list[str]) -> dict[str, Seen]:
    rows = SpamWord.objects.filter(training=Training.objects.current_key(), word__in=[*wanted, ALL, SCRIPTS])
    return {word: Seen(spam, good) for word, spam, good in rows.values_list("word", "spam", "good")}


def _as_points(known: dict[str, Seen], of: Seen) -> list[Point]:
    weight = weight_of(bayes.likelihood(known, of))
    if not weight:
        return []
    heaviest = [feature for feature, value in bayes.telling(known, of) if value > bayes.UNKNOWN]
    # People's words first: "casino" says more to a moderator than "shape:guest with website".
    shown = sorted(heaviest, key=lambda feature: not features.is_word(feature))[:MOST_SHOWN]
    words = tuple(dict.fromkeys(features.shown(feature) for feature in shown))
    return [Point("words", len(heaviest), weight, words)]


def weight_of(likelihood: float) -> float:
    """In halves of a point."""
    return round(2 * MOST_POINTS * max(0.0, likelihood - DOUBT) / (1 - DOUBT)) / 2
