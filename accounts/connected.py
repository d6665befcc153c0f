"""Everybody whom this browser signed in as since it was nobody: one of them speaks, the others
are a choice away. Only readers from a provider; the blog's own people are here by password."""

from dataclasses import replace
from typing import TypedDict, cast

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialLogin
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string

from accounts.identity import COMMENTING_AS, SLUGS, Identity, identity_for, identity_of
from accounts.models import User

CONNECTED = "connected"
MOST = 5


class Connection(TypedDict):
    key: str  # what a form says: it means nothing in any other session
    user: int
    provider: str
    proof: str  # ends with the person's sessions


def key_of(request: HttpRequest) -> str:
    """What the form calls whoever speaks now, if it was a provider that brought them."""
    now = identity_of(request)
    kept = request.session.get(CONNECTED, [])
    return next((one["key"] for one in kept if now and now.user and _is(one, now.user, now.provider)), "")


def others_of(request: HttpRequest) -> list[Identity]:
    """Who else may speak here, as they are today: who was banned or joined the staff may not."""
    now = identity_of(request)
    if now is None or now.user is None or now.user.is_staff:
        return []
    others = [one for one in _kept(request) if not _is(one, now.user, now.provider)]
    if not others:
        return []
    readers = User.objects.filter(is_active=True, is_staff=False, is_superuser=False)
    people = readers.in_bulk([one["user"] for one in others])
    return [
        replace(identity_for(people[one["user"]], one["provider"]), key=one["key"])
        for one in others
        if one["user"] in people
        and constant_time_compare(one["proof"], people[one["user"]].get_session_auth_hash())
    ]


def become(request: HttpRequest, other: Identity) -> None:
    """From now on this session is another one of its people; `other` comes from others_of()."""
    kept, user = _kept(request), cast(User, other.user)
    get_account_adapter(request).login(request, user)  # with an empty session of a new key
    request.session[COMMENTING_AS] = other.provider
    request.session[CONNECTED] = _with(kept, user, other.provider)


def carry(request: HttpRequest) -> None:
    """Before a sign-in, which may empty the session: remember who is here."""
    now = identity_of(request)
    request.connected_before = _kept(request) if now else []  # type: ignore[attr-defined]


def is_signing_in(request: HttpRequest) -> bool:
    """Whether who is signed out in this request makes room for themselves under another name."""
    return hasattr(request, "connected_before")


@receiver(user_logged_in)
def remember_connection(
    request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **kwargs: object
) -> None:
    if sociallogin and not user.is_staff:
        before = getattr(request, "connected_before", [])
        request.session[CONNECTED] = _with(before, user, SLUGS[sociallogin.account.provider])


def _kept(request: HttpRequest) -> list[Connection]:
    """Those of this session, the one who speaks among them."""
    kept = request.session.get(CONNECTED, [])
    now = identity_of(request)
    if now and now.user and now.provider and not now.user.is_staff:
        return _with(kept, now.user, now.provider)
    return kept


def _with(kept: list[Connection], user: User, provider: str) -> list[Connection]:
    same = next((one for one in kept if _is(one, user, provider)), None)
    key = same["key"] if same else get_random_string(22)
    last = Connection(key=key, user=user.pk, provider=provider, proof=user.get_session_auth_hash())
    return [*(one for one in kept if one is not same), last][-MOST:]


def _is(one: Connection, user: User, provider: str) -> bool:
    return (one["user"], one["provider"]) == (user.pk, provider)
