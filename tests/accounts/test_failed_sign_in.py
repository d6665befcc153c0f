"""Whatever goes wrong: back where the words are, with one sentence, and nobody signed in."""

import logging
import time

import pytest
from django.contrib.sessions.models import Session

from accounts.adapters import SocialAccountAdapter
from accounts.models import User
from standin.misbehave import MISBEHAVIOURS
from tests.accounts.journey import IDS, NEXT, away, come_back, consent, sign_in, start, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standin")]
HARMLESS = {"id-token-missing"}
FAILURES = [
    (slug, key)
    for slug, id in IDS.items()
    for key, one in MISBEHAVIOURS.items()
    if id in one.providers
    and key not in HARMLESS
    and key.partition("-")[0] in {"denied", "server", "state", "code", "token", "id", "profile"}
]


def back(code):
    return NEXT.replace("#respond", f"&signin={code}#respond")


@pytest.mark.parametrize(("provider", "misbehaviour"), FAILURES)
def test_it_comes_back_with_a_sentence(client, settings, provider, misbehaviour):
    if misbehaviour.endswith("timeout"):
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    began = time.monotonic()
    answer = sign_in(client, provider, misbehave=misbehaviour)
    assert answer.status_code == 302
    assert answer["Location"] == back("denied" if misbehaviour == "denied" else "failed")
    assert user_of(client) is None
    assert not User.objects.exists()
    assert time.monotonic() - began < 10


def test_an_id_token_that_is_missing_is_made_up_for(client):
    assert sign_in(client, misbehave="id-token-missing")["Location"] == NEXT
    assert user_of(client).name == "Ada Winterbourne"


def test_a_reader_who_is_signed_in_stays_so(client):
    sign_in(client)
    ada = user_of(client)
    sign_in(client, "twitter", misbehave="denied")
    assert user_of(client) == ada


def test_a_second_try_works_and_says_nothing_of_the_first(client):
    failed = sign_in(client, misbehave="token-500")["Location"]
    again = sign_in(client, misbehave="denied", next_url=failed)["Location"]
    assert again == back("denied")


@pytest.mark.parametrize("provider", IDS)
def test_the_log_says_it_without_secrets(client, provider, caplog):
    callback = consent(away(start(client, provider)), misbehave="token-400")
    with caplog.at_level(logging.WARNING, "accounts"):
        come_back(client, callback)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "accounts.adapters"]
    assert IDS[provider] in line
    assert "127.0.0.1" in line
    assert "secret" not in line
    assert "code" not in line.lower()


def test_a_provider_that_is_not_there_at_all(client, settings):
    callback = consent(away(start(client)))
    google = {**settings.SOCIALACCOUNT_PROVIDERS["google"], "ACCESS_TOKEN_URL": "http://127.0.0.1:9/token"}
    settings.SOCIALACCOUNT_PROVIDERS = {**settings.SOCIALACCOUNT_PROVIDERS, "google": google}
    assert come_back(client, callback)["Location"] == back("failed")


def test_a_provider_that_sends_our_secret_elsewhere_is_not_followed():
    session = SocialAccountAdapter().get_requests_session()
    assert session.max_redirects == 0
    assert not session.trust_env


def test_sessions_of_failures_belong_to_nobody(client):
    sign_in(client, misbehave="denied")
    assert all("_auth_user_id" not in session.get_decoded() for session in Session.objects.all())
