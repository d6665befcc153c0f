"""A reader's way to a provider and back, on foot: the blog by Django's client, the stand-in
over real HTTP."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.providers import PROVIDERS

NEXT = "/2013/04/25/backward-running/?replytocom=17#respond"
IDS = {provider.slug: provider.id for provider in PROVIDERS}
REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')


def start(client: Client, provider: str = "google", next_url: str = NEXT) -> HttpResponse:
    return client.post(f"/accounts/{IDS[provider]}/login/", {"next": next_url})


def away(page: HttpResponse) -> str:
    """The provider's address that the page goes on to."""
    assert page.status_code == 200, page
    return html.unescape(REFRESH.search(page.content.decode())[1])


def consent(address: str, persona: str = "ada", misbehave: str = "") -> str:
    """Presses a button at the provider; the callback that it sends the browser to."""
    page = requests.get(address, timeout=30)
    assert page.status_code == 200, page.text
    action = address.replace(urlsplit(address).path, f"/{provider_of(address)}/consent")
    press = {"misbehave": misbehave} if misbehave else {"persona": persona}
    answer = requests.post(action, data=press, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def provider_of(address: str) -> str:
    return urlsplit(address).path.split("/")[1]


def come_back(client: Client, callback: str) -> HttpResponse:
    address = urlsplit(callback)
    return client.get(f"{address.path}?{address.query}")


def sign_in(
    client: Client, provider: str = "google", persona: str = "ada", misbehave: str = "", next_url: str = NEXT
) -> HttpResponse:
    return come_back(client, consent(away(start(client, provider, next_url)), persona, misbehave))


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def user_of(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None
