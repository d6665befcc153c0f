import pytest
from django.contrib.auth import get_user_model

from blog.models import Like, Post
from tests import base
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def like(client, post, **data):
    return client.post(f"{post.get_absolute_url()}like/", data)


def test_a_click_likes_and_the_next_takes_it_back(post, ada):
    browser = base.signed_in(ada)
    response = like(browser, post)
    assert (response.status_code, response["Location"]) == (302, f"{post.get_absolute_url()}#likes")
    post.refresh_from_db()
    assert (post.like_count, post.likes.get().user) == (1, ada)
    like(browser, post)
    post.refresh_from_db()
    assert (post.like_count, post.likes.count()) == (0, 0)


def test_a_form_that_says_what_it_wants_may_arrive_twice(post, ada):
    browser = base.signed_in(ada)
    for wish, count in [("1", 1), ("1", 1), ("0", 0), ("0", 0)]:
        like(browser, post, like=wish)
        post.refresh_from_db()
        assert (post.like_count, post.likes.count()) == (count, count)


def test_a_like_makes_another_page(post, ada):
    version = post.version
    like(base.signed_in(ada), post)
    post.refresh_from_db()
    assert post.version > version


def test_a_visitor_is_told_where_to_log_in(client, post):
    response = like(client, post)
    assert response.status_code == 403
    assert f'href="{post.get_absolute_url()}#respond"' in response.content.decode()
    assert not Like.objects.exists()


@pytest.mark.parametrize("make", [base.draft, base.scheduled])
def test_what_is_not_published_cannot_be_liked(alice, ada, make):
    post = make(alice)
    for person in (alice, ada):
        assert like(base.signed_in(person), post).status_code == 404
    assert not Like.objects.exists()


def test_reading_likes_nothing(post, ada):
    browser = base.signed_in(ada)
    assert browser.get(f"{post.get_absolute_url()}like/").status_code == 405
    assert not Like.objects.exists()


def test_another_site_cannot_like(post, ada):
    browser = base.signed_in(ada, enforce_csrf_checks=True)
    address = f"{post.get_absolute_url()}like/"
    assert browser.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post(address, headers={"sec-fetch-site": "same-origin"}).status_code == 302
    assert Like.objects.count() == 1


def test_people_take_their_likes_along_when_they_leave(post, ada, bob):
    for person in (ada, bob):
        post.like(person)
    version = Post.objects.get().version
    ada.delete()
    post.refresh_from_db()
    assert (post.like_count, post.version > version) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_a_nervous_finger_counts_once(post, ada):
    at_once(*[lambda: Post.objects.get(pk=post.pk).like(ada, wish=True) for _ in range(8)])
    post.refresh_from_db()
    assert (post.like_count, post.likes.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_counted_in_full(post):
    people = [get_user_model().objects.create_user(f"person{n}") for n in range(8)]
    at_once(*[lambda person=person: Post.objects.get(pk=post.pk).like(person) for person in people])
    post.refresh_from_db()
    assert (post.like_count, post.likes.count()) == (8, 8)
    at_once(*[lambda person=person: Post.objects.get(pk=post.pk).like(person) for person in people])
    post.refresh_from_db()
    assert (post.like_count, post.likes.count()) == (0, 0)
