import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from standin.misbehave import GROUPS
from standin.server import StandIn


def test_cancel_comes_back_as_access_denied_with_the_state(blog):
    back = blog.consent(misbehave="denied")
    assert (back["error"], back["state"]) == ("access_denied", blog.state)
    assert "code" not in back
    if blog.provider == "facebook":
        assert back["error_reason"] == "user_denied"


def test_the_way_back_can_be_spoilt(blog):
    assert blog.consent(misbehave="server-error")["error"] == "server_error"
    assert blog.consent(misbehave="state-forged")["state"] != blog.state
    assert "state" not in blog.consent(misbehave="state-missing")
    assert "code" not in blog.consent(misbehave="code-missing")
    assert blog.exchange(blog.consent(misbehave="code-forged")["code"]).status_code != 200


@pytest.mark.parametrize(
    ("key", "status", "kind"),
    [
        ("token-500", 500, "text/html"),
        ("token-400", 400, "application/json"),
        ("token-html", 200, "text/html"),
        ("token-empty", 200, "application/json"),
        ("token-timeout", 504, "text/html"),
    ],
)
def test_the_token_can_be_spoilt(blog, key, status, kind):
    answer = blog.exchange(blog.consent(misbehave=key)["code"])
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith(kind)
    assert "access_token" not in answer.text


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("profile-503", 503),
        ("profile-401", (401, 400)),
        ("profile-malformed", 200),
        ("profile-list", 200),
        ("profile-html", 200),
        ("profile-timeout", 504),
    ],
)
def test_the_profile_can_be_spoilt(blog, key, status):
    answer = blog.exchange(blog.consent(misbehave=key)["code"]).json()
    # Google's profile is asked for only when there is no ID token.
    assert "id_token" not in answer
    spoilt = blog.profile(answer["access_token"])
    assert spoilt.status_code in (status if isinstance(status, tuple) else (status,))
    assert '"id"' not in spoilt.text


def name_of(blog, **press) -> tuple[str, str]:
    person = blog.profile(blog.token(**press)).json()
    person = person.get("data", person)
    return person["id"], person.get("name", "")


def test_a_spoilt_person_is_somebody_else_and_ada_stays_ada(blog):
    ada, name = name_of(blog)
    hostile, hostile_name = name_of(blog, misbehave="hostile-name")
    assert name == "Ada Winterbourne"
    assert hostile != ada
    assert "\u202e" in hostile_name
    assert "<img" in hostile_name
    assert len(name_of(blog, misbehave="long-name")[1]) > 5000
    assert name_of(blog, misbehave="empty-name")[1] == ""
    assert name_of(blog, misbehave="picture-404")[0] == ada


def test_an_address_can_be_missing(google):
    assert "email" not in google.profile(google.token(misbehave="no-email")).json()


def test_a_timeout_lasts_as_long_as_told_and_blocks_nobody(stand, google):
    code = google.consent(misbehave="token-timeout")["code"]
    with ThreadPoolExecutor() as pool:
        begun = time.monotonic()
        hanging = pool.submit(google.exchange, code)
        requests.get(stand.url, timeout=30)
        assert not hanging.done()
        assert hanging.result().status_code == 504
        assert time.monotonic() - begun >= stand.hang


def test_a_hanging_answer_does_not_hold_up_stopping():
    stand = StandIn(hang=30).start()
    with ThreadPoolExecutor() as pool:
        url = f"{stand.url}/pictures/google/picture-hang=s96-c"
        hanging = pool.submit(requests.get, url, timeout=60)
        while not stand.log:
            time.sleep(0.01)
        begun = time.monotonic()
        stand.stop()
        assert time.monotonic() - begun < 10
        assert len(hanging.result().content) == 100


@pytest.mark.parametrize("key", [one.key for one in (*GROUPS["The person"], *GROUPS["The picture"])])
def test_every_spoilt_person_and_picture_shows_in_the_profile(google, key):
    """A key that no module looks at would sign Ada in as if nothing had happened."""
    good = google.profile(google.token()).json()
    assert google.profile(google.token(misbehave=key)).json() != good
