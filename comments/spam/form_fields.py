"""What the form carries against machines: a trap and the time. People meet neither.

The trap is a field that nobody sees, reaches by keyboard or hears (`display: none` in our
stylesheet, which machines do not load; `tabindex="-1"`), with a label that says to leave it
empty for whoever comes without styles. Its name is none that a browser fills in by itself.

The time is asked for by the script when somebody begins to write, never printed into the page:
visitors' pages are the same bytes for everybody, for as long as the post's version is. A time in
them would be the age of the version, months for a quiet post, which says nothing of how long
writing took; and a clock in steps would end the caching. Who comes without a script sends no
time, and no time means no points.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from comments.spam.points import Point

TRAP = "subject"
TIME = "began"
TRAP_POINTS = 8.0  # held and not yet spam: some odd extension may have filled it in
HASTY_POINTS = 4.0
FORGED_POINTS = 6.0
# Sent sooner after its first letter than this, a comment was not written by hand. A pasted
# draft and a quick "thanks!" take longer, too.
LEAST_SECONDS = 3
LONGEST_TIME = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a comment beside its words."""

    trap: str = ""
    began: str = ""


def stamp(post_id: int) -> str:
    """For the script, at the first letter: now, on this post, in our hand."""
    return _signer().sign(str(post_id))


def weigh_form(post_id: int, sent: Sent) -> list[Point]:
    points = []
    if sent.trap.strip():
        points.append(Point("trap", 1, TRAP_POINTS))
    if sent.began:
        points += _weigh_time(post_id, sent.began)
    return points


def _weigh_time(post_id: int, began: str) -> list[Point]:
    try:
        if len(began) > LONGEST_TIME:
            raise signing.BadSignature
        signed_for = _signer().unsign(began)
        if signed_for != str(post_id):
            raise signing.BadSignature
        _signer().unsign(began, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return []
    except (signing.BadSignature, ValueError, OverflowError):
        return [Point("forged_time", 1, FORGED_POINTS)]
    return [Point("hasty", LEAST_SECONDS, HASTY_POINTS)]


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="comments.spam.form_fields")
