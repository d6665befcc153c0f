"""Who may speak in one browser: everybody who signed in there with a provider, one at a time."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from accounts.connected import MOST, become, key_of, others_of
from accounts.models import User
from tests import base
from tests.accounts.journey import sign_in, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standin")]


def visit(client):
    """A request of this browser, as a view would get it."""
    request = RequestFactory().get("/")
    request.session = client.session
    key = client.session.get("_auth_user_id")
    request.user = User.objects.filter(pk=key, is_active=True).first() if key else None
    if request.user is None:
        request.user = AnonymousUser()
    return request


def others(client):
    return [(other.name, other.provider) for other in others_of(visit(client))]


def two_accounts(client):
    sign_in(client, "google", "ada")
    ada = user_of(client)
    sign_in(client, "twitter", "bruno")
    return ada, user_of(client)


def test_one_account_leaves_nobody_else(client):
    sign_in(client)
    assert others(client) == []
    assert key_of(visit(client))


def test_a_second_account_keeps_the_first_at_hand(client):
    two_accounts(client)
    assert user_of(client).name == "Bruno Feldspar"
    assert others(client) == [("Ada Winterbourne", "google")]


def test_the_same_account_again_is_one(client):
    two_accounts(client)
    sign_in(client, "google", "ada")
    assert others(client) == [("Bruno Feldspar", "twitter")]


def test_only_a_few_are_kept(client):
    for persona in ("ada", "bruno", "noor", "emoji"):
        for provider in ("google", "twitter"):
            sign_in(client, provider, persona)
    assert len(others(client)) == MOST - 1


def test_a_sign_in_that_fails_changes_nothing(client):
    two_accounts(client)
    sign_in(client, "facebook", misbehave="denied")
    assert user_of(client).name == "Bruno Feldspar"
    assert others(client) == [("Ada Winterbourne", "google")]


@pytest.mark.parametrize("way", ["beside the form", "the site's own page"])
def test_nobody_is_left_after_log_out(client, post, way):
    two_accounts(client)
    client.post(
        f"{post.get_absolute_url()}comments/logout/" if way == "beside the form" else "/accounts/logout/"
    )
    assert user_of(client) is None
    assert "connected" not in client.session
    sign_in(client, "facebook", "noor")
    assert others(client) == []


def test_another_browser_knows_nothing_of_them(client):
    two_accounts(client)
    elsewhere = base.browser()
    sign_in(elsewhere, "twitter", "bruno")
    assert others(elsewhere) == []
    assert key_of(visit(elsewhere)) != key_of(visit(client))


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": True}, {"is_superuser": True}])
def test_who_was_banned_or_became_staff_is_gone(client, change):
    ada, _bruno = two_accounts(client)
    User.objects.filter(pk=ada.pk).update(**change)
    assert others(client) == []


def test_who_was_deleted_is_gone(client):
    ada, _bruno = two_accounts(client)
    ada.delete()
    assert others(client) == []


def test_whose_sessions_were_ended_is_gone(client):
    ada, _bruno = two_accounts(client)
    ada.set_password("something else")
    ada.save()
    assert others(client) == []


def test_staff_are_never_connected(client, alice):
    client.post("/accounts/login/", {"login": "alice", "password": base.PASSWORD})
    assert user_of(client) == alice
    sign_in(client, "google", "ada")
    assert others(client) == []
    client.post("/accounts/logout/")
    sign_in(client, "google", "ada")
    client.post("/accounts/login/", {"login": "alice", "password": base.PASSWORD})
    assert others(client) == []


def test_a_reader_who_becomes_staff_has_nobody_beside_them(client):
    _ada, bruno = two_accounts(client)
    User.objects.filter(pk=bruno.pk).update(is_staff=True)
    assert others(client) == []


def test_becoming_another_is_a_sign_in_of_its_own(client):
    ada, bruno = two_accounts(client)
    request = visit(client)
    before = request.session.session_key
    become(request, others_of(request)[0])
    request.session.save()
    assert request.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert request.user == ada
    assert request.session["commenting_as"] == "google"
    assert [other.user for other in others_of(request)] == [bruno]


def test_a_key_says_nothing_and_stays(client):
    ada, _bruno = two_accounts(client)
    (other,) = others_of(visit(client))
    assert len(other.key) == 22
    assert str(ada.pk) != other.key
    sign_in(client, "google", "ada")
    assert key_of(visit(client)) == other.key


def test_a_script_that_was_slower_than_a_sign_in_does_not_undo_it(client, post):
    sign_in(client)
    before = client.cookies["sessionid"].value
    sign_in(client, "twitter", "bruno")
    late = base.browser()
    late.cookies["sessionid"] = before
    address = f"{post.get_absolute_url()}comments/form/"
    assert "sessionid" not in late.get(address, headers={"sec-fetch-dest": "empty"}).cookies
    assert late.get(address, headers={"sec-fetch-dest": "document"}).cookies["sessionid"].value == ""


def test_a_script_can_sign_out(client, post):
    sign_in(client)
    address = f"{post.get_absolute_url()}comments/logout/"
    left = client.post(address, headers={"sec-fetch-dest": "empty"})
    assert left.cookies["sessionid"].value == ""
