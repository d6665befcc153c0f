import signal

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client

from comments.models import Discussion
from tests import base

# A script that runs us in the background makes us deaf to Ctrl-C, and all that we start with us.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str:
    return f"database: {django_settings.DATABASES['default']['ENGINE']}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What opens no database is the same on each, and is tested once."""
    for item in items:
        opens = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        marks = {mark.name for mark in item.iter_markers()}
        if not opens and not marks & {"django_db", "own_database"}:
            item.add_marker("one_database")


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    """Each test has its own media folder and empty caches."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def tasks_are_rows(settings):
    """As in production: they are done when somebody does them (tests.comments.mailbox)."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# --- People: one for each permission ----------------------------------------------


@pytest.fixture
def alice(db):
    """Writes the blog and owns it."""
    return base.author("alice", "Alice Liddell", is_staff=True, is_superuser=True)


@pytest.fixture
def mo(db):
    """Moderates, and may do nothing else."""
    return base.moderator("mo", "Mo Derator")


@pytest.fixture
def cy(db):
    """Writes, and neither owns the blog nor moderates."""
    return base.author("cy", "Cy Author", is_staff=True)


@pytest.fixture
def ada(db):
    """A reader who signed in with Google."""
    return base.member("ada", "Ada Lovelace", provider="google")


@pytest.fixture
def bob(db):
    """A reader who signed in with Twitter."""
    return base.member("bob", "Bob Kahn", provider="twitter")


@pytest.fixture
def client() -> Client:
    """A stranger's browser."""
    return base.browser()


# --- Something to read ------------------------------------------------------------


@pytest.fixture
def post(alice):
    return base.published(alice)


@pytest.fixture
def no_letters(db):
    """The blog's own people get no mail about comments: whatever comes is for others."""
    Discussion.objects.create(tell_author=False, tell_moderators=False)
