"""The browser's half: the consent page, and the authorisation requests it refuses."""

import re

import pytest
import requests

from standin.misbehave import MISBEHAVIOURS
from standin.personas import PERSONAS


def test_page_says_honestly_what_it_is(blog):
    answer = blog.authorize()
    assert answer.status_code == 200
    assert "Stand-in for" in answer.text
    assert "Local test page: no request left this computer." in answer.text


def test_page_has_a_button_for_each_persona_and_each_misbehaviour(blog):
    html = blog.authorize().text
    for key in PERSONAS:
        assert html.count(f'name="persona" value="{key}"') == 1
    for key, one in MISBEHAVIOURS.items():
        offered = int(blog.provider in one.providers)
        assert html.count(f'name="misbehave" value="{key}"') == offered


def test_page_escapes_and_isolates_hostile_names(google):
    html = google.authorize().text
    assert "<script" not in html
    assert re.search(r"<bdi[^>]*>Mallory &lt;script&gt;[^<]*\u202e[^<]*</bdi>", html)


def test_page_escapes_what_the_query_brings(google):
    html = google.authorize(state='"><script>alert(1)</script>').text
    assert "<script" not in html


def test_policy_lets_the_form_return_to_that_blog_only(google):
    policy = google.authorize().headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:8000" in policy
    assert "unsafe" not in policy


def test_the_form_leads_to_a_code_and_the_state(google):
    action = re.search(r'action="([^"]+)"', google.authorize().text)[1].replace("&amp;", "&")
    answer = requests.post(
        google.stand.url + action, data={"persona": "ada"}, allow_redirects=False, timeout=30
    )
    assert answer.headers["Location"].startswith(google.callback + "?code=")
    assert f"state={google.state}" in answer.headers["Location"]


def test_facebook_alone_adds_its_strange_fragment(blog):
    location = blog.press({"persona": "ada"}).headers["Location"]
    assert location.endswith("#_=_") == (blog.provider == "facebook")


@pytest.mark.parametrize("origin", ["http://127.0.0.1", "http://localhost:8123", "http://testserver"])
def test_registered_callbacks_are_accepted(blog, origin):
    callback = f"{origin}/accounts/{blog.provider}/login/callback/"
    assert blog.authorize(redirect_uri=callback).status_code == 200


@pytest.mark.parametrize(
    "callback",
    [
        "https://127.0.0.1:8000/accounts/{0}/login/callback/",
        "http://127.0.0.1:8000/accounts/{0}/login/callback",
        "http://127.0.0.1:8000/accounts/{0}/login/callback/?next=/",
        "http://127.0.0.1:8000/accounts/other/login/callback/",
        "http://127.0.0.1:8000@evil.example/accounts/{0}/login/callback/",
        "http://127.0.0.1.evil.example/accounts/{0}/login/callback/",
        "http://evil.example/accounts/{0}/login/callback/",
        None,
    ],
)
def test_other_callbacks_are_refused_on_a_page(blog, callback):
    answer = blog.authorize(redirect_uri=callback and callback.format(blog.provider))
    assert answer.status_code == 400
    assert "redirect_uri is not one of the registered addresses" in answer.text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"client_id": "somebody-else"}, "client_id"),
        ({"response_type": "token"}, "response_type"),
        ({"state": None}, "state is missing"),
        ({"scope": "email"}, "scope does not ask for"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "PKCE"),
        ({"code_challenge": "a" * 43, "code_challenge_method": "plain"}, "PKCE"),
    ],
)
def test_wrong_wishes_are_refused_with_the_reason(blog, changes, why):
    answer = blog.authorize(**changes)
    assert answer.status_code == 400
    assert why in answer.text
    assert blog.press({"persona": "ada"}, **changes).status_code == 400


def test_scopes_beyond_what_the_blog_may_have_are_refused(google):
    answer = google.authorize(scope="openid profile https://www.googleapis.com/auth/drive")
    assert answer.status_code == 400
    assert "auth/drive" in answer.text


def test_a_parameter_sent_twice_is_refused(google):
    url = google.authorize().url
    answer = requests.get(f"{url}&redirect_uri=https://evil.example/", timeout=30)
    assert answer.status_code == 400
    assert "more than once" in answer.text


def test_google_and_twitter_require_pkce_and_facebook_does_not(blog):
    answer = blog.authorize(code_challenge=None, code_challenge_method=None)
    assert answer.status_code == (200 if blog.provider == "facebook" else 400)


@pytest.mark.parametrize("press", [{}, {"persona": "nobody"}, {"misbehave": "unheard-of"}])
def test_buttons_that_do_not_exist_are_refused(google, press):
    assert google.press(press).status_code == 400


def test_only_google_has_an_id_token_to_spoil(facebook):
    assert facebook.press({"misbehave": "id-token-expired"}).status_code == 400


def test_wrong_methods_are_refused(blog):
    authorize = blog.at["AUTHORIZE_URL"]
    refused = requests.post(authorize, params=blog.wish(), timeout=30)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET")
    consent = f"{blog.stand.url}/{blog.provider}/consent"
    refused = requests.get(consent, params=blog.wish(), timeout=30)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
