import sqlite3

from django.db import InterfaceError, OperationalError


def is_away(error: BaseException | None) -> bool:
    """The database does not answer, or has no room or no time: asking again later may mend it."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # SQLite's name for it covers mistakes of ours too, such as a table that does not exist.
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
