"""`make bench`: pages through the whole application, as a server calls it, in one process.

Ratios compare with the recursetree page of the same run; milliseconds are medians and
depend on the machine.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    "DEBUG": "0",
    "SECRET_KEY": "benchmark",
    "ALLOWED_HOSTS": "blog.example",
    "BASE_URL": "http://blog.example",
}
SIZES = (5, 100, 1000, 10_000)
FOLDER = tempfile.TemporaryDirectory(prefix="leave-a-reply-bench-")
os.environ["DATA_DIR"] = FOLDER.name


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command

    Path(FOLDER.name, "media").mkdir()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    from benchmarks.pages import measure

    return measure(SIZES)


def median_ms(call: Callable[[], object], *, at_least: int = 7, seconds: float = 1.0) -> float:
    """The median of repeated calls, after one that warms up."""
    call()
    times: list[float] = []
    stop = time.perf_counter() + seconds
    while len(times) < at_least or time.perf_counter() < stop:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
