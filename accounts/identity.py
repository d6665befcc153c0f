"""Who a reader speaks as, and the ways to become somebody and to be nobody again."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.signals import user_logged_in
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.faces import colour_of, initials_of
from accounts.models import User
from accounts.providers import PROVIDERS, Provider

COMMENTING_AS = "commenting_as"
SIGNING_IN_FOR = "signing_in_for"
LABELS = {provider.slug: provider.label for provider in PROVIDERS}
SLUGS = {provider.id: provider.slug for provider in PROVIDERS}


@dataclass(frozen=True)
class Identity:
    kind: str  # "member"; "guest" for somebody who only gave a name
    provider: str  # google, twitter, facebook; empty for a password or a guest
    label: str
    name: str
    picture: str
    user: User | None
    key: str = ""  # of one who is not speaking, but could: see accounts.connected

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def colour(self) -> str:
        return self.user.colour if self.user else colour_of(f"guest:{self.name}")


def identity_of(request: HttpRequest) -> Identity | None:
    user = request.user
    if not user.is_authenticated:
        return None
    return identity_for(user, request.session.get(COMMENTING_AS, ""))


def identity_for(user: User, slug: str) -> Identity:
    return Identity("member", slug, LABELS.get(slug, ""), user.name, user.picture, user)


def configured_providers(request: HttpRequest) -> list[Provider]:
    """Those with keys, in the order of their icons."""
    configured = settings.SOCIALACCOUNT_PROVIDERS
    return [provider for provider in PROVIDERS if configured.get(provider.id, {}).get("APPS")]


@never_cache
def start_sign_in(request: HttpRequest, slug: str, next_url: str) -> HttpResponse:
    """A page that goes on to the provider by itself. Not a redirect: browsers hold an answer
    to a form against `form-action 'self'`, and our pages would have to name every provider."""
    provider = next((provider for provider in configured_providers(request) if provider.slug == slug), None)
    if provider is None:
        raise Http404
    if not get_account_adapter(request).is_safe_url(next_url):
        next_url = "/"
    if not ratelimit.consume(request, action="social_start"):
        return back_from_sign_in(next_url, "busy")
    away = get_adapter(request).get_provider(request, provider.id).redirect(request, "login", next_url)
    # For a callback whose state is lost or forged: the way back is known all the same.
    request.session[SIGNING_IN_FOR] = next_url
    return render(request, "accounts/connecting.html", {"provider": provider, "url": away["Location"]})


def back_from_sign_in(next_url: str, code: str) -> HttpResponseRedirect:
    """To where the reader was, which says in one sentence what `code` means."""
    address = urlsplit(next_url)
    query = [(name, value) for name, value in parse_qsl(address.query, True) if name != "signin"]
    return HttpResponseRedirect(address._replace(query=urlencode([*query, ("signin", code)])).geturl())


def sign_out(request: HttpRequest) -> None:
    get_account_adapter(request).logout(request)


@receiver(user_logged_in)
def remember_provider(request: HttpRequest, sociallogin: SocialLogin | None = None, **kwargs: object) -> None:
    if sociallogin:
        request.session[COMMENTING_AS] = SLUGS[sociallogin.account.provider]
    request.session.pop(SIGNING_IN_FOR, None)
