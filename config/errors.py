"""The page for what went wrong on our side."""

import logging
import sqlite3
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from comments.drafts import FIELDS

logger = logging.getLogger(__name__)
# Often enough for somebody who waits, seldom enough for a server that gets up.
RETRY_AFTER = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake; or the database is away, and then 503, with the words that were being posted."""
    error = sys.exc_info()[1]
    if not is_away(error):
        return defaults.server_error(request)
    logger.warning("The database is away: %s", error)
    # Without the request: what a template is given of it, it would ask the database for.
    page = render_to_string("503.html", {"path": request.get_full_path(), "words": _words_of(request)})
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def is_away(error: BaseException | None) -> bool:
    """It does not answer, or has no room or no time: what asking again later may mend."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # SQLite's name for it covers mistakes of ours too, such as a table that does not exist.
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def _words_of(request: HttpRequest) -> dict[str, str]:
    """A comment's words, never those of another form: it may hold a password."""
    if not request.POST.get("body"):
        return {}
    return {name: request.POST[name] for name in (*FIELDS, "parent") if name in request.POST}
