"""One of many who read, write and moderate at once, and the journal of what it was told.

Everything a reader does goes through the application; verbs go through the models, as the
admin's do. What was sent and what was answered is written down at once, so that it is known
of a process that was killed, too.
"""

import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import close_old_connections

from benchmarks.browser import Browser
from comments import threads
from comments.models import Comment
from config.away import is_away
from tests.comments.trees import assert_sound

NUMBERS = re.compile(rb'id="comment-(\d+)"')
VERBS = ["approve", "approve", "approve", "hold", "mark_spam", "trash", "restore", "move", "remove"]
# What a moderator is told when somebody else was quicker.
TOO_LATE = (threads.HasReplies, threads.Misplaced, threads.ParentGone, threads.ThreadMoved)
SEED = "seed"
LEAST_STEPS = 3
ANSWERS = {"read", "posted"}
# How often a comment may be there after the last that was heard of it: at least, at most.
TIMES = {"posted": (1, 1), "sent": (0, 1), "write-503": (0, 1)}


class Journal:
    def __init__(self, path: Path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, event: str, what: object = "-", ms: float = 0) -> None:
        os.write(self.file, f"{time.time():.3f} {event} {what} {ms:.1f}\n".encode())


@dataclass
class Worker:
    name: str
    journal: Journal
    addresses: list[str]  # of posts
    readers: list[Browser]  # guests and members
    chance: random.Random
    written: int = 0
    seen: dict[str, list[bytes]] = field(default_factory=dict)  # the comments of each post's page

    def work(self, over: Path) -> None:
        """Until that file is there; but on a slow machine too, everybody has had a turn."""
        steps = 0
        while steps < LEAST_STEPS or not over.exists():
            steps += 1
            step = self.chance.choices([self.read, self.write, self.moderate], [2, 6, 2])[0]
            step(self.chance.choice(self.addresses))

    def read(self, address: str) -> None:
        answer = self.chance.choice(self.readers).get(address)
        self.journal.note("read" if answer.status == 200 else f"read-{answer.status}", "-", answer.ms)
        self.seen[address] = NUMBERS.findall(answer.body)

    def write(self, address: str) -> None:
        """Answer one of the comments on the page as it was read, or begin a thread."""
        found = self.seen.get(address)
        parent = int(self.chance.choice(found)) if found and self.chance.random() < 0.8 else ""
        self.written += 1
        words = f"{self.name}-{self.written}"
        reader = self.chance.choice(self.readers)
        who = {} if reader.session else {"name": "Grace", "email": "grace@mail.example"}
        self.journal.note("sent", words)
        answer = reader.post(f"{address}comments/", body=words, parent=parent, **who)
        event = "posted" if answer.status == 302 else f"write-{answer.status}"
        self.journal.note(event, words, answer.ms)

    def moderate(self, _address: str) -> None:
        verb = self.chance.choice(VERBS)
        start = time.perf_counter()
        try:
            self._moderate(verb)
            event = verb
        except TOO_LATE:
            event = f"{verb}-late"
        except DatabaseError as error:
            event = f"{verb}-503" if is_away(error) else f"{verb}-500"
        finally:
            close_old_connections()  # as at the end of a request
        self.journal.note(event, "-", (time.perf_counter() - start) * 1000)

    def _moderate(self, verb: str) -> None:
        comment, other = self._any(), self._any()
        if not comment or not other:
            return
        match verb:
            case "move":
                parent = other if self.chance.random() < 0.7 else None
                threads.move(comment, parent, None if parent else other.post)
            case "remove":
                self.journal.note("removing", comment.body)
                threads.remove(comment)
            case _:
                getattr(comment, verb)()

    def _any(self) -> Comment | None:
        newest = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        return Comment.objects.filter(pk__gte=self.chance.randint(0, newest)).order_by("pk").first()


class Journals:
    """What all workers wrote down, against what is there."""

    def __init__(self, paths: Iterable[Path]):
        self.events: Counter[str] = Counter()
        self.times: dict[str, list[float]] = defaultdict(list)
        self.answered_at: list[float] = []
        self.known: dict[str, str] = {}  # the last that is known of each comment
        self.removed: set[str] = set()
        for path in paths:
            for line in path.read_text().splitlines():
                self._note(*line.split(" "))

    def _note(self, at: str, event: str, what: str, ms: str) -> None:
        if event == "removing":
            self.removed.add(what)
            return
        if what != "-":
            self.known[what] = event
        if event != "sent":
            self.events[event] += 1
            self.times[event.rpartition("-")[2]].append(float(ms))
        if event in ANSWERS:
            self.answered_at.append(float(at))

    def problems(self, *, server_fell: bool) -> list[str]:
        expected = {"503"} if server_fell else set()
        found = [
            f"{count} {event}"
            for event, count in self.events.items()
            if event[-3:].isdigit() and event[-3:] not in {"404", *expected}
        ]
        there = Counter(Comment.objects.exclude(body=SEED).values_list("body", flat=True))
        found += [f"nobody wrote {words!r}" for words in there.keys() - self.known.keys()]
        for words, event in self.known.items():
            least, most = TIMES.get(event, (0, 0))
            if not (0 if words in self.removed else least) <= there[words] <= most:
                found.append(f"{words} is there {there[words]} times, after {event}")
        try:
            assert_sound()
        except AssertionError as error:
            found.append(f"not sound: {error}")
        return found
