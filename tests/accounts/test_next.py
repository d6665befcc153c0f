"""A sign-in leads back to this blog and nowhere else."""

import pytest

from tests import base
from tests.accounts.journey import away, come_back, consent, start

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\thttps://evil.example",
    " https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "http://testserver@evil.example",
    "http://testserver:pw@evil.example",
    "http://testserver.evil.example",
    "http://evil.example#testserver",
    "http://evil.example?testserver",
    "http://evil.example\\testserver",
    "http://[::1]",
    "http://[evil",
    "http://127.0.0.1:8000/",
    "http://localhost/",
    "ftp://testserver/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "\x00//evil.example",
    "\u3000//evil.example",
    "//\u3000evil.example",
    "//evil%E3%80%82example",
    "//evil\u3002example",
    "http:///evil.example",
    "https://evil.example/testserver",
    "//testserver@evil.example",
    "///testserver",
    "http://testserver:80:80/",
]
HERE = ["/", "/2013/04/25/backward-running/?replytocom=1#respond", "/søk/?q=ä", "http://testserver/feed/"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_with_a_provider_does_not_leave(client, standin, address):
    answer = come_back(client, consent(away(start(client, next_url=address))))
    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_error_does_not_leave(client, standin, address):
    answer = come_back(client, consent(away(start(client, next_url=address)), misbehave="denied"))
    assert answer["Location"] == "/?signin=denied"


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("where", ["query", "body", "both"])
def test_signing_in_with_a_password_does_not_leave(alice, address, where):
    given = {"next": address}
    answer = base.browser().post(
        "/accounts/login/",
        {"login": "alice", "password": base.PASSWORD, **(given if where != "query" else {})},
        query_params=given if where != "body" else {},
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_logging_out_does_not_leave(alice, address):
    answer = base.signed_in(alice).post("/accounts/logout/", {"next": address})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", HERE)
def test_our_own_addresses_are_honoured(client, standin, address):
    answer = come_back(client, consent(away(start(client, next_url=address))))
    assert answer["Location"] in {address, address.replace("ø", "%C3%B8").replace("ä", "%C3%A4")}
