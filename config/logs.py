"""Log lines: one event, one line, in UTC, with nothing a terminal would obey."""

import logging
import time


class OneLine(logging.Formatter):
    converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
