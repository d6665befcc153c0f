"""What an import did, for the person who ran it: nothing in the file goes unmentioned."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EXAMPLES = 3
# Every kind of thing, in the order in which the report names them.
KINDS = {
    "authors": gettext_lazy("authors"),
    "categories": gettext_lazy("categories"),
    "tags": gettext_lazy("tags"),
    "terms": gettext_lazy("other terms"),
    "pictures": gettext_lazy("pictures"),
    "pages": gettext_lazy("pages"),
    "posts": gettext_lazy("posts"),
    "entries": gettext_lazy("other entries"),
    "comments": gettext_lazy("comments"),
    "pings": gettext_lazy("pings"),
}


@dataclass(slots=True)
class Tally:
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, examples: list[str], count: int) -> None:
        self.count += count
        self.examples += examples[: EXAMPLES - len(self.examples)]


Tallies = dict[tuple[str, str], Tally]


@dataclass(slots=True)
class Report:
    new: Counter[str] = field(default_factory=Counter)
    already_here: Counter[str] = field(default_factory=Counter)
    # By kind and reason: what stayed behind, and what came along otherwise than it was.
    skipped: Tallies = field(default_factory=dict)
    changed: Tallies = field(default_factory=dict)

    def add(self, kind: str) -> None:
        self.new[kind] += 1

    def known(self, kind: str) -> None:
        self.already_here[kind] += 1

    def skip(self, kind: str, reason: str, example: str, count: int = 1) -> None:
        self.skipped.setdefault((kind, reason), Tally()).add([example], count)

    def change(self, kind: str, reason: str, example: str) -> None:
        self.changed.setdefault((kind, reason), Tally()).add([example], 1)

    def merge(self, other: "Report") -> None:
        self.new += other.new
        self.already_here += other.already_here
        for ours, theirs in ((self.skipped, other.skipped), (self.changed, other.changed)):
            for key, tally in theirs.items():
                ours.setdefault(key, Tally()).add(tally.examples, tally.count)

    def skipped_of(self, kind: str) -> int:
        return sum(tally.count for (of, _reason), tally in self.skipped.items() if of == kind)

    def total_of(self, kind: str) -> int:
        return self.new[kind] + self.already_here[kind] + self.skipped_of(kind)

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in KINDS if self.total_of(kind)]

    def __str__(self) -> str:
        rows: list[tuple[str, ...]] = [("", _("new"), _("already here"), _("skipped"))]
        for kind in self.kinds:
            counts = self.new[kind], self.already_here[kind], self.skipped_of(kind)
            rows.append((str(KINDS[kind]), *(str(count) for count in counts)))
        width = max(len(row[0]) for row in rows)
        lines = [f"{row[0]:<{width}}  {row[1]!s:>8}  {row[2]!s:>12}  {row[3]!s:>8}" for row in rows]
        lines += self._reasons(_("Skipped:"), self.skipped)
        lines += self._reasons(_("Came along, but not quite as it was:"), self.changed)
        # The file's words stand in it, and some signs are orders to a terminal.
        return "\n".join("".join(sign if sign.isprintable() else "?" for sign in line) for line in lines)

    @staticmethod
    def _reasons(heading: str, tallies: Tallies) -> list[str]:
        lines = ["", heading] if tallies else []
        for (kind, reason), tally in tallies.items():
            more = ", …" if tally.count > len(tally.examples) else ""
            lines.append(f"  {KINDS[kind]}, {tally.count}: {reason} ({', '.join(tally.examples)}{more})")
        return lines
