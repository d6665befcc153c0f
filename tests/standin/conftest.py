import hashlib
import hmac
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from standin import CLIENTS
from standin.grants import s256
from standin.server import StandIn

SCOPES = {
    "google": "openid profile email",
    "twitter_oauth2": "users.read tweet.read",
    "facebook": "public_profile",
}


class Blog:
    """A strict client: does what the blog does, and can be told to do one thing wrong."""

    def __init__(self, stand: StandIn, provider: str) -> None:
        self.stand = stand
        self.provider = provider
        self.at = stand.settings[provider]
        self.client = stand.clients[provider]
        self.callback = f"http://127.0.0.1:8000/accounts/{provider}/login/callback/"
        self.state = secrets.token_urlsafe(12)
        self.verifier = secrets.token_urlsafe(48)

    def wish(self, **changes: str | None) -> dict[str, str]:
        fields = {
            "client_id": self.client["client_id"],
            "redirect_uri": self.callback,
            "scope": SCOPES[self.provider],
            "response_type": "code",
            "state": self.state,
        }
        if self.provider != "facebook":
            fields |= {"code_challenge": s256(self.verifier), "code_challenge_method": "S256"}
        return given(fields | changes)

    def authorize(self, **changes: str | None) -> requests.Response:
        return requests.get(self.at["AUTHORIZE_URL"], params=self.wish(**changes), timeout=30)

    def consent(self, persona: str = "ada", misbehave: str = "", **changes: str) -> dict[str, str]:
        """Presses a button of the consent page; the fields that come back to the blog."""
        press = {"misbehave": misbehave} if misbehave else {"persona": persona}
        answer = self.press(press, **changes)
        assert answer.status_code == 302, answer.text
        location = answer.headers["Location"]
        assert location.startswith(self.callback + "?")
        return dict(parse_qsl(urlsplit(location).query))

    def press(self, press: dict[str, str], **changes: str) -> requests.Response:
        return requests.post(
            f"{self.stand.url}/{self.provider}/consent",
            params=self.wish(**changes),
            data=press,
            allow_redirects=False,
            timeout=30,
        )

    def exchange(self, code: str, auth: tuple[str, str] | None = None, **changes: str | None):
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "client_id": self.client["client_id"],
            "client_secret": self.client["secret"],
            "code_verifier": self.verifier,
        }
        if self.provider == "facebook":
            del fields["code_verifier"]
            url = f"{self.at['GRAPH_API_URL']}/oauth/access_token"
            return requests.get(url, params=given(fields | changes), timeout=30)
        if self.provider == "twitter_oauth2":
            auth = auth or (fields.pop("client_id"), fields.pop("client_secret"))
            fields.pop("client_secret", None)
        url = self.at["ACCESS_TOKEN_URL"]
        return requests.post(url, data=given(fields | changes), auth=auth, timeout=30)

    def token(self, **press: str) -> str:
        return self.exchange(self.consent(**press)["code"]).json()["access_token"]

    def profile(self, token: str, **changes: str | None) -> requests.Response:
        if self.provider == "facebook":
            fields = {
                "fields": "id,name,first_name,last_name,picture.width(256).height(256)",
                "access_token": token,
                "appsecret_proof": proof(self.client["secret"], token),
            }
            url = f"{self.at['GRAPH_API_URL']}/me"
            return requests.get(url, params=given(fields | changes), timeout=30)
        url = self.at["IDENTITY_URL" if self.provider == "google" else "PROFILE_URL"]
        fields = {"user.fields": "id,name,username,profile_image_url"} | changes
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(url, params=given(fields), headers=headers, timeout=30)


def given(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def proof(secret: str, token: str) -> str:
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


@pytest.fixture(scope="session")
def stand() -> Iterator[StandIn]:
    with StandIn(hang=0.15) as stand:
        yield stand


@pytest.fixture
def google(stand: StandIn) -> Blog:
    return Blog(stand, "google")


@pytest.fixture
def twitter(stand: StandIn) -> Blog:
    return Blog(stand, "twitter_oauth2")


@pytest.fixture
def facebook(stand: StandIn) -> Blog:
    return Blog(stand, "facebook")


@pytest.fixture(params=list(CLIENTS))
def blog(request: pytest.FixtureRequest, stand: StandIn) -> Blog:
    return Blog(stand, request.param)
