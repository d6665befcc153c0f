"""Who speaks on a page of a conversation: counted from the comments that it shows anyway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comments.entries import Entry, More
from comments.models import Comment

# As many as there is room for in the margin, beside their number.
FACES = 3


@dataclass
class Participant:
    """Somebody as they spoke in their first comment here."""

    first: Comment
    count: int = 1


@dataclass
class Participants:
    people: list[Participant]
    # The page shows the whole conversation, so these are all who took part.
    is_everybody: bool

    @property
    def faces(self) -> list[Comment]:
        return [person.first for person in self.people[:FACES]]


def participants_in(entries: Sequence[Entry | More], *, whole: bool) -> Participants:
    """Those who said most come first. Comments that wait or are gone tell nothing of anybody."""
    people: dict[tuple[object, ...], Participant] = {}
    for entry in entries:
        if isinstance(entry, More):
            whole = False
        elif entry.comment.is_shown:
            who = _who(entry.comment)
            if who in people:
                people[who].count += 1
            else:
                people[who] = Participant(entry.comment)
    return Participants(sorted(people.values(), key=lambda person: -person.count), whole)


def _who(comment: Comment) -> tuple[object, ...]:
    """An account is somebody, and so is a guest's name. Who speaks with two accounts did not
    say in public that they are one person, so neither do we."""
    if comment.author_id:
        return (comment.author_id, comment.provider)
    return ("guest", comment.name.strip().casefold())
