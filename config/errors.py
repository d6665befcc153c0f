"""The page for what went wrong on our side."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from comments.drafts import FIELDS
from config.away import is_away

# Often enough for somebody who waits, seldom enough for a server that gets up.
RETRY_AFTER = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake; or the database is away, and then 503, with the words that were being posted."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    # Without the request: what a template is given of it, it would ask the database for.
    page = render_to_string("503.html", {"path": request.get_full_path(), "words": _words_of(request)})
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _words_of(request: HttpRequest) -> dict[str, str]:
    """A comment's words, never those of another form: it may hold a password."""
    if not request.POST.get("body"):
        return {}
    return {name: request.POST[name] for name in (*FIELDS, "parent") if name in request.POST}
