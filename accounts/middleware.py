from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.providers import PROVIDERS

FOR_READERS = {"account_login", "account_logout", "account_inactive"} | {
    f"{provider.id}_{step}" for provider in PROVIDERS for step in ("login", "callback")
}
# Nobody connects an account: a reader has one, the blog's own people sign in by password.
FOR_NOBODY = {"socialaccount_connections", "socialaccount_signup"}


class SessionsSurviveScripts(SessionMiddleware):
    """A script's request that was on its way while somebody signed in knows only the session from
    before, which is gone: Django would then take the cookie away, and it is the new one's by now."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        if request.headers.get("Sec-Fetch-Dest") == "empty" and not request.session.modified:
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return response


class StaffOnlyAccountPages:
    """A reader who came from a provider has no address, password or second factor here:
    allauth's pages for them would make a local account of theirs, without asking who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        if not request.path.startswith(reverse("account_login").removesuffix("login/")):
            return
        match = request.resolver_match
        page = match.url_name if match else None
        is_reader = request.user.is_authenticated and not request.user.is_staff
        if page in FOR_NOBODY or (is_reader and page not in FOR_READERS):
            raise Http404
