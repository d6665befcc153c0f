import pytest

from accounts.models import User
from tests import base
from tests.accounts.journey import sign_in

pytestmark = pytest.mark.django_db
FOR_STAFF = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
]
FOR_NOBODY = ["/accounts/3rdparty/", "/accounts/3rdparty/signup/"]
ALL = [
    *FOR_STAFF,
    *FOR_NOBODY,
    "/accounts/password/set/",
    "/accounts/password/reset/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/signup/",
    "/accounts/confirm-email/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/reauthenticate/",
]


@pytest.mark.parametrize("path", ALL)
def test_a_reader_has_no_such_page(ada, path):
    client = base.signed_in(ada)
    assert client.get(path).status_code == 404
    assert client.post(path, {"password1": "abcDEF123!", "password2": "abcDEF123!"}).status_code == 404
    ada.refresh_from_db()
    assert not ada.has_usable_password()


@pytest.mark.parametrize("path", FOR_STAFF)
def test_staff_have_them(alice, path):
    page = base.signed_in(alice).get(path)
    assert page.status_code == 200
    assert b'class="sheet"' in page.content


@pytest.mark.parametrize("path", FOR_NOBODY)
def test_nobody_connects_accounts(alice, client, path):
    assert base.signed_in(alice).get(path).status_code == 404
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", FOR_STAFF)
def test_strangers_are_asked_to_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-abc/",
        "/accounts/3rdparty/login/cancelled/",
    ],
)
def test_pages_for_strangers_wear_the_blogs_clothes(client, path):
    page = client.get(path)
    assert page.status_code == 200
    html = page.content.decode()
    assert 'class="sheet"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "style=" not in html


def test_a_reader_may_log_out_and_is_asked_first(ada):
    client = base.signed_in(ada)
    assert b"Log out?" in client.get("/accounts/logout/").content
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_cookie_of_before_is_no_use_after_logging_out(ada, settings):
    client = base.signed_in(ada)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/accounts/logout/")
    thief = base.browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    assert thief.get("/accounts/logout/").status_code == 302


def test_the_sign_in_page_offers_no_provider_and_no_sign_up(client, standin):
    html = client.get("/accounts/login/").content.decode()
    assert "Forgotten your password?" in html
    assert html.count('href="/accounts/password/reset/"') == 1
    assert "google" not in html.lower()
    assert "/accounts/signup/" not in html


def test_nobody_signs_up(client):
    client.post(
        "/accounts/signup/",
        {
            "email": "eve@mail.example",
            "username": "eve",
            "password1": "abcDEF123!",
            "password2": "abcDEF123!",
        },
    )
    assert not User.objects.exists()


def test_a_second_factor_is_set_up_after_the_password_and_drawn_in_the_page(alice):
    client = base.signed_in(alice)
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    html = client.post(asked["Location"], {"password": base.PASSWORD}, follow=True).content.decode()
    assert "<svg" in html
    assert "data:" not in html


def test_staff_see_where_they_are_signed_in_and_end_it(alice, client):
    elsewhere = base.browser()
    for browser, name in ((elsewhere, "Old Phone"), (client, "New Laptop")):
        browser.post(
            "/accounts/login/", {"login": "alice", "password": base.PASSWORD}, headers={"user-agent": name}
        )
    html = client.get("/accounts/sessions/").content.decode()
    assert "Old Phone" in html
    assert "New Laptop" in html
    client.post("/accounts/sessions/")
    assert elsewhere.get("/accounts/sessions/").status_code == 302
    assert client.get("/accounts/sessions/").status_code == 200


def test_a_reader_who_came_by_a_provider_sees_the_same(client, standin):
    sign_in(client)
    assert client.get("/accounts/password/set/").status_code == 404
