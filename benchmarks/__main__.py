"""`python -m benchmarks`: everything on both databases; `python -m benchmarks posting` one.

Ratios compare with a floor measured in the same run; milliseconds depend on the machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from benchmarks.timing import median_ms
from tests.postgres import Postgres

__all__ = ["median_ms"]

WHAT = ("pages", "polling", "posting", "importing")
DATABASES = ("sqlite", "postgres")
SIZES = (5, 100, 1000, 10_000)


def main() -> int:
    asked = _parser().parse_args()
    if asked.what and asked.database:
        with ExitStack() as stack:
            return _run(asked, stack)
    failed = 0
    for what in [asked.what] if asked.what else WHAT:
        for database in [asked.database] if asked.database else DATABASES:
            print(f"\n== {what}, {database}", flush=True)
            rest = sys.argv[2:] if asked.what else []
            command = [sys.executable, "-m", "benchmarks", what, *rest, "--database", database]
            failed |= subprocess.run(command).returncode
    return failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=[*WHAT, "spam", "stress"])
    parser.add_argument("--database", choices=DATABASES, help="one of them; both if none is named")
    stress = parser.add_argument_group("stress")
    stress.add_argument("--workers", type=int, default=8)
    stress.add_argument("--seconds", type=float, default=10)
    stress.add_argument("--kill", choices=["workers", "server"], help="kill -9 them while they work")
    return parser


def _run(asked: argparse.Namespace, stack: ExitStack) -> int:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leave-a-reply-bench-")))
    (folder / "media").mkdir()
    postgres = stack.enter_context(Postgres(lasting=True)) if asked.database == "postgres" else None
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DEBUG": "0",
        "SECRET_KEY": "benchmark",
        "ALLOWED_HOSTS": "blog.example",
        "BASE_URL": "http://blog.example",
        "EMAIL_URL": "memorymail://",
        "REDIS_URL": "",
        "COMMENT_RATE": "",
        "DATA_DIR": str(folder),
        "DATABASE_URL": postgres.url if postgres else f"sqlite:///{folder}/blog.sqlite3",
    }
    import django

    django.setup()
    if asked.what == "stress":
        from benchmarks.stress import stress

        return stress(asked.workers, asked.seconds, asked.kill, folder, postgres)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    benchmark = import_module(f"benchmarks.{asked.what}")
    return benchmark.measure(SIZES) if asked.what == "pages" else benchmark.measure()


if __name__ == "__main__":
    sys.exit(main())
