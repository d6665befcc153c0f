"""The admin is behind the one sign-in page, its limits and its second factor."""

import logging
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin

from accounts.models import User
from tests import base

pytestmark = pytest.mark.django_db


def log_in(client, login="alice", password=base.PASSWORD, path="/accounts/login/?next=/admin/", **extra):
    return client.post(path, {"login": login, "password": password}, **extra)


def test_the_admin_sends_to_the_sign_in_page(client):
    answer = client.get("/admin/", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    assert b"For the people who write and look after this blog" in answer.content


def test_it_leads_to_the_admin_and_says_nothing(alice, client):
    answer = log_in(client)
    assert answer["Location"] == "/admin/"
    assert "messages" not in answer.cookies
    assert client.get("/admin/").status_code == 200


def test_an_owner_made_on_the_command_line_gets_in(client):
    User.objects.create_superuser("owner", "owner@blog.example", base.PASSWORD)
    assert log_in(client, "owner")["Location"] == "/admin/"
    assert log_in(base.browser(), "owner@blog.example")["Location"] == "/admin/"


def test_an_owner_without_an_address_gets_in(client):
    User.objects.create_superuser("owner", "", base.PASSWORD)
    assert log_in(client, "owner")["Location"] == "/admin/"


def test_djangos_own_form_signs_nobody_in(alice, client):
    answer = client.post("/admin/login/", {"username": "alice", "password": base.PASSWORD})
    assert answer["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_a_reader_is_refused(ada):
    client = base.signed_in(ada)
    assert client.get("/admin/", follow=True).status_code == 403


def test_somebody_imported_cannot_sign_in(client):
    User.objects.create_user("jo", "jo@blog.example", imported_key="blog:jo")
    assert log_in(client, "jo", "").status_code == 200
    assert log_in(client, "jo", "!").status_code == 200


def test_guessing_one_password_is_limited(alice, client):
    for number in range(5):
        assert b"Too many" not in log_in(client, password=f"guess {number}").content
    assert b"Too many failed login attempts" in log_in(client, password="guess 5").content
    # From elsewhere too, and even the right one has to wait now.
    answer = log_in(base.browser(REMOTE_ADDR="10.0.0.9"))
    assert b"Too many failed login attempts" in answer.content
    assert "_auth_user_id" not in client.session


def test_fifty_guesses_at_the_admins_own_address_open_nothing(alice, client):
    for number in range(50):
        client.post("/admin/login/", {"username": "alice", "password": f"guess {number}"})
    assert "_auth_user_id" not in client.session


def test_guessing_for_many_from_one_place_is_limited(client):
    answers = [log_in(client, login=f"user{number}", password="x").status_code for number in range(40)]
    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "header",
    ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "x-client-ip", "true-client-ip"],
)
def test_another_address_in_a_header_is_no_way_round(client, header):
    for number in range(40):
        answer = log_in(client, f"user{number}", "x", headers={header: f"10.0.0.{number}"})
    assert answer.status_code == 429


@pytest.mark.parametrize("login", ["Alice", "alice ", " ALICE"])
def test_another_spelling_is_no_way_round(alice, login):
    for number in range(5):
        log_in(base.browser(), password=f"guess {number}")
    assert log_in(base.browser(), login).status_code == 200


def test_another_port_in_the_host_is_no_way_round(alice, client):
    for number in range(5):
        log_in(client, password=f"guess {number}", headers={"host": f"testserver:{8000 + number}"})
    answer = log_in(client, headers={"host": "testserver:9000"})
    assert b"Too many failed login attempts" in answer.content


def test_one_network_of_ipv6_counts_as_one(client):
    for number in range(40):
        answer = log_in(client, f"user{number}", "x", REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert answer.status_code == 429


def test_after_the_wait_the_right_password_works(alice, client, monkeypatch):
    import time

    for number in range(6):
        log_in(client, password=f"guess {number}")
    assert log_in(client).status_code == 200
    now = time.time()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + 301)
    assert log_in(client)["Location"] == "/admin/"


def test_a_wrong_password_is_logged_with_its_place(alice, client, caplog):
    with caplog.at_level(logging.WARNING, "accounts"):
        log_in(client, password="hunter2")
    assert "Wrong password for alice from 127.0.0.1" in caplog.text
    assert "hunter2" not in caplog.text


def test_known_and_unknown_names_get_the_same_answer(alice, client):
    known = log_in(client, password="wrong")
    unknown = log_in(client, "nobody", password="wrong")
    assert known.status_code == unknown.status_code == 200
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    same = token.sub(b"", known.content).replace(b"alice", b"nobody")
    assert same == token.sub(b"", unknown.content)


def test_a_second_factor_is_asked_for(alice, client):
    TOTP.activate(alice, generate_totp_secret())
    answer = log_in(client)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get(answer["Location"]).status_code == 200


def test_what_says_who_somebody_is_cannot_be_edited():
    registered = {model._meta.label for model in admin.site._registry}
    assert "accounts.User" in registered
    assert not {
        label
        for label in registered
        if label.startswith(("socialaccount.", "account.", "mfa.", "usersessions."))
    }


def test_the_list_of_people_says_how_they_sign_in(alice, ada, bob):
    page = base.signed_in(alice).get("/admin/accounts/user/")
    html = page.content.decode()
    for name in ("Alice Liddell", "Ada Lovelace", "Google", "Twitter", "password"):
        assert name in html
    assert base.signed_in(alice).get(f"/admin/accounts/user/{ada.pk}/change/").status_code == 200
    assert base.signed_in(alice).get("/admin/accounts/user/add/").status_code == 200


def test_a_hostile_name_is_harmless_there(alice):
    base.member("eve", '"><img src=x onerror=alert(1)>')
    html = base.signed_in(alice).get("/admin/accounts/user/").content.decode()
    assert "<img src=x" not in html
