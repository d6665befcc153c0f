"""A progress bar for terminals; silent everywhere else."""

import sys
import time
from typing import TextIO

WIDTH = 30
SECONDS_BETWEEN = 0.1


class ProgressBar:
    def __init__(self, stream: TextIO | None = None):
        self.stream, self.shown_at, self.length = stream or sys.stderr, 0.0, 0
        self.is_wanted = self.stream.isatty()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self.is_wanted or (now - self.shown_at < SECONDS_BETWEEN and done != total):
            return
        self.shown_at = now
        filled = WIDTH * done // total if total else 0
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} / {total:,}" if total else f"… {done:,}"
        self._write(bar)

    def close(self) -> None:
        if self.is_wanted:
            self._write("")

    def _write(self, text: str) -> None:
        self.stream.write(f"\r{text:<{self.length}}" + ("" if text else "\r"))
        self.stream.flush()
        self.length = len(text)
