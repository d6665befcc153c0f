from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.providers import PROVIDERS

FOR_READERS = {"account_login", "account_logout", "account_inactive"} | {
    f"{provider.id}_{step}" for provider in PROVIDERS for step in ("login", "callback")
}
# Nobody connects an account: a reader has one, the blog's own people sign in by password.
FOR_NOBODY = {"socialaccount_connections", "socialaccount_signup"}


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
