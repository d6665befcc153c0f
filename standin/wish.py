"""The request a browser brings from the blog, and the checks that it has to pass."""

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from standin.grants import CHALLENGE
from standin.wire import Fault, Request

if TYPE_CHECKING:
    from standin.provider import Provider


class Wish(NamedTuple):
    redirect_uri: str
    state: str
    scopes: tuple[str, ...]
    challenge: str
    nonce: str

    @property
    def origin(self) -> str:
        address = urlsplit(self.redirect_uri)
        return f"{address.scheme}://{address.netloc}"


def read_wish(request: Request, provider: "Provider") -> Wish:
    asked = request.query
    if request.repeated:
        raise Fault(f"Sent more than once: {', '.join(sorted(request.repeated))}.")
    if asked.get("client_id") != provider.client_id:
        raise Fault("No application is registered under this client_id.")
    redirect_uri = asked.get("redirect_uri", "")
    if not provider.registered.fullmatch(redirect_uri):
        raise Fault("redirect_uri is not one of the registered addresses.")
    if asked.get("response_type") != "code":
        raise Fault("response_type has to be “code”.")
    if not asked.get("state"):
        raise Fault("The state is missing.")
    scopes = tuple(re.split(r"[ ,]+", asked.get("scope", "").strip()))
    if missing := provider.needed_scopes - set(scopes):
        raise Fault(f"The scope does not ask for: {', '.join(sorted(missing))}.")
    if unknown := set(scopes) - set(provider.scopes):
        raise Fault(f"The scope asks for more than this blog may have: {min(unknown)}.")
    challenge = asked.get("code_challenge", "")
    proven = asked.get("code_challenge_method") == "S256" and CHALLENGE.fullmatch(challenge)
    if (challenge or provider.requires_pkce) and not proven:
        raise Fault("A code_challenge made by S256 is required (PKCE).")
    return Wish(redirect_uri, asked["state"], scopes, challenge, asked.get("nonce", ""))
