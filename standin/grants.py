"""Codes and access tokens: given once, checked hard, forgotten when they expire."""

import base64
import hashlib
import hmac
import re
import secrets
import threading
import time
from dataclasses import dataclass

from standin.personas import Persona
from standin.wire import Refusal

TOKEN_LIFETIME = 3600
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def s256(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass
class Grant:
    provider: str
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    nonce: str
    persona: Persona
    misbehaviour: str
    expires: float = 0
    redeemed: bool = False
    token: str = ""

    def proves(self, verifier: str) -> bool:
        if not self.challenge:
            return not verifier
        return bool(VERIFIER.fullmatch(verifier)) and hmac.compare_digest(s256(verifier), self.challenge)


class Grants:
    def __init__(self, code_lifetime: float) -> None:
        self.code_lifetime = code_lifetime
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}
        self._lock = threading.Lock()

    def issue(self, grant: Grant) -> str:
        code = secrets.token_urlsafe(32)
        now = time.monotonic()
        grant.expires = now + self.code_lifetime
        with self._lock:
            for kept in (self._codes, self._tokens):
                for key in [key for key, old in kept.items() if old.expires < now]:
                    del kept[key]
            self._codes[code] = grant
        return code

    def redeem(self, provider: str, code: str, redirect_uri: str, verifier: str) -> Grant:
        """Any attempt by the right client uses the code up, a second one revokes its token."""
        with self._lock:
            grant = self._codes.get(code)
            if grant is None or grant.provider != provider:
                raise Refusal("invalid_grant", "This code was never given out.")
            if grant.redeemed:
                self._tokens.pop(grant.token, None)
                raise Refusal("invalid_grant", "This code has been used.")
            grant.redeemed = True
            if grant.expires <= time.monotonic():
                raise Refusal("invalid_grant", "This code has expired.")
            if grant.redirect_uri != redirect_uri:
                raise Refusal(
                    "redirect_uri_mismatch",
                    "redirect_uri is not the one the code was given to.",
                )
            if not grant.proves(verifier):
                raise Refusal("invalid_grant", "code_verifier does not fit the code_challenge.")
            grant.token = secrets.token_urlsafe(32)
            grant.expires = time.monotonic() + TOKEN_LIFETIME
            self._tokens[grant.token] = grant
        return grant

    def by_token(self, provider: str, token: str) -> Grant:
        with self._lock:
            grant = self._tokens.get(token)
        if grant is None or grant.provider != provider or grant.expires <= time.monotonic():
            raise Refusal("invalid_token", "The access token is missing, unknown or expired.")
        return grant
