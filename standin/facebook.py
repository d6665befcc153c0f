"""Facebook: the secret in the query of a GET, appsecret_proof, fields on demand, `#_=_`."""

import hashlib
import hmac
import re
import secrets
from typing import ClassVar

from standin.grants import Grant
from standin.provider import Provider
from standin.wire import JSON, Answer, Refusal, Request, json_answer

GRAPH_CODES = {"invalid_client": 1, "invalid_token": 190}
KNOWN_FIELDS = frozenset({"id", "name", "first_name", "last_name", "email", "picture"})


class Facebook(Provider):
    id = "facebook"
    label = "Facebook"
    authorize_path = "/v26.0/dialog/oauth"
    token_path = "/v26.0/oauth/access_token"
    profile_path = "/v26.0/me"
    token_method = "GET"
    requires_pkce = False
    needed_scopes = frozenset({"public_profile"})
    scopes: ClassVar[dict[str, str]] = {
        "public_profile": "see your name and picture",
        "email": "see your e-mail address",
    }
    callback_tail = "#_=_"

    def denied(self) -> dict[str, str]:
        return {
            "error": "access_denied",
            "error_code": "200",
            "error_description": "Permissions error",
            "error_reason": "user_denied",
        }

    def check_client(self, request: Request) -> None:
        known = request.query.get("client_id") == self.client_id
        if not known or not hmac.compare_digest(
            request.query.get("client_secret", "").encode(), self.secret.encode()
        ):
            raise Refusal("invalid_client", "Error validating client secret.")

    def token_fields(self, grant: Grant) -> JSON:
        return {
            "access_token": grant.token,
            "token_type": "bearer",
            "expires_in": 5183944,
        }

    def access_token(self, request: Request) -> str:
        token = request.query.get("access_token", "")
        proof = hmac.new(self.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if token and not hmac.compare_digest(
            request.query.get("appsecret_proof", "").encode(), proof.encode()
        ):
            raise Refusal("invalid_proof", "Invalid appsecret_proof provided in the API argument")
        return token

    def profile_fields(self, grant: Grant, request: Request) -> JSON:
        # picture.width(256).height(256) -> {"picture": "width(256).height(256)"}
        listed = request.query.get("fields", "id,name").split(",")
        wanted = {field.partition(".")[0]: field.partition(".")[2] for field in listed}
        if unknown := wanted.keys() - KNOWN_FIELDS:
            raise Refusal("unknown_field", f"Tried accessing nonexistent field ({min(unknown)})")
        persona = grant.persona
        known: JSON = {
            "name": persona.name,
            "first_name": persona.given_name,
            "last_name": persona.family_name,
        }
        if persona.email and "email" in grant.scopes:
            known["email"] = persona.email
        if "picture" in wanted:
            known["picture"] = {"data": self.picture(grant, wanted["picture"])}
        person = {field: value for field, value in known.items() if field in wanted and value}
        return {**person, "id": persona.uid(self.id)}

    def picture(self, grant: Grant, sizes: str) -> JSON:
        asked = dict(re.findall(r"(width|height)\((\d{1,4})\)", sizes))
        width, height = int(asked.get("width", 50)), int(asked.get("height", 50))
        subject = grant.persona.picture or "silhouette"
        return {
            "url": self.picture_url(grant.persona, f"{subject}.jpg?width={width}&height={height}"),
            "width": width,
            "height": height,
            "is_silhouette": not grant.persona.picture,
        }

    def refuse(self, refusal: Refusal) -> Answer:
        error = {
            "message": refusal.why,
            "type": "OAuthException",
            "code": GRAPH_CODES.get(refusal.code, 100),
            "fbtrace_id": secrets.token_urlsafe(8),
        }
        return json_answer({"error": error}, 400)
