"""`manage.py demo`: an empty blog in development gets something to read."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import User
from blog.models import Blog, Picture, Post
from comments.models import Comment
from tests import base
from tests.comments.trees import assert_sound
from tests.transfer.exports import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


def demo() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_an_empty_blog_is_filled(debug):
    said = demo()
    assert Blog.current().title == "Happy Trails"
    assert Blog.current().tagline
    assert Post.objects.published().posts().count() == 5
    assert Post.objects.pages().count() == 1
    assert Picture.objects.count() == 4
    assert Comment.objects.count() == 98
    assert "98" in said
    assert "Skipped" not in said
    assert_sound()


def test_three_bloggers_like_the_post_about_running_backwards(debug):
    demo()
    post = Post.objects.get(slug="backward-running")
    assert (post.like_count, post.likes.count()) == (3, 3)
    assert not any(like.user.is_active or like.user.has_usable_password() for like in post.likes.all())


def test_its_owner_can_sign_in_and_nobody_else(debug):
    assert "/admin/" in demo()
    assert authenticate(username="admin", password="admin").is_superuser
    assert [user.username for user in User.objects.filter(is_active=True)] == ["admin"]


def test_a_blog_with_posts_is_left_alone(debug, alice):
    base.draft(alice)
    before = everything()
    assert "nothing to do" in demo()
    assert everything() == before


def test_a_second_time_changes_nothing(debug):
    demo()
    before = everything()
    demo()
    assert everything() == before


def test_an_account_that_is_here_keeps_its_password(debug):
    owner = User.objects.create_user("admin", password="my own")
    assert "Sign in" not in demo()
    owner.refresh_from_db()
    assert owner.check_password("my own")
    assert not owner.is_superuser


def test_it_is_refused_in_production():
    with pytest.raises(CommandError, match="DEBUG is off"):
        demo()
    assert not User.objects.exists()
    assert not Post.objects.exists()
