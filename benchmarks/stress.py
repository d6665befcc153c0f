"""Many processes at one database, which are killed, or whose database is, while they work.

Afterwards each thread must be sound, and each comment must be there exactly as often as its
writer was told: once, not at all, or, where no answer came, once at most.
"""

import json
import logging
import multiprocessing
import random
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template

from benchmarks.browser import Browser
from benchmarks.timing import percentile
from config.settings import BASE_DIR
from tests.comments.workers import SEED, Journal, Journals, Worker
from tests.postgres import Postgres

# Each worker is a process of its own, forked from one that has never opened a database.
PROCESSES = multiprocessing.get_context("fork")
POSTS = 4
OVER = "over"
PATIENCE = 30  # in seconds, on a machine that others use too


def stress(workers: int, seconds: float, kill: str | None, folder: Path, postgres: Postgres | None) -> int:
    _in_a_process(prepare, folder)
    _warm_up()
    start = time.time()
    crowd = Crowd(folder, workers)
    match kill:
        case "workers":
            crowd.kill_one_each_second(seconds)
        case "server":
            fall_and_rise(postgres, seconds)
        case None:
            time.sleep(seconds)
    risen_at = time.time() - seconds / 3 if kill == "server" else 0
    crowd.finish()
    return _in_a_process(judge, folder, time.time() - start, risen_at)


class Crowd:
    def __init__(self, folder: Path, workers: int):
        self.folder, self.started = folder, 0
        self.running: list[BaseProcess] = []
        for _ in range(workers):
            self.start()

    def start(self) -> None:
        self.started += 1
        process = PROCESSES.Process(target=work, args=(self.folder, self.started))
        process.start()
        self.running.append(process)

    def kill_one_each_second(self, seconds: float) -> None:
        chance = random.Random(7)
        for _ in range(int(seconds)):
            time.sleep(1)
            victim = self.running.pop(chance.randrange(len(self.running)))
            victim.kill()
            victim.join()
            self.start()

    def finish(self) -> None:
        (self.folder / OVER).touch()
        for process in self.running:
            process.join()
            if process.exitcode:
                raise RuntimeError(f"a worker ended with {process.exitcode}")


def fall_and_rise(postgres: Postgres, seconds: float) -> None:
    """The server is ended without its knowledge, and once more at once; each time it stays
    away for a while, and has as long when it is back."""
    for how in (signal.SIGKILL, signal.SIGQUIT):
        time.sleep(seconds / 6)
        postgres.fall(how)
        time.sleep(seconds / 6)
        postgres.rise()
    time.sleep(seconds / 3)


def _in_a_process(target, *args: object) -> int:
    process = PROCESSES.Process(target=target, args=args)
    process.start()
    process.join()
    return process.exitcode


def _warm_up() -> None:
    """Read all modules and templates once, rather than once in each worker."""
    Browser(get_wsgi_application()).get("/healthz")
    for folder in (BASE_DIR / "templates" / name for name in ("blog", "comments")):
        for template in folder.glob("*.html"):
            get_template(f"{folder.name}/{template.name}")


def prepare(folder: Path) -> None:
    """An empty blog, some posts with a comment each, a guest who is known and some members."""
    from benchmarks.pages import _session_of
    from tests import base

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    alice = base.author("alice", "Alice Liddell")
    posts = [base.published(alice, title=f"Post {number}") for number in range(POSTS)]
    for post in posts:
        base.comment(post, SEED)
    members = [base.member(name, name.title()) for name in ("ada", "bob", "cy")]
    blog = {
        "posts": [post.get_absolute_url() for post in posts],
        "sessions": [_session_of(member) for member in members],
    }
    (folder / "blog.json").write_text(json.dumps(blog))


def work(folder: Path, number: int) -> None:
    logging.disable(logging.WARNING)  # somebody else was quicker
    blog = json.loads((folder / "blog.json").read_text())
    application = get_wsgi_application()
    readers = [Browser(application, session) for session in ["", "", *blog["sessions"]]]
    journal = Journal(folder / f"{number}.journal")
    Worker(f"w{number}", journal, blog["posts"], readers, random.Random(number)).work(folder / OVER)


def judge(folder: Path, seconds: float, risen_at: float) -> None:
    told = Journals(folder.glob("*.journal"))
    writes, reads = told.times["posted"], told.times["read"]
    print(f"{len(writes) / seconds:>8.0f} comments and {len(reads) / seconds:.0f} pages a second")
    for name, times in (("comment", writes), ("page", reads)):
        middle, most, longest = percentile(times, 50), percentile(times, 99), max(times, default=0)
        print(f"{name:>8}: median {middle:.0f} ms, p99 {most:.0f} ms, longest {longest:.0f} ms")
    print("         ", ", ".join(f"{count} {event}" for event, count in sorted(told.events.items())))
    problems = told.problems(server_fell=bool(risen_at))
    if risen_at:
        back = min((at for at in told.answered_at if at > risen_at), default=float("inf")) - risen_at
        away = max(told.times["503"], default=0)
        print(f"          back {back:.1f} s after its database; 503 after {away:.0f} ms at most")
        problems += ["it did not come back"] * (back > PATIENCE)
    problems += ["nobody could write, or nobody could read"] * (not writes or not reads)
    longest = max(max(times, default=0) for times in told.times.values()) / 1000
    problems += [f"somebody waited {longest:.1f} s"] * (longest > PATIENCE)
    print("\n".join(problems) or "          sound")
    raise SystemExit(bool(problems))
