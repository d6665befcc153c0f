"""The product's own settings, as production has them, with what tests need different.

`DATABASE=postgres pytest` runs the same tests on PostgreSQL.
"""

import atexit
import os
import tempfile
from contextlib import ExitStack

from tests.postgres import Postgres

# Once for a run: the workers of pytest-xdist, and processes that tests start, inherit it.
if "TESTS_FOLDER" not in os.environ:
    run = ExitStack()
    atexit.register(run.close)
    folder = run.enter_context(tempfile.TemporaryDirectory(prefix="leave-a-reply-tests-"))
    on_postgres = os.environ.get("DATABASE", "sqlite") == "postgres"
    os.environ.update(
        TESTS_FOLDER=folder,
        DATA_DIR=folder,
        DATABASE_URL=run.enter_context(Postgres()).url if on_postgres else f"sqlite:///{folder}/blog.sqlite3",
    )

os.environ.update(
    DEBUG="0",
    SECRET_KEY="only-for-tests-and-as-long-as-the-deployment-check-wants-it-to-be",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    BASE_URL="http://testserver",
    EMAIL_URL="memorymail://",
    REDIS_URL="",
    TRUSTED_PROXIES="0",
    COMMENT_RATE="",  # tests about the limit switch it on
    **{
        f"{name}_CLIENT_{part}": "" for name in ("GOOGLE", "TWITTER", "FACEBOOK") for part in ("ID", "SECRET")
    },
)

from config.settings import *  # noqa: F403
from config.settings import DATA_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory, so that threads and the live server have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
else:
    # Twenty at once on a machine that does other things besides wait longer than readers should.
    DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 30

CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages", "parts")
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a sign-in takes no time

# A request that asks the same question row by row is an error.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# allauth writes and reads its session anew while a sign-in waits for the provider. Who asks
# and who is asked for are two people, and at a sign-in each of somebody's sessions is looked at.
ZEAL_ALLOWLIST = [{"model": "sessions.Session"}, {"model": "accounts.User", "field": "get()"}]
