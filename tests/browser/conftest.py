"""Chromium against a live server, with stand-ins for Google, Twitter and Facebook.

Whatever a test looks at, it fails when a page breaks the Content-Security-Policy, logs
an error, or asks any other host for anything.
"""

import os
import shutil

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from config.providers import providers
from standin.server import StandIn
from tests import base
from tests.browser.watch import Watch

# Playwright's loop runs in the tests' thread, where Django then suspects async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# The blog on another host than the stand-in's "localhost", as providers are on other hosts.
os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"

QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",  # or it plays one, for a third of the time
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PATIENCE = 10_000  # milliseconds: a page under load, and not a page that waits for ever
expect.set_options(timeout=PATIENCE)

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "The browser tests need Chromium: apt-get install chromium"
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(QUIET)}


@pytest.fixture(scope="session")
def standin():
    with StandIn(hang=3) as running:
        yield running


@pytest.fixture(autouse=True)
def site(live_server, standin, settings):
    """The blog's address."""
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
