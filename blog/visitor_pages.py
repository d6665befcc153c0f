"""Pages for visitors: a pure function of the database's versions.

A visitor's browser sends none of our cookies. All visitors get the same bytes, kept under
a name made of versions, so nothing is ever invalidated by hand; everybody else gets a page
of their own that no shared cache may keep.
"""

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

# "own" says which comments of late are the browser's own, "draft" where its words are.
OUR_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "draft", "own"})
FOR_VISITORS = "public, max-age=0, s-maxage=15, stale-while-revalidate=45"
FOR_ONE_PERSON = "private, no-cache"
# Other queries are somebody's own invention: keeping their pages would fill the cache.
WORTH_KEEPING = re.compile(
    r"(?:replytocom=[0-9]{1,18}|page=[0-9]{1,5}|order=(?:newest|liked)(?:&only=author)?|only=author)?"
)
KEEP_SECONDS = 24 * 3600


def is_visitor(request: HttpRequest) -> bool:
    return OUR_COOKIES.isdisjoint(request.COOKIES)


def visitor_page(request: HttpRequest, version: str, build: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that `build` makes, at this version of what it shows."""
    if not is_visitor(request):
        response = build()
        _allow(response, FOR_ONE_PERSON)
        return response
    if settings.DEBUG:
        # Templates change under our hands: the page is what was built just now.
        response = build()
        name = _name_of(response.content)
    else:
        name = _name_of(f"{version} {settings.RELEASE} {request.get_full_path()}".encode())
        response = get_conditional_response(request, etag=f'"{name}"') or _kept(request, name, build)
    return _for_visitors(request, response, f'"{name}"')


class PrivateUnlessSaid:
    """Errors, refused forms, the pages of accounts: what no rule was given to may name a
    reader or hand out a cookie, so no shared cache may keep it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            _allow(response, FOR_ONE_PERSON)
        return response


def _kept(request: HttpRequest, name: str, build: Callable[[], HttpResponse]) -> HttpResponse:
    if not WORTH_KEEPING.fullmatch(request.META.get("QUERY_STRING", "")):
        return build()
    pages = caches["pages"]
    if kept := pages.get(name):
        content, content_type = kept
        return HttpResponse(content, content_type)
    response = build()
    if response.status_code == 200:
        pages.set(name, (response.content, response["Content-Type"]), KEEP_SECONDS)
    return response


def _for_visitors(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    response.cookies.clear()
    if response.status_code not in {200, 304}:
        return response
    response["ETag"] = etag
    _allow(response, FOR_VISITORS)
    # With DEBUG the name is known only now.
    return get_conditional_response(request, etag=etag, response=response) or response


def _allow(response: HttpResponse, rule: str) -> None:
    response["Cache-Control"] = rule
    patch_vary_headers(response, ["Cookie"])


def _name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
