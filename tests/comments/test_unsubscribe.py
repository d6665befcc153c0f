"""comments/follow/<token>/ and what stands below: links in mails, for people and for programs."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from comments import mail_links
from comments.models import Follow
from tests import base

pytestmark = pytest.mark.django_db
SENTENCE = "This link does not work"


@pytest.fixture
def follower(post):
    return follows(post)


def follows(post, email="grace@mail.example", level="all", **kwargs) -> Follow:
    return Follow.objects.create(post=post, email=email, level=level, confirmed_at=timezone.now(), **kwargs)


def settings_of(follower):
    return mail_links.link_to_settings(follower)


def stop_of(follower):
    return mail_links.link_to_settings(follower, "stop_following")


def all_of(follower):
    return mail_links.link_to_settings(follower, "all_follows")


def confirm_of(follower):
    return mail_links.link_to_confirm(follower, "replies")


PAGES = [settings_of, stop_of, all_of, confirm_of]


def level(follower) -> str | None:
    return Follow.objects.filter(pk=follower.pk).values_list("level", flat=True).first()


# --- For mail programs ------------------------------------------------------------


def test_one_click_stops_without_cookies_and_without_a_browser(follower):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(stop_of(follower), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert level(follower) is None
    assert not answer.cookies
    again = program.post(stop_of(follower), {"List-Unsubscribe": "One-Click"})
    assert again.status_code == 200


def test_one_click_from_anywhere_needs_the_link_and_nothing_else(follower):
    for headers in ({"origin": "https://mail.example"}, {"sec-fetch-site": "cross-site"}):
        assert (
            Client(enforce_csrf_checks=True).post("/comments/follow/x.y.z/stop/", headers=headers).status_code
            == 404
        )
    assert level(follower) == "all"
    program = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
    assert program.post(stop_of(follower)).status_code == 200
    assert level(follower) is None


def test_programs_that_only_look_stop_nothing(client, follower):
    for page in PAGES:
        for method in (client.get, client.head):
            assert method(page(follower), follow=True).status_code == 200
        assert client.put(page(follower)).status_code == 405
    assert level(follower) == "all"


# --- For people -------------------------------------------------------------------


def test_a_person_is_asked_before_it_stops(client, follower):
    page = client.get(stop_of(follower), follow=True)
    assert urlsplit(page.redirect_chain[-1][0]).path in ("..", settings_of(follower))
    assert "Stop following" in page.content.decode()
    stopped = client.post(settings_of(follower), {"level": ""}, follow=True)
    assert "You do not follow this conversation any more" in stopped.content.decode()
    assert level(follower) is None
    assert client.post(settings_of(follower), {"level": "all"}).status_code == 200
    assert not Follow.objects.exists()


def test_the_level_is_shown_and_changed(client, follower):
    page = client.get(settings_of(follower)).content.decode()
    assert 'value="all" checked' in page
    page = client.post(settings_of(follower), {"level": "replies"}, follow=True).content.decode()
    assert 'value="replies" checked' in page
    assert level(follower) == "replies"


@pytest.mark.parametrize("fields", [{}, {"level": "everything"}, {"level": "a\0"}, {"level": " "}])
def test_a_wrong_wish_is_400_and_changes_nothing(client, follower, fields):
    assert client.post(settings_of(follower), fields).status_code == 400
    assert level(follower) == "all"


def test_all_of_an_address_and_nothing_of_others(client, alice, ada, post, follower):
    other = base.published(alice, title="Forward running")
    follows(other, "GRACE@mail.example", "replies")
    follows(base.draft(alice, title="zqDRAFTqz"))
    follows(other, "ada@mail.example", user=ada)
    page = client.get(all_of(follower)).content.decode()
    assert page.count("/comments/follow/") == 3
    assert "Forward running" in page
    assert "zqDRAFTqz" not in page
    assert "ada@" not in page
    client.post(all_of(follower))
    assert [each.email for each in Follow.objects.all()] == ["ada@mail.example"]
    assert client.post(all_of(follower)).status_code == 200


def test_many_follows_cost_the_same(client, alice, post, follower, django_assert_max_num_queries):
    for number in range(9):
        follows(base.published(alice, title=f"Post {number}"))
    with django_assert_max_num_queries(4):
        client.get(all_of(follower))


def test_a_post_that_was_taken_back_is_not_named_but_can_be_left(client, follower, post):
    post.refresh_from_db()
    post.title = "zqDRAFTqz"
    post.unpublish()
    assert client.get(confirm_of(follower)).status_code == 404
    for page in (settings_of, all_of):
        assert "zqDRAFTqz" not in client.get(page(follower)).content.decode()
    client.post(settings_of(follower), {"level": ""})
    assert level(follower) is None


# --- The link is the proof --------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_nobody_elses_business(client, follower, page):
    answer = client.get(page(follower))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "grace@" not in answer.content.decode()
    if answer.status_code == 200:
        assert "g…@mail.example" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_one_character_changed_is_404_in_friendly_words(client, follower, page):
    address = page(follower)
    start = len("/comments/follow/confirm/" if page is confirm_of else "/comments/follow/")
    token = address[start:].split("/")[0]
    for at in range(0, len(token), 7):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        answer = client.post(address.replace(token, changed), {"level": ""})
        assert (answer.status_code, SENTENCE in answer.content.decode()) == (404, True), changed
        assert answer["Referrer-Policy"] == "no-referrer"
    assert level(follower) == "all"


@pytest.mark.parametrize("token", ["x", "x.y.z", "..", "é", "a:b:c", "W10.1.x", "%00", "x" * 3000])
def test_an_invented_token_is_404(client, follower, token):
    for address in (
        f"/comments/follow/{token}/",
        f"/comments/follow/{token}/stop/",
        f"/comments/follow/confirm/{token}/",
    ):
        assert client.post(address, {"level": ""}).status_code == 404
    assert level(follower) == "all"


def test_a_link_opens_nothing_that_it_was_not_made_for(client, follower):
    settings, confirm = settings_of(follower).split("/")[3], confirm_of(follower).split("/")[4]
    assert client.post(f"/comments/follow/confirm/{settings}/").status_code == 404
    for end in ("", "stop/", "all/"):
        assert client.post(f"/comments/follow/{confirm}/{end}", {"level": ""}).status_code == 404
    assert level(follower) == "all"


def test_a_link_is_for_one_follower_and_one_address(client, follower, post):
    other = follows(post, "ada@mail.example")
    client.post(stop_of(follower))
    assert level(other) == "all"
    link = settings_of(other)
    Follow.objects.filter(pk=other.pk).update(email="elsewhere@mail.example")
    assert client.get(link).status_code == 404


def test_a_link_to_confirm_is_good_for_three_days(client, post, monkeypatch):
    follower = Follow.objects.create(post=post, email="grace@mail.example", level="all")
    now = timezone.now().timestamp()
    monkeypatch.setattr(
        "django.core.signing.time.time", lambda: now - timedelta(days=3, minutes=1).total_seconds()
    )
    old = confirm_of(follower)
    monkeypatch.setattr(
        "django.core.signing.time.time", lambda: now - timedelta(days=2, hours=23).total_seconds()
    )
    young = confirm_of(follower)
    monkeypatch.undo()
    assert client.post(old).status_code == 404
    assert Follow.objects.get().confirmed_at is None
    assert client.post(young).status_code == 302
    assert level(follower) == "replies"


def test_a_link_to_stop_never_gets_old(client, follower, monkeypatch):
    past = timezone.now().timestamp() - 10 * 365 * 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: past)
    link = stop_of(follower)
    monkeypatch.undo()
    client.post(link)
    assert level(follower) is None


def test_who_stopped_is_not_brought_back_by_an_old_link(client, follower):
    link = confirm_of(follower)
    client.post(stop_of(follower))
    assert client.post(link).status_code == 404
    assert not Follow.objects.exists()
