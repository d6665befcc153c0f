"""What is typed on the page that changes a comment: still there whatever happened meanwhile."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from comments import drafts, editing, moderation
from comments.editing import Deed
from comments.models import Comment, CommentDraft, CommentRevision
from config.providers import providers
from tests import base

WORDS = "<b>zqWORDSqz"
KEPT = "&lt;b&gt;zqWORDSqz</textarea>"


@pytest.fixture(autouse=True)
def icons(settings):
    """Providers whose icons can be pressed. Nobody goes there."""
    settings.SOCIALACCOUNT_PROVIDERS = providers({}, "http://localhost:9")


@pytest.fixture
def own(ada, post):
    return base.comment(post, "I tried it for a weak.", author=ada)


@pytest.fixture
def ours(post):
    """Of a guest."""
    return base.comment(post, "I tried it for a weak.")


def save(client, comment, **kwargs):
    return client.post(editing.address_of(Deed.EDIT, comment), {"body": WORDS}, **kwargs)


def connect(client, comment, provider="google", body=WORDS):
    return client.post(f"/comments/{comment.pk}/edit/connect/{provider}/", {"body": body})


def edit_page(client, comment, query=""):
    return client.get(f"/comments/{comment.pk}/edit/{query}").content.decode()


def becomes(client, person):
    """The same browser, in which this person signed in."""
    name = django_settings.SESSION_COOKIE_NAME
    client.cookies[name] = base.signed_in(person).cookies[name].value


def make_late(comment):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(minutes=16))


def test_who_was_signed_out_may_sign_in_with_each_icon(client, own):
    page = save(client, own).content.decode()
    assert KEPT in page
    assert "Perhaps you were signed out meanwhile." in page
    for way in ("google", "twitter", "facebook", "here"):
        assert f'formaction="/comments/{own.pk}/edit/connect/{way}/"' in page


def test_the_words_come_along_and_are_saved(ada, client, own):
    assert connect(client, own).status_code == 200
    becomes(client, ada)
    for _ in range(2):
        assert KEPT in edit_page(client, own)
    assert save(client, own).status_code == 302
    own.refresh_from_db()
    assert own.body == WORDS
    assert not CommentDraft.objects.exists()
    assert "draft" not in client.cookies or not client.cookies["draft"].value


def test_the_blogs_own_people_come_back_from_the_password(alice, client, post):
    comment = base.comment(post, "I tried it for a weak.", author=alice)
    away = connect(client, comment, "here")
    back = f"/comments/{comment.pk}/edit/"
    assert away["Location"] == f"/accounts/login/?next=%2Fcomments%2F{comment.pk}%2Fedit%2F"
    answer = client.post(away["Location"], {"login": "alice", "password": base.PASSWORD, "next": back})
    assert answer["Location"] == back
    assert KEPT in edit_page(client, comment)


def test_who_cancels_the_sign_in_finds_them_where_they_were(client, own):
    connect(client, own)
    page = edit_page(client, own, "?signin=denied")
    assert "You cancelled signing in. Your words are still here." in page
    assert KEPT in page
    assert "zqWORDSqz" not in edit_page(base.browser(), own, "?signin=denied")


def test_who_comes_back_too_late_finds_them_too(ada, client, own):
    connect(client, own)
    becomes(client, ada)
    make_late(own)
    page = edit_page(client, own)
    assert KEPT in page
    assert "The time to change this comment is over. Your words are below" in page


def test_they_are_for_this_comment_and_no_new_one(ada, client, own, post):
    other = base.comment(post, "Something else.", author=ada)
    connect(client, own)
    becomes(client, ada)
    assert "zqWORDSqz" not in edit_page(client, other)
    assert "zqWORDSqz" not in client.get(post.get_absolute_url()).content.decode()
    client.post(f"{post.get_absolute_url()}comments/connect/google/", {"body": "zqNEWqz"})
    assert "zqNEWqz" not in edit_page(client, own)


def test_they_are_forgotten_with_whoever_signs_out(ada, client, own):
    becomes(client, ada)
    connect(client, own)
    client.post("/accounts/logout/")
    assert not CommentDraft.objects.exists()
    assert "zqWORDSqz" not in edit_page(client, own)


def test_who_is_somebody_else_by_now_is_told_as_whom(bob, own):
    page = save(base.signed_in(bob), own).content.decode()
    assert KEPT in page
    assert "You are signed in as <bdi>Bob Kahn</bdi>." in page
    assert "connect/google/" in page
    assert "connect/here/" not in page


def test_a_guest_whose_link_is_too_old_copies_them(client, ours, monkeypatch):
    monkeypatch.setattr(editing, "LIFETIME", timedelta(seconds=-1))
    page = save(client, ours).content.decode()
    assert KEPT in page
    assert "The link to change this comment is not valid any more." in page
    assert "edit/connect/" not in page


def test_a_guest_without_the_cookie_needs_no_other(client, ours):
    assert save(client, ours).status_code == 302


@pytest.mark.parametrize("end", ["trash", "spam", "withdraw"])
def test_what_is_gone_meanwhile_is_called_gone(ada, mo, own, end, tasks_are_rows):
    client = base.signed_in(ada)
    if end == "withdraw":
        client.post(f"/comments/{own.pk}/withdraw/")
    else:
        moderation.decide([own], end, by=mo)
    page = save(client, own).content.decode()
    assert KEPT in page
    assert "This comment is not here any more. Your words are below: copy them" in page
    page = edit_page(client, own)
    assert "This comment is not here any more." in page
    assert "Your words are below" not in page


def test_an_answer_meanwhile_ends_nothing(ada, own):
    base.reply(own)
    assert save(base.signed_in(ada), own).status_code == 302


def test_what_is_refused_leaves_them_in_the_form(ada, own, settings):
    client = base.signed_in(ada, enforce_csrf_checks=True)
    elsewhere = save(client, own, headers={"sec-fetch-site": "cross-site"})
    assert (elsewhere.status_code, KEPT in elsewhere.content.decode()) == (403, True)
    assert "go back and send the form again" in elsewhere.content.decode()
    settings.COMMENT_RATE = "1/m"
    CommentRevision.objects.create(comment=own, body="Before.")
    hasty = save(client, own)
    assert (hasty.status_code, KEPT in hasty.content.decode()) == (429, True)
    assert "You can post again in" in hasty.content.decode()


def test_no_address_loses_them(client, own):
    assert connect(client, own, "nobody").status_code == 404
    answer = client.post("/comments/999999/edit/connect/google/", {"body": WORDS})
    assert (answer.status_code, KEPT in answer.content.decode()) == (404, True)
    book = "x" * (drafts.MAX_LENGTH + 1)
    answer = connect(client, own, body=book)
    assert (answer.status_code, f"{book}</textarea>" in answer.content.decode()) == (422, True)
    assert "Please shorten it first." in answer.content.decode()
    assert not CommentDraft.objects.exists()
    assert client.get(f"/comments/{own.pk}/edit/connect/google/").status_code == 405
