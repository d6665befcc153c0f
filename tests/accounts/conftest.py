from collections.abc import Iterator

import pytest

from config.providers import providers
from standin.server import StandIn


@pytest.fixture(scope="session")
def stand() -> Iterator[StandIn]:
    with StandIn(hang=8) as stand:
        yield stand


@pytest.fixture
def standin(stand, settings):
    """The blog as in development without keys."""
    settings.STANDIN_URL = stand.url
    settings.SOCIALACCOUNT_PROVIDERS = providers({}, stand.url)
    settings.DEVELOPMENT_PICTURE_HOSTS = [stand.pictures_host]
    settings.ACCOUNT_RATE_LIMITS = {"social_start": "1000/m/ip"}
    return stand
