"""Chromium against a live server, with stand-ins for Google, Twitter and Facebook.

Whatever a test looks at, it fails when a page breaks the Content-Security-Policy, logs
an error, or asks any other host for anything.
"""

import os

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import handlers
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from config.providers import providers
from standin.server import StandIn
from tests import base, served
from tests.browser.chromium import launch_args
from tests.browser.watch import Watch

# Playwright's loop runs in the tests' thread, where Django then suspects async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PATIENCE = 20_000  # milliseconds: a page under load, and not a page that waits for ever
expect.set_options(timeout=PATIENCE)

STORAGES = {
    **django_settings.STORAGES,
    "staticfiles": {"BACKEND": "config.static_files.OneStylesheetStorage"},
}
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **launch_args()}


@pytest.fixture(scope="session")
def standin():
    with StandIn(hang=3) as running:
        yield running


@pytest.fixture(scope="session")
def live_server(tmp_path_factory):
    """The blog with its static files as `manage.py serve` has them, and on another host
    than the stand-in's "localhost", as providers are on other hosts."""
    folder = tmp_path_factory.mktemp("static")
    as_served = override_settings(
        STATIC_ROOT=folder,
        STORAGES=STORAGES,
        WHITENOISE_SKIP_COMPRESS_EXTENSIONS=served.WHITENOISE_SKIP_COMPRESS_EXTENSIONS,
    )
    with as_served, pytest.MonkeyPatch.context() as patch:
        call_command("collectstatic", verbosity=0, interactive=False)
        patch.setattr(handlers, "StaticFilesHandler", lambda application: application)  # WhiteNoise has them
        server = LiveServer("127.0.0.1")
    server.static_root = folder
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def site(live_server, standin, settings):
    """The blog's address."""
    settings.STORAGES = STORAGES
    settings.STATIC_ROOT = live_server.static_root
    settings.BASE_URL = live_server.url
    settings.STANDIN_URL = standin.url
    settings.SOCIALACCOUNT_PROVIDERS = providers({}, standin.url)
    return live_server.url


@pytest.fixture
def open_browser(new_context, site, standin):
    """open_browser(width and height, java_script_enabled=..., color_scheme=...) -> Page"""
    watch = Watch(site, standin.url)

    def open_browser(size: dict[str, int], **kwargs) -> Page:
        context = new_context(viewport=size, base_url=site, **kwargs)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context.new_page()

    yield open_browser
    assert watch.trouble == []


@pytest.fixture
def desktop(open_browser) -> Page:
    return open_browser(DESKTOP)


@pytest.fixture
def phone(open_browser) -> Page:
    return open_browser(PHONE, has_touch=True)


@pytest.fixture
def scriptless(open_browser) -> Page:
    return open_browser(DESKTOP, java_script_enabled=False)


@pytest.fixture(
    params=[(DESKTOP, True), (DESKTOP, False), (PHONE, True), (PHONE, False)],
    ids=["desktop", "desktop-no-script", "phone", "phone-no-script"],
)
def any_reader(request, open_browser) -> Page:
    """The same journey on both widths, with JavaScript and without."""
    size, script = request.param
    return open_browser(size, java_script_enabled=script)


@pytest.fixture
def sign_in(site):
    """sign_in(page, person) -> the page, of whose browser the person is the reader."""

    def sign_in(page, person):
        session = base.signed_in(person).cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": site}]
        )
        return page

    return sign_in
