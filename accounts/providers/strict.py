"""What our three providers have in common, and do more strictly than allauth's own: addresses
come from the settings when asked for, a link cannot change what is asked of the provider, and
whatever strange thing a provider answers is a failed sign-in, never a crash."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.base.utils import respond_to_login_on_get
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2LoginView
from django.http import HttpRequest, HttpResponse

from accounts.identity import start_sign_in
from accounts.names import clean_name

MAX_UID = 100
MAX_URL = 2000


class Person(NamedTuple):
    """What we take from a provider's answer, and all that we take."""

    uid: str
    name: str
    picture: str = ""
    email: str = ""  # only if the provider says that it is really theirs


@contextmanager
def no_answer_may_crash() -> Iterator[None]:
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise OAuth2Error(f"The provider's answer is malformed: {type(error).__name__}") from error


class StrictAccount(ProviderAccount):
    def get_avatar_url(self) -> str:
        return self.account.extra_data.get("picture", "")


class StrictProvider(OAuth2Provider):
    account_class = StrictAccount

    def read_person(self, data: Any) -> Person:
        raise NotImplementedError

    def sociallogin_from_response(self, request, response):
        person = self.read_person(response)
        if not isinstance(person.uid, str) or not 0 < len(person.uid) <= MAX_UID:
            raise ValueError("No usable id.")
        usable = isinstance(person.picture, str) and len(person.picture) <= MAX_URL
        person = person._replace(name=clean_name(person.name), picture=person.picture if usable else "")
        return super().sociallogin_from_response(request, person)

    def extract_uid(self, data: Person) -> str:
        return data.uid

    def extract_extra_data(self, data: Person) -> dict[str, str]:
        return {"id": data.uid, "name": data.name, "picture": data.picture}

    def extract_common_fields(self, data: Person) -> dict[str, str]:
        # Not as "email": that would make it an address to sign in with.
        return {"name": data.name, "contact_email": data.email}


class StrictAdapter(OAuth2Adapter):
    addresses: dict[str, str]

    def address(self, name: str) -> str:
        return self.get_provider().get_settings().get(name, self.addresses[name])

    @property
    def authorize_url(self) -> str:
        return self.address("AUTHORIZE_URL")

    @property
    def access_token_url(self) -> str:
        return self.address("ACCESS_TOKEN_URL")

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        with no_answer_may_crash():
            return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def parse_token(self, data):
        with no_answer_may_crash():
            return super().parse_token(data)

    def complete_login(self, request, app, token, **kwargs):
        with no_answer_may_crash():
            data = self.fetch_profile(app, token.token, kwargs["response"])
            return self.get_provider().sociallogin_from_response(request, data)

    def fetch_profile(self, app, token: str, answer: dict[str, Any]) -> Any:
        raise NotImplementedError

    def get_json(self, url: str, **kwargs: Any) -> Any:
        with get_adapter().get_requests_session() as session:
            response = session.get(url, **kwargs)
            response.raise_for_status()
            return response.json()


class StartView(OAuth2LoginView):
    """allauth's own address to start at; the comment form has one that keeps the words.
    Of the query only `next` counts: allauth would let anybody's link widen the scope or
    replace the redirect address."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        provider = self.get_provider()
        return respond_to_login_on_get(request, provider) or start_sign_in(
            request, provider.package.rpartition(".")[2], get_next_redirect_url(request) or "/"
        )
