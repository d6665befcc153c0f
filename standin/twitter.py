"""Twitter (X) with OAuth 2: HTTP Basic, PKCE, no ID token, rarely an e-mail address."""

import base64
import hmac
from typing import ClassVar

from standin.grants import Grant
from standin.personas import Persona
from standin.provider import Provider
from standin.wire import JSON, Answer, Refusal, Request, json_answer

USER_FIELDS = {
    "confirmed_email",
    "created_at",
    "description",
    "id",
    "location",
    "name",
    "profile_image_url",
    "protected",
    "url",
    "username",
    "verified",
}


class Twitter(Provider):
    id = "twitter_oauth2"
    label = "Twitter"
    authorize_path = "/i/oauth2/authorize"
    token_path = "/2/oauth2/token"
    profile_path = "/2/users/me"
    needed_scopes = frozenset({"users.read", "tweet.read"})
    scopes: ClassVar[dict[str, str]] = {
        "users.read": "see your name and picture",
        "tweet.read": "read the tweets you can read",
        "users.email": "see your e-mail address",
    }

    def check_client(self, request: Request) -> None:
        if "client_secret" in request.form:
            raise Refusal("invalid_request", "The secret belongs in the Authorization header.")
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        if not hmac.compare_digest(request.authorization.encode(), f"Basic {pair}".encode()):
            raise Refusal("unauthorized_client", "Missing valid authorization header")

    def token_fields(self, grant: Grant) -> JSON:
        return {
            "token_type": "bearer",
            "expires_in": 7200,
            "access_token": grant.token,
            "scope": " ".join(grant.scopes),
        }

    def trouble(self, step: str, grant: Grant) -> Answer | None:
        if grant.misbehaviour == f"{step}-402":
            return self.problem(402, "CreditsDepleted", "The app has used up its credits.")
        return super().trouble(step, grant)

    def profile_fields(self, grant: Grant, request: Request) -> JSON:
        wanted = set(filter(None, request.query.get("user.fields", "").split(",")))
        if unknown := wanted - USER_FIELDS:
            raise Refusal("unknown_field", f"Unknown user.fields: {', '.join(sorted(unknown))}")
        persona = grant.persona
        person: JSON = {
            "id": persona.uid(self.id),
            "name": persona.name,
            "username": persona.handle,
        }
        if "profile_image_url" in wanted:
            subject = persona.picture or "default_profile"
            person["profile_image_url"] = self.picture_url(persona, f"{subject}_normal.jpg")
        if "confirmed_email" in wanted and "users.email" in grant.scopes and persona.email_verified:
            person["confirmed_email"] = persona.email
        return {"data": person}

    def malformed_profile(self, grant: Grant) -> JSON:
        return {"errors": [{"title": "Not Found Error", "detail": "Could not find that user."}]}

    def refuse(self, refusal: Refusal) -> Answer:
        if refusal.code == "invalid_token":
            return self.problem(401, "Unauthorized", "Unauthorized")
        if refusal.code == "unknown_field":
            return self.problem(400, "Invalid Request", refusal.why)
        if refusal.code == "unauthorized_client":
            return json_answer({"error": refusal.code, "error_description": refusal.why}, 401)
        return json_answer({"error": "invalid_request", "error_description": refusal.why}, 400)

    def problem(self, status: int, title: str, detail: str) -> Answer:
        fields = {
            "title": title,
            "type": "about:blank",
            "status": status,
            "detail": detail,
        }
        return json_answer(fields, status)

    def tell(self, persona: Persona) -> str:
        return f"@{persona.handle}"
