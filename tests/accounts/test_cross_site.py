"""Who may send a form: the browser's own word decides, in a fixed order."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tests import base

pytestmark = pytest.mark.django_db
HERE, EVIL = "http://testserver", "https://evil.example"
MISSING = None

# Sec-Fetch-Site, Origin, Referer -> may it pass?
WORDS = [
    # The first word is the last word, whatever the others say.
    ("same-origin", MISSING, MISSING, True),
    ("none", MISSING, MISSING, True),
    ("same-origin", EVIL, f"{EVIL}/", True),
    ("cross-site", MISSING, MISSING, False),
    ("cross-site", HERE, f"{HERE}/", False),
    ("same-site", HERE, f"{HERE}/", False),
    ("same-site", MISSING, MISSING, False),
    ("", HERE, f"{HERE}/", False),
    ("nonsense", HERE, f"{HERE}/", False),
    ("same-origin, cross-site", HERE, MISSING, False),
    # Without it, Origin.
    (MISSING, HERE, MISSING, True),
    (MISSING, HERE, f"{EVIL}/", True),
    (MISSING, EVIL, MISSING, False),
    (MISSING, EVIL, f"{HERE}/", False),
    (MISSING, "null", f"{HERE}/", False),
    (MISSING, "", f"{HERE}/", False),
    (MISSING, "https://testserver", MISSING, False),
    (MISSING, "http://testserver:81", MISSING, False),
    (MISSING, "http://testserver.evil.example", MISSING, False),
    (MISSING, "http://[", MISSING, False),
    # Without both, the page it comes from.
    (MISSING, MISSING, f"{HERE}/a/page/?q=1", True),
    (MISSING, MISSING, HERE, True),
    (MISSING, MISSING, f"{EVIL}/", False),
    (MISSING, MISSING, "http://testserver.evil.example/", False),
    (MISSING, MISSING, "http://testserver@evil.example/", False),
    (MISSING, MISSING, "https://testserver/", False),
    (MISSING, MISSING, "http://[", False),
    (MISSING, MISSING, "", False),
    # Without all three, no.
    (MISSING, MISSING, MISSING, False),
]


def said(site, origin, referer):
    words = {"sec-fetch-site": site, "origin": origin, "referer": referer}
    return {name: value for name, value in words.items() if value is not MISSING}


def strict():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(("site", "origin", "referer", "passes"), WORDS)
def test_the_browsers_word_decides(site, origin, referer, passes):
    answer = strict().post("/accounts/login/", {"login": "x"}, headers=said(site, origin, referer))
    assert answer.status_code == (200 if passes else 403)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "generic"])
def test_every_unsafe_method_is_asked(method):
    client = strict()
    send = getattr(client, method)
    answer = send("FROB", "/accounts/login/") if method == "generic" else send("/accounts/login/")
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_needs_no_word(method):
    answer = getattr(strict(), method)("/accounts/login/", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200


def test_another_method_in_a_header_changes_nothing(client):
    answer = strict().get("/accounts/logout/", headers={"x-http-method-override": "POST"})
    assert answer.status_code != 403
    answer = strict().post("/accounts/logout/", headers={"x-http-method-override": "GET"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/password/reset/",
        "/accounts/google/login/",
        "/accounts/2fa/webauthn/login/",
        "/admin/login/",
        "/admin/logout/",
        "/admin/accounts/user/add/",
        "/admin/accounts/user/1/password/",
        "/admin/jsi18n/",
    ],
)
def test_it_stands_before_every_page(alice, path):
    client = base.signed_in(alice, enforce_csrf_checks=True)
    answer = client.post(path, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_no_token_is_asked_for_when_the_word_is_good(alice):
    client = base.signed_in(alice, enforce_csrf_checks=True)
    answer = client.post("/admin/logout/", headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 200


def test_a_token_is_no_substitute_for_the_word(alice):
    client = strict()
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post("/accounts/login/", {"csrfmiddlewaretoken": "x" * 32})
    assert answer.status_code == 403


def test_the_answer_is_the_settings_own_page(settings):
    settings.CSRF_FAILURE_VIEW = "tests.accounts.test_cross_site.refusal"
    answer = strict().post("/accounts/login/")
    assert answer.content == b"Nothing says where the request comes from."
    assert answer.status_code == 418


def refusal(request, reason=""):
    from django.http import HttpResponse

    # Words that a reader typed are given back there, so the form has to be readable.
    assert request.POST is not None
    assert isinstance(request.user, AnonymousUser)
    return HttpResponse(reason, status=418)


def test_a_foreign_host_is_no_reason_to_crash():
    answer = strict().post("/accounts/login/", headers={"origin": EVIL, "host": "evil.example"})
    assert answer.status_code in {400, 403}
