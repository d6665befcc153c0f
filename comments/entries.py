"""Comments in print: rows of one thread, in the order in which they are read, as the flat
list that comments/_thread.html writes as lists in lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext, ngettext

from blog.models import Post
from comments.editing import NO_OFFERS, Offers, offers_to
from comments.holding import FOR_WRITERS
from comments.models import Comment
from comments.queue import reasons_of


def _date(moment: datetime) -> str:
    """As pages show it. A thread has hundreds: this takes a fifth of |date."""
    moment = timezone.localtime(moment)
    parts = {
        "day": moment.day,
        "month": MONTHS_3[moment.month].title(),
        "year": moment.year,
        "time": f"{moment:%H:%M}",
    }
    return gettext("%(day)d %(month)s %(year)d, %(time)s") % parts


@dataclass
class Entry:
    """One comment in print. `has_list` says that a list of replies begins after it, and
    `closes` how many end with it."""

    comment: Comment
    level: int
    # Gone for this reader, but people answered it: its place stays.
    is_tombstone: bool = False
    replies: int = 0
    parent: Comment | None = None
    # The comment that this one answers stands on another page.
    is_parent_away: bool = False
    has_list: bool = False
    closes: range = range(0)
    # What this reader may do with it, whose own it is.
    offers: Offers = NO_OFFERS
    # For moderators: what a verdict on it says that they saw.
    sight: str = ""
    # So many comments that people had seen, of which nothing can be read any more: one line.
    gone: int = 0
    # Its writer is muted by this reader: one line, to be opened.
    is_muted: bool = False
    # Replies below this many levels stand in one column and name whom they answer.
    indents: int = 3

    @property
    def depth(self) -> int:
        return min(self.level, self.indents)

    @property
    def needs_parent_named(self) -> bool:
        """At every width: its place in the lists does not show whom it answers."""
        return self.level > self.indents or self.is_parent_away

    @property
    def is_waiting(self) -> bool:
        return self.comment.is_undecided and not self.is_tombstone

    @property
    def why_waiting(self) -> str:
        """For its writer, in one sentence: the reason that weighs most comes first in FOR_WRITERS."""
        codes = self.comment.held_because.split()
        return next((str(sentence) for code, sentence in FOR_WRITERS.items() if code in codes), "")

    @property
    def removals(self) -> list[tuple[str, str]]:
        return Comment.Removal.choices

    @property
    def why_held(self) -> str:
        """For moderators."""
        return ", ".join(reasons_of(self.comment))

    @property
    def epitaph(self) -> str:
        """Instead of words that are gone: who took them away, and why."""
        match self.comment.status:
            case Comment.Status.PENDING:
                return gettext("This comment is waiting for a moderator.")
            case Comment.Status.WITHDRAWN:
                return gettext("Withdrawn by its author.")
            case Comment.Status.ERASED:
                return gettext("This comment was erased.")
        if reason := self.comment.removed_because and self.comment.get_removed_because_display():
            return gettext("Removed by a moderator: %(reason)s.") % {"reason": reason}
        return gettext("This comment was removed by a moderator.")

    @property
    def gone_line(self) -> str:
        line = ngettext("%(n)d comment was removed here.", "%(n)d comments were removed here.", self.gone)
        return line % {"n": self.gone}

    @property
    def when(self) -> str:
        return _date(self.comment.created_at)

    @property
    def edited_when(self) -> str:
        return _date(self.comment.edited_at)

    @property
    def fold_label(self) -> str:
        about = {"name": self.comment.name, "n": self.replies}
        if self.is_tombstone:
            return ngettext("Fold %(n)d reply", "Fold %(n)d replies", self.replies) % about
        if not self.replies:
            return gettext("Fold %(name)s’s comment") % about
        label = ngettext(
            "Fold %(name)s’s comment and %(n)d reply",
            "Fold %(name)s’s comment and %(n)d replies",
            self.replies,
        )
        return label % about

    @property
    def open_label(self) -> str:
        if self.is_tombstone:
            label = ngettext("Show %(n)d reply", "Show %(n)d replies", self.replies)
        elif not self.replies:
            label = gettext("Show comment")
        else:
            label = ngettext("Show comment and %(n)d reply", "Show comment and %(n)d replies", self.replies)
        return label % {"n": self.replies}


# No language needs higher numbers to show all the forms that words take after them.
HIGHEST = 102


def sample_entries() -> list[Entry]:
    """For a script that counts on: branches whose labels show each form a number takes in this
    language, first by its lowest number, of a comment by NAME and of one that is gone."""
    lowest = {
        ngettext("Show %(n)d reply", "Show %(n)d replies", n): n for n in reversed(range(1, HIGHEST + 1))
    }
    return [
        Entry(Comment(name="NAME"), 0, is_tombstone=is_gone, replies=n)
        for n in sorted(lowest.values())
        for is_gone in (False, True)
    ]


@dataclass
class More:
    """Replies that this page leaves out, after the comment `after`; `count` if it is known."""

    after: Comment
    count: int | None = None
    # All of them answer `after` or each other: the branch goes on, it does not begin anew.
    continues: bool = False
    is_more: bool = True

    @property
    def label(self) -> str:
        if self.continues:
            return gettext("Continue this thread")
        if self.count is None:
            return gettext("More replies")
        return ngettext("%(n)d more reply", "%(n)d more replies", self.count) % {"n": self.count}


def entries_of(
    rows: list[Comment],
    post: Post,
    user,
    held: frozenset[int],
    *,
    limit: int,
    indents: int,
    total: int | None = None,
    more: bool = False,
) -> list[Entry | More]:
    """At most `limit` entries of these rows, and a link to the rest: if `more` says that
    there are further rows, or when fewer than `total` can be read here."""
    shown = _readable(rows, user, held)
    for entry in shown:
        entry.indents = indents
    cut = shown[:limit]
    seen = sum(not entry.is_tombstone and not entry.is_waiting for entry in cut)
    _nest(cut, rows)
    for entry in cut:
        entry.comment.post = post
        entry.offers = offers_to(user, held, entry.comment)
    if not cut:
        return []
    left = total - seen if total is not None else None
    if len(shown) > limit or more or (left or 0) > 0:
        last = cut[-1].comment
        continues = not (last.is_leaf_node() or cut[-1].gone)
        return [*cut, More(last, left if left and left > 0 else None, continues)]
    return list(cut)


# What people had read, and nobody can any more. Spam is not worth a word.
GONE = frozenset({Comment.Status.TRASH, Comment.Status.WITHDRAWN, Comment.Status.ERASED})
# One that is gone with nothing left below it leaves no trace; a conversation does.
FEWEST_GONE = 2


def _readable(rows: list[Comment], user, held: frozenset[int]) -> list[Entry]:
    """The rows that this reader may read, tombstones for those that only their replies keep
    in place, and one line for a branch of which nothing is left below something readable."""
    below: dict[int | None, int] = {}
    gone: dict[int | None, int] = {}
    readable_ones: set[int | None] = set()
    entries: list[Entry] = []
    for comment in reversed(rows):
        readable = comment.is_readable_by(user, held)
        replies, gone_below = below.pop(comment.pk, 0), gone.pop(comment.pk, 0)
        if readable or replies:
            below[comment.parent_id] = below.get(comment.parent_id, 0) + replies + readable
            entries.append(Entry(comment, 0, not readable, replies))
            if readable:
                readable_ones.add(comment.pk)
        elif had_readers := gone_below + (comment.status in GONE and comment.shown_in is not None):
            gone[comment.parent_id] = gone.get(comment.parent_id, 0) + had_readers
            entries.append(Entry(comment, 0, is_tombstone=True, gone=had_readers))
    entries.reverse()
    return [
        entry
        for entry in entries
        if not entry.gone or (entry.gone >= FEWEST_GONE and entry.comment.parent_id in readable_ones)
    ]


def _nest(entries: list[Entry], rows: list[Comment]) -> None:
    """Levels, counted from the first comment that is here, and where lists begin and end."""
    by_pk = {comment.pk: comment for comment in rows}
    levels: dict[int, int] = {}
    for entry in entries:
        parent = entry.comment.parent_id
        entry.level = levels[entry.comment.pk] = levels[parent] + 1 if parent in levels else 0
        if parent:
            entry.is_parent_away = parent not in levels
            entry.parent = by_pk.get(parent) or entry.comment.parent
    for entry, after in zip_longest(entries, entries[1:]):
        next_depth = after.depth if after else 0
        entry.has_list = next_depth > entry.depth
        entry.closes = range(max(0, entry.depth - next_depth))
