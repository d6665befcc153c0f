"""Google: client secret in the body, PKCE, and an ID token signed with RS256."""

import base64
import hashlib
import hmac
import time
from typing import ClassVar

from standin import keys
from standin.grants import TOKEN_LIFETIME, Grant
from standin.provider import Provider
from standin.wire import JSON, Answer, Refusal, Request, Routes, json_answer


class Google(Provider):
    id = "google"
    label = "Google"
    authorize_path = "/o/oauth2/v2/auth"
    token_path = "/token"
    profile_path = "/oauth2/v2/userinfo"
    needed_scopes = frozenset({"openid", "profile"})
    scopes: ClassVar[dict[str, str]] = {
        "openid": "know that it is you",
        "profile": "see your name and picture",
        "email": "see your e-mail address",
    }

    def routes(self) -> Routes:
        return {
            **super().routes(),
            f"/{self.id}/oauth2/v1/certs": (
                "GET",
                lambda request: json_answer(keys.certificates()),
            ),
        }

    def check_client(self, request: Request) -> None:
        known = request.form.get("client_id") == self.client_id
        if not known or not hmac.compare_digest(
            request.form.get("client_secret", "").encode(), self.secret.encode()
        ):
            raise Refusal("invalid_client", "client_id and client_secret belong in the body.")

    def token_fields(self, grant: Grant) -> JSON:
        answer = {
            "access_token": grant.token,
            "expires_in": TOKEN_LIFETIME - 1,
            "scope": " ".join(grant.scopes),
            "token_type": "Bearer",
        }
        # The profile is asked for only when there is no ID token.
        spoilt_later = grant.misbehaviour.startswith("profile-")
        if not spoilt_later and grant.misbehaviour != "id-token-missing":
            answer["id_token"] = self.id_token(grant)
        return answer

    def id_token(self, grant: Grant) -> str:
        claims = self.claims(grant)
        match grant.misbehaviour:
            case "id-token-expired":
                claims |= {"iat": claims["iat"] - 7200, "exp": claims["exp"] - 7200}
            case "id-token-wrong-aud":
                claims |= {"aud": "another-site", "azp": "another-site"}
            case "id-token-wrong-iss":
                claims |= {"iss": "https://accounts.example.com"}
            case "id-token-no-sub":
                del claims["sub"]
            case "id-token-bad-signature":
                return keys.signing_key("unpublished").sign(claims, kid=keys.signing_key().kid)
            case "id-token-unknown-kid":
                return keys.signing_key("unpublished").sign(claims)
            case "id-token-alg-none":
                return keys.unsigned(claims)
            case "id-token-hs256":
                return keys.signed_with_public_key(claims)
        return keys.signing_key().sign(claims)

    def claims(self, grant: Grant) -> JSON:
        person = self.person(grant)
        digest = hashlib.sha256(grant.token.encode()).digest()
        claims = {
            "iss": f"{self.url}/{self.id}",
            "aud": self.client_id,
            "azp": self.client_id,
            "sub": grant.persona.uid(self.id),
            "at_hash": base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode(),
            "iat": int(time.time()),
            "exp": int(time.time()) + TOKEN_LIFETIME,
            **person,
        }
        if "email" in person:
            claims["email_verified"] = grant.persona.email_verified
        if grant.nonce:
            claims["nonce"] = grant.nonce
        return claims

    def profile_fields(self, grant: Grant, request: Request) -> JSON:
        person = self.person(grant)
        if "email" in person:
            person["verified_email"] = grant.persona.email_verified
        return {"id": grant.persona.uid(self.id), **person}

    def person(self, grant: Grant) -> JSON:
        persona = grant.persona
        person = {"name": persona.name, "given_name": persona.given_name}
        if persona.family_name:
            person["family_name"] = persona.family_name
        if persona.email and "email" in grant.scopes:
            person["email"] = persona.email
        if persona.picture:
            person["picture"] = self.picture_url(persona, f"{persona.picture}=s96-c")
        return person

    def refuse(self, refusal: Refusal) -> Answer:
        if refusal.code == "invalid_token":
            error = {"code": 401, "message": refusal.why, "status": "UNAUTHENTICATED"}
            return json_answer({"error": error}, 401)
        status = 401 if refusal.code == "invalid_client" else 400
        return json_answer({"error": refusal.code, "error_description": refusal.why}, status)
