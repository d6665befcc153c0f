"""An act in words: for its row on the page, and for a spreadsheet."""

import csv
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext

from comments import settling, threads
from comments.models import Act, Comment

# So much of the words before and after an edit.
CUT = 120
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = [
    "at",
    "by",
    "did",
    "comment",
    "writer",
    "post",
    "reason",
    "why",
    "before",
    "after",
    "stroke",
    "undone",
]


class _Line:
    """What csv writes to: hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(acts: QuerySet[Act]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for act in acts.iterator(chunk_size=500):
        undone = getattr(act, "undone_by", None)
        post = act.comment.post if act.comment else act.post
        yield writer.writerow(
            harmless(str(cell))
            for cell in (
                act.at.isoformat(timespec="seconds"),
                act.who or gettext("the machine"),
                act.get_verb_display(),
                act.comment_id or act.before.get("comment", ""),
                act.comment.name if act.comment else act.sanction or "",
                post.title if post else "",
                told_reason(act),
                act.why,
                *before_and_after(act),
                act.batch,
                undone.at.isoformat(timespec="seconds") if undone else "",
            )
        )


def harmless(cell: str) -> str:
    """A spreadsheet shows it as text, whatever it begins with."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA) else cell


def told_reason(act: Act) -> str:
    """The reason that readers see."""
    given = act.after.get("removed_because", "")
    return str(Comment.Removal(given).label) if given in Comment.Removal.values else ""


def words_of(state: dict) -> str:
    """Of an edit, all of it."""
    return "\n".join(str(state[name]) for name in threads.SIGNED if name in state)


def settings_of(act: Act) -> list[tuple[str, str, str]]:
    """Of rules and paces: what each is called, was and became."""
    verb = act.undoes.verb if act.undoes else act.verb
    model = next((model for model, its in settling.VERBS.items() if its == verb), None)
    if model is None:
        return []
    return [
        (
            str(model._meta.get_field(name).verbose_name),
            Truncator(act.before.get(name, "")).chars(CUT) or "–",
            Truncator(value).chars(CUT) or "–",
        )
        for name, value in act.after.items()
    ]


def before_and_after(act: Act) -> tuple[str, ...]:
    """In full, for a table."""
    if settings := settings_of(act):
        names, *states = zip(*settings, strict=True)
        return tuple("\n".join(map(": ".join, zip(names, state, strict=True))) for state in states)
    return status_of(act.before) or words_of(act.before), status_of(act.after) or words_of(act.after)


def status_of(state: dict) -> str:
    given = state.get("status", "")
    return str(Comment.Status(given).label) if given in Comment.Status.values else ""
