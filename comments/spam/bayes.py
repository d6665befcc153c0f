"""How likely a comment is spam by what is in it: Robinson's belief in each feature, and Fisher's
way to combine many, as SpamBayes made it known. Numbers only: no database, no text.

It says "do not know" (0.5) when little is known or both kinds are as likely, and it does not
take many weak hints for a strong one, as plain naive Bayes would.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# How much is believed before anything was seen of a feature: nothing, and for as long as this.
UNKNOWN = 0.5
STRENGTH = 0.45
# Closer to the middle than this a feature is noise; and of each kind this many, the strongest,
# are asked: honest words without end cannot bury the rest.
LEAST_TELLING = 0.1
MOST_TELLING = 30


class Seen(NamedTuple):
    """In how many comments of each kind."""

    spam: int
    good: int


def belief(seen: Seen, of: Seen) -> float:
    """How likely a comment with it is spam, were both kinds equally many."""
    spam, good = seen.spam / of.spam, seen.good / of.good
    share = spam / (spam + good)
    count = seen.spam + seen.good
    return (STRENGTH * UNKNOWN + count * share) / (STRENGTH + count)


def likelihood(known: Mapping[str, Seen], of: Seen) -> float:
    """Between 0, surely good, and 1, surely spam."""
    told = [value for _feature, value in telling(known, of)]
    if not told:
        return UNKNOWN
    spam = 1.0 - _chi_square(-2.0 * sum(math.log(1.0 - value) for value in told), 2 * len(told))
    good = 1.0 - _chi_square(-2.0 * sum(math.log(value) for value in told), 2 * len(told))
    return (spam - good + 1.0) / 2.0


def telling(known: Mapping[str, Seen], of: Seen) -> Sequence[tuple[str, float]]:
    """What tells most, first. Of a pair of words and the words themselves, which say the same,
    only the one that says more."""
    believed = [(feature, belief(seen, of)) for feature, seen in known.items() if seen.spam + seen.good > 0]
    believed = [pair for pair in believed if abs(pair[1] - UNKNOWN) >= LEAST_TELLING]
    believed.sort(key=lambda pair: (-abs(pair[1] - UNKNOWN), pair[0]))
    taken: set[str] = set()
    asked = [0, 0]
    found = []
    for feature, value in believed:
        words = set(feature.split(" ")) if ":" not in feature else {feature}
        if not words & taken and asked[value > UNKNOWN] < MOST_TELLING:
            asked[value > UNKNOWN] += 1
            taken |= words
            found.append((feature, value))
    return found


def _chi_square(value: float, freedom: int) -> float:
    """How likely a sum of chance is at least this large; `freedom` is even. In logarithms, as
    exp(-value / 2) alone is 0 from some hundred strong hints on."""
    half = value / 2.0
    if half <= 0:
        return 1.0
    log_half = math.log(half)
    logs = [i * log_half - math.lgamma(i + 1) - half for i in range(freedom // 2)]
    most = max(logs)
    return min(1.0, math.exp(most) * math.fsum(math.exp(log - most) for log in logs))
