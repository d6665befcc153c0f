import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from accounts.checks import check_sign_in
from config.providers import keys_from, providers

KEYS = {"google": {"client_id": "id", "secret": "secret"}}


def env_with(**values):
    env = Env()
    env.ENVIRON = values
    return env


def found(settings):
    return [error.id for error in check_sign_in(None)]


@pytest.fixture
def production(settings):
    settings.DEBUG = False
    settings.SOCIALACCOUNT_PROVIDERS = providers(KEYS)
    settings.STANDIN_URL = ""
    settings.DEVELOPMENT_PICTURE_HOSTS = []


def test_production_with_keys_is_fine(settings, production):
    assert found(settings) == []


@pytest.mark.parametrize(
    "name", ["AUTHORIZE_URL", "ACCESS_TOKEN_URL", "CERTS_URL", "GRAPH_API_URL", "provider_class"]
)
def test_production_with_other_addresses_is_refused(settings, production, name):
    settings.SOCIALACCOUNT_PROVIDERS["google"][name] = "http://localhost:8001/"
    assert found(settings) == ["accounts.E001"]


def test_production_with_the_stand_in_is_refused(settings, standin):
    settings.DEBUG = False
    assert found(settings) == ["accounts.E001"] * 4 + ["accounts.E003"]


def test_production_with_the_dummy_provider_is_refused(settings, production):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "allauth.socialaccount.providers.dummy"]
    assert found(settings) == ["accounts.E002"]


def test_production_with_pictures_from_elsewhere_is_refused(settings, production):
    settings.DEVELOPMENT_PICTURE_HOSTS = ["localhost:8001"]
    assert found(settings) == ["accounts.E003"]


def test_development_may_use_all_of_it(settings, standin):
    settings.DEBUG = True
    assert found(settings) == []


# --- Keys from the environment ----------------------------------------------------


def test_a_provider_has_an_app_when_it_has_keys():
    keys = keys_from(env_with(GOOGLE_CLIENT_ID="id", GOOGLE_CLIENT_SECRET="secret", TWITTER_CLIENT_ID=" "))
    assert keys == KEYS
    about = providers(keys)
    assert about["google"]["APPS"] == [KEYS["google"]]
    assert about["twitter_oauth2"]["APPS"] == about["facebook"]["APPS"] == []
    assert not any(name.endswith("URL") for settings in about.values() for name in settings)


@pytest.mark.parametrize("part", ["ID", "SECRET"])
def test_half_a_key_is_a_mistake(part):
    with pytest.raises(ImproperlyConfigured, match="FACEBOOK_CLIENT_ID and FACEBOOK_CLIENT_SECRET"):
        keys_from(env_with(**{f"FACEBOOK_CLIENT_{part}": "x"}))


def test_the_stand_in_plays_all_three():
    about = providers({}, "http://localhost:8001")
    assert all(settings["APPS"] for settings in about.values())
    assert about["google"]["AUTHORIZE_URL"].startswith("http://localhost:8001/")
