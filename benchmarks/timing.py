"""How long things take."""

import statistics
import time
from collections.abc import Callable


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


def percentile(times: list[float], percent: float) -> float:
    """Of the times, sorted, the one that this many percent of them do not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * percent / 100))] if times else 0
