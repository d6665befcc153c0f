"""Log lines: one event, one line, in UTC, with nothing a terminal would obey."""

import logging
import time
from typing import Any

from config.away import is_away


class OneLine(logging.Formatter):
    converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)

    def formatException(self, ei: Any) -> str:
        """Where it was noticed that the database is away says nothing, and is the same each time."""
        if is_away(ei[1]):
            return f"{type(ei[1]).__name__}: {str(ei[1]).partition(chr(10))[0]}"
        return super().formatException(ei)
