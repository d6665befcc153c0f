"""What the three providers have in common: consent, code for token, token for profile."""

import re
import secrets
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlencode

from standin import CLIENTS, pages
from standin.grants import Grant, Grants
from standin.misbehave import MISBEHAVIOURS, broken_answer, spoil
from standin.personas import PERSONAS, Persona
from standin.wire import (
    JSON,
    Answer,
    Fault,
    Refusal,
    Request,
    Routes,
    json_answer,
    redirect,
)
from standin.wish import Wish, read_wish


class Provider:
    id: ClassVar[str]
    label: ClassVar[str]
    authorize_path: ClassVar[str]
    token_path: ClassVar[str]
    profile_path: ClassVar[str]
    token_method: ClassVar[str] = "POST"
    requires_pkce: ClassVar[bool] = True
    needed_scopes: ClassVar[frozenset[str]]
    scopes: ClassVar[dict[str, str]]  # every known scope, and what the consent page says of it
    callback_tail: ClassVar[str] = ""

    def __init__(self, url: str, grants: Grants, hang: Callable[[], None]) -> None:
        self.url = url
        self.grants = grants
        self.hang = hang
        self.client_id = CLIENTS[self.id]["client_id"]
        self.secret = CLIENTS[self.id]["secret"]
        self.registered = re.compile(
            rf"http://(127\.0\.0\.1|localhost|testserver)(:\d{{1,5}})?"
            rf"/accounts/{self.id}/login/callback/"
        )

    def routes(self) -> Routes:
        return {
            f"/{self.id}{self.authorize_path}": ("GET", self.authorize),
            f"/{self.id}/consent": ("POST", self.consent),
            f"/{self.id}{self.token_path}": (self.token_method, self.token),
            f"/{self.id}{self.profile_path}": ("GET", self.profile),
        }

    # The browser's two requests

    def authorize(self, request: Request) -> Answer:
        wish = read_wish(request, self)
        asks = list(dict.fromkeys(self.scopes[scope] for scope in wish.scopes))
        action = f"/{self.id}/consent?{request.query_string}"
        return pages.consent(self.id, self.label, wish.origin, asks, action, self.tell)

    def consent(self, request: Request) -> Answer:
        wish = read_wish(request, self)
        persona = PERSONAS.get(request.form.get("persona", "ada"))
        key = request.form.get("misbehave", "")
        if persona is None or not request.form:
            raise Fault("Nobody by that name signs in here.")
        if key and (key not in MISBEHAVIOURS or self.id not in MISBEHAVIOURS[key].providers):
            raise Fault(f"{self.label} does not misbehave in that way.")
        back = self.callback_fields(wish, spoil(persona, key), key)
        return redirect(f"{wish.redirect_uri}?{urlencode(back)}{self.callback_tail}")

    def callback_fields(self, wish: Wish, persona: Persona, key: str) -> dict[str, str]:
        state = {"state": wish.state}
        match key:
            case "denied":
                return {**self.denied(), **state}
            case "server-error":
                return {"error": "server_error", **state}
            case "code-missing":
                return state
            case "code-forged":
                return {"code": secrets.token_urlsafe(32), **state}
            case "state-forged":
                state = {"state": secrets.token_urlsafe(12)}
            case "state-missing":
                state = {}
        code = self.grants.issue(
            Grant(
                self.id,
                wish.redirect_uri,
                wish.scopes,
                wish.challenge,
                wish.nonce,
                persona,
                key,
            )
        )
        return {"code": code, **state}

    def denied(self) -> dict[str, str]:
        return {"error": "access_denied"}

    # The blog's server's two requests

    def token(self, request: Request) -> Answer:
        fields = request.form if self.token_method == "POST" else request.query
        if request.repeated:
            raise Refusal("invalid_request", "A parameter was sent more than once.")
        if self.token_method == "POST" and (request.query or not request.is_form):
            raise Refusal("invalid_request", "Send the fields in the body, as a form.")
        self.check_client(request)
        if fields.get("grant_type") != "authorization_code":
            raise Refusal("unsupported_grant_type", "grant_type has to be authorization_code.")
        grant = self.grants.redeem(
            self.id,
            fields.get("code", ""),
            fields.get("redirect_uri", ""),
            fields.get("code_verifier", ""),
        )
        return self.trouble("token", grant) or json_answer(self.token_fields(grant))

    def profile(self, request: Request) -> Answer:
        grant = self.grants.by_token(self.id, self.access_token(request))
        if trouble := self.trouble("profile", grant):
            return trouble
        if grant.misbehaviour == "profile-malformed":
            return json_answer(self.malformed_profile(grant))
        return json_answer(self.profile_fields(grant, request))

    def trouble(self, step: str, grant: Grant) -> Answer | None:
        key = grant.misbehaviour
        if key == f"{step}-timeout":
            self.hang()
        if key == f"{step}-400":
            raise Refusal("invalid_grant", "Misbehaving: this code is refused.")
        if key == f"{step}-401":
            raise Refusal("invalid_token", "Misbehaving: this token has been revoked.")
        return broken_answer(step, key)

    def access_token(self, request: Request) -> str:
        return request.bearer

    # What each provider says in its own way

    def check_client(self, request: Request) -> None:
        raise NotImplementedError

    def token_fields(self, grant: Grant) -> JSON:
        raise NotImplementedError

    def profile_fields(self, grant: Grant, request: Request) -> JSON:
        raise NotImplementedError

    def malformed_profile(self, grant: Grant) -> JSON:
        return {"name": grant.persona.name}

    def refuse(self, refusal: Refusal) -> Answer:
        raise NotImplementedError

    def tell(self, persona: Persona) -> str:
        """What the consent page says under a persona's name."""
        if not persona.email:
            return "no e-mail address"
        return persona.email if persona.email_verified else f"{persona.email}, not verified"

    def picture_url(self, persona: Persona, form: str) -> str:
        # The same server under a name that is not on the blog's list of picture hosts.
        elsewhere = self.url.replace("//localhost", "//127.0.0.1")
        base = elsewhere if persona.picture == "picture-elsewhere" else self.url
        return f"{base}/pictures/{self.id}/{form}"
