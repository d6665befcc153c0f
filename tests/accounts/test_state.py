"""The answer of a provider counts once, in the browser that asked, for the provider asked."""

import pytest

from tests import base
from tests.accounts.journey import NEXT, away, come_back, consent, sign_in, start, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standin")]


def test_a_callback_works_once(client):
    callback = consent(away(start(client)))
    assert come_back(client, callback)["Location"] == NEXT
    client.logout()
    again = come_back(client, callback)
    assert user_of(client) is None
    assert again.status_code == 401


def test_a_callback_of_another_browser_signs_nobody_in(client):
    victim = base.browser()
    answer = come_back(victim, consent(away(start(client))))
    assert answer.status_code == 401
    assert b"Signing in did not work" in answer.content
    assert user_of(victim) is None


def test_a_victim_on_the_way_comes_back_to_their_own_post(client):
    victim = base.browser()
    start(victim, next_url="/mine/#respond")
    answer = come_back(victim, consent(away(start(client))))
    assert answer["Location"] == "/mine/?signin=failed#respond"
    assert user_of(victim) is None


def test_a_state_of_one_provider_is_no_use_at_another(client):
    callback = consent(away(start(client, "google")))
    answer = come_back(client, callback.replace("/google/", "/facebook/"))
    assert "signin=failed" in answer["Location"]
    assert user_of(client) is None


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied", "?state=%00"]
)
@pytest.mark.parametrize("provider", ["google", "twitter_oauth2", "facebook"])
def test_a_callback_out_of_nowhere_is_a_friendly_page(client, provider, query):
    answer = client.get(f"/accounts/{provider}/login/callback/{query}")
    assert answer.status_code == 401
    assert b"Signing in did not work" in answer.content


def test_two_tabs_both_arrive(client):
    first, second = away(start(client, next_url="/one/")), away(start(client, next_url="/two/"))
    assert come_back(client, consent(second))["Location"] == "/two/"
    assert come_back(client, consent(first))["Location"] == "/one/"
    assert user_of(client)


def test_the_session_has_another_key_afterwards(client, settings):
    start(client)
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    thief = base.browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert user_of(thief) is None


def test_an_invented_session_is_not_adopted(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "abc"
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "abc"
    assert user_of(client)
