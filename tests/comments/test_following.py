"""comments/following.py: what is chosen beside a comment, and how members follow."""

import pytest
from allauth.socialaccount.models import SocialAccount

from comments.models import Comment, Follow
from tests import base
from tests.comments.follows import follow, followers
from tests.comments.mailbox import confirm, delivered, link_in
from tests.comments.speaking import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_letters", "tasks_are_rows")]
GUEST = {"name": "Grace Hopper", "email": "grace@mail.example"}


# --- Beside a comment -------------------------------------------------------------


@pytest.mark.parametrize("level", ["replies", "all"])
def test_a_guest_chooses_beside_a_comment_that_is_held(client, post, level):
    assert say(client, post, follow=level, **GUEST).status_code == 302
    assert Comment.objects.get().status == "pending"
    (message,) = delivered()
    confirm(client, message)
    assert followers(post) == [("grace@mail.example", level)]
    say(client, post, "And another thing.", follow=level, **GUEST)
    assert delivered() == []


def test_a_guest_who_has_not_answered_is_not_asked_again_by_each_comment(client, post):
    for wish in ("all", "all", "replies", "replies"):
        say(client, post, f"{wish} {Comment.objects.count()}", follow=wish, **GUEST)
    assert len(delivered()) == 2
    follow(client, post)
    assert len(delivered()) == 1


@pytest.mark.parametrize("fields", [{}, {"follow": ""}, {"follow": "everything"}, {"follow": "a\0"}])
def test_nothing_is_followed_unasked(client, ada, post, fields):
    assert say(client, post, **GUEST, **fields).status_code == 302
    assert say(base.signed_in(ada), post, **fields).status_code == 302
    assert not Follow.objects.exists()


def test_a_comment_that_is_refused_follows_nothing(client, ada, post):
    answer = say(base.signed_in(ada), post, "", follow="replies")
    assert answer.status_code == 422
    assert '<option value="replies" selected>' in answer.content.decode()
    say(client, base.closed(post.author), follow="all", **GUEST)
    assert not Follow.objects.exists()


# --- Members ----------------------------------------------------------------------


def test_a_member_whose_provider_vouched_follows_at_once(ada, post):
    say(base.signed_in(ada), post, follow="replies")
    assert followers(post) == [("ada@mail.example", "replies")]
    assert delivered() == []


def test_a_member_sees_changes_and_stops_beside_a_comment(ada, post):
    client, address = base.signed_in(ada), post.get_absolute_url()
    say(client, post, follow="all")
    assert '<option value="all" selected>' in client.get(address).content.decode()
    assert '<option value="" selected>' in base.browser().get(address).content.decode()
    say(client, post, "Two.", follow="replies")
    assert followers(post) == [("ada@mail.example", "replies")]
    say(client, post, "Three.")  # a form without the question
    say(client, post, "Four.", follow="replies")
    assert followers(post) == [("ada@mail.example", "replies")]
    assert '<option value="replies" selected>' in client.get(address).content.decode()
    say(client, post, "Five.", follow="")
    assert followers(post) == []
    assert '<option value="" selected>' in client.get(address).content.decode()


def test_a_member_follows_and_stops_on_the_page(ada, bob, post):
    client = base.signed_in(ada)
    page = client.get(f"{post.get_absolute_url()}comments/follow/").content.decode()
    assert 'name="email"' not in page
    assert "Saved." not in page
    done = follow(client, post, email="")
    assert "Saved." in client.get(done["Location"]).content.decode()
    assert "Saved." not in base.browser().get(done["Location"]).content.decode()
    follow(base.signed_in(bob), post, "replies", email="")
    assert followers(post) == [("ada@mail.example", "all"), ("bob@mail.example", "replies")]
    follow(client, post, "", email="")
    assert followers(post) == [("bob@mail.example", "replies")]


def test_a_member_cannot_take_anothers_address(ada, post):
    follow(base.signed_in(ada), post, email="victim@mail.example")
    assert followers(post) == [("ada@mail.example", "all")]


@pytest.fixture
def eve(db):
    """Signed in with a provider that tells no address."""
    eve = base.member("eve", "Eve", provider="facebook")
    eve.contact_email = ""
    eve.save()
    return eve


def test_a_member_without_an_address_gives_one_and_confirms_it_once(eve, alice, post):
    client, other = base.signed_in(eve), base.published(alice, title="Forward running")
    assert "Follow this conversation by e-mail" in client.get(post.get_absolute_url()).content.decode()
    assert follow(client, post, email="").status_code == 422
    assert "Look into your mailbox" in follow(client, post, email="eve@mail.example").content.decode()
    assert followers(post) == []
    (message,) = delivered()
    confirm(base.browser(), message)
    assert followers(post) == [("eve@mail.example", "all")]
    follow(client, other, email="")
    assert followers(other) == [("eve@mail.example", "all")]
    assert delivered() == []


def test_an_address_that_only_another_confirmed_is_no_proof(eve, ada, post):
    follow(base.signed_in(ada), post, email="")
    follow(base.signed_in(eve), post, email="ada@mail.example")
    assert followers(post) == [("ada@mail.example", "all")]
    assert [message.to for message in delivered()] == [["ada@mail.example"]]


def test_the_old_link_dies_when_another_address_is_given(eve, post):
    client = base.signed_in(eve)
    follow(client, post, email="first@mail.example")
    (first,) = delivered()
    follow(client, post, email="second@mail.example")
    (second,) = delivered()
    assert client.post(link_in(first)).status_code == 404
    assert followers(post) == []
    confirm(client, second)
    assert followers(post) == [("second@mail.example", "all")]


def test_an_address_that_no_provider_vouched_for_is_confirmed(eve, post):
    eve.contact_email = "typed@mail.example"
    eve.save()
    SocialAccount.objects.all().delete()
    follow(base.signed_in(eve), post, email="")
    assert followers(post) == []
    assert [message.to for message in delivered()] == [["typed@mail.example"]]


def test_the_blogs_own_people_use_the_address_they_confirmed(alice, post):
    follow(base.signed_in(alice), post, email="")
    assert followers(post) == [("alice@blog.example", "all")]
    alice.emailaddress_set.update(verified=False)
    other = base.published(alice, title="Forward running")
    Follow.objects.all().delete()
    follow(base.signed_in(alice), other, email="")
    assert followers(other) == []


def test_who_leaves_follows_nothing(ada, post):
    follow(base.signed_in(ada), post, email="")
    ada.delete()
    assert not Follow.objects.exists()
