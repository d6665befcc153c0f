"""The page on which readers report a comment."""

import pytest

from comments.models import Comment, Report
from tests import base


@pytest.fixture
def comment(post):
    return base.comment(post, "Buy <b>my</b> shoes.", name="<i>Mallory</i>")


def address(comment) -> str:
    return f"/comments/{comment.pk}/report/"


def test_a_look_at_the_page_changes_nothing(client, comment):
    response = client.get(address(comment))
    assert response.status_code == 200
    assert "What is wrong with it?" in response.content.decode()
    assert "&lt;i&gt;Mallory" in response.content.decode()
    assert not Report.objects.exists()


def test_strangers_members_and_moderators_report(client, comment, ada, mo):
    for reader in (client, base.signed_in(ada), base.signed_in(mo)):
        response = reader.post(address(comment), {"reason": "unkind", "words": "See the second line."})
        assert "A moderator will look at it." in response.content.decode()
    assert set(Report.objects.values_list("user__username", flat=True)) == {None, "ada", "mo"}
    assert Report.objects.filter(words="See the second line.", reason="unkind").count() == 3


def test_saying_it_twice_says_so(client, comment):
    client.post(address(comment), {"reason": "spam"})
    assert "once is enough" in client.post(address(comment), {"reason": "spam"}).content.decode().lower()
    assert Report.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "rude", "spam\0", "x" * 5000])
def test_a_report_needs_one_of_the_reasons_and_keeps_the_words(client, comment, reason):
    response = client.post(address(comment), {"reason": reason, "words": "Keep me."})
    assert response.status_code == 422
    assert "Please choose one." in response.content.decode()
    assert "Keep me." in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("status", ["pending", "spam", "trash", "erased"])
def test_what_readers_cannot_see_they_cannot_report(client, post, status):
    hidden = base.comment(post, status=status)
    assert client.get(address(hidden)).status_code == 404
    assert client.post(address(hidden), {"reason": "spam"}).status_code == 404
    assert client.get("/comments/999999/report/").status_code == 404


def test_another_site_cannot_report(comment):
    elsewhere = base.browser(enforce_csrf_checks=True)
    elsewhere.post(address(comment), {"reason": "spam"}, headers={"sec-fetch-site": "cross-site"})
    assert not Report.objects.exists()


def test_too_many_are_refused_politely(client, post):
    for n in range(11):
        response = client.post(address(base.comment(post, f"Number {n}.")), {"reason": "spam", "words": "W"})
    assert response.status_code == 429
    assert Report.objects.count() == 10


def test_strangers_get_no_cookie(client, comment):
    client.get(address(comment))
    client.post(address(comment), {"reason": "spam"})
    assert not client.cookies


def test_a_third_household_makes_it_wait(client, comment):
    for n in range(3):
        client.post(address(comment), {"reason": "spam"}, REMOTE_ADDR=f"203.0.113.{n}")
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PENDING
