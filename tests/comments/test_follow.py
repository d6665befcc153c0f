"""<post>comments/follow/: who follows, who is asked first, and that it is no relay for spam."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Blog
from comments.models import Comment, Follow
from tests import base
from tests.comments.follows import follow, followers
from tests.comments.mailbox import confirm, delivered, link_in
from tests.comments.speaking import say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_letters", "tasks_are_rows")]


# --- Guests -----------------------------------------------------------------------


def test_a_guest_follows_after_pressing_the_button_behind_the_link(client, post):
    answer = follow(client, post)
    assert (answer.status_code, "Look into your mailbox" in answer.content.decode()) == (200, True)
    (message,) = delivered()
    assert message.to == ["grace@mail.example"]
    assert followers(post) == []
    page = client.get(link_in(message))
    assert "Follow this conversation?" in page.content.decode()
    assert followers(post) == []
    done = client.post(link_in(message))
    assert followers(post) == [("grace@mail.example", "all")]
    assert "You follow this conversation" in client.get(done["Location"]).content.decode()


def test_who_looks_after_mail_may_open_the_link_and_changes_nothing(client, post):
    follow(client, post)
    (message,) = delivered()
    for method in (client.get, client.head):
        assert method(link_in(message)).status_code == 200
    assert client.options(link_in(message)).status_code == 405
    assert followers(post) == []


def test_pressing_twice_is_pressing_once(client, post):
    follow(client, post)
    (message,) = delivered()
    confirm(client, message)
    confirm(client, message)
    assert followers(post) == [("grace@mail.example", "all")]


def test_the_answer_does_not_tell_who_follows(client, post):
    follow(client, post)
    confirm(client, delivered()[0])
    known, unknown = follow(client, post), follow(client, post, email="nobody@mail.example")
    assert known.content == unknown.content
    assert known.headers.items() >= {("Content-Type", "text/html; charset=utf-8")}
    assert [sorted(m.to) for m in delivered()] == [["grace@mail.example"], ["nobody@mail.example"]]


def test_nobody_changes_what_another_follows_by_typing_their_address(client, post):
    follow(client, post)
    confirm(client, delivered()[0])
    follow(base.browser(), post, "replies", email="GRACE@mail.example")
    assert followers(post) == [("grace@mail.example", "all")]
    (message,) = delivered()
    confirm(client, message)
    assert followers(post) == [("grace@mail.example", "replies")]


def test_each_post_is_confirmed_on_its_own(client, alice, post):
    other = base.published(alice, title="Forward running")
    follow(client, post)
    confirm(client, delivered()[0])
    follow(client, other)
    assert len(delivered()) == 1
    assert followers(other) == []


def test_the_mail_that_asks_has_no_words_of_whoever_asked(client, post):
    Blog.objects.update_or_create(pk=1, defaults={"title": "Happy Trails"})
    say(
        client,
        post,
        "zqBUYqz",
        follow="all",
        name="zqNAMEqz",
        email="victim@mail.example",
        website="https://zq.example",
    )
    (message,) = delivered()
    whole = message.message().as_string()
    assert message.to == ["victim@mail.example"]
    assert message.subject == "Follow the comments on “Backward running”?"
    assert "Backward running" in message.body
    assert "Happy Trails" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not any(word in whole for word in ("zqBUYqz", "zqNAMEqz", "zq.example"))


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a@b\nBcc: all@mail.example",
        "a@mail.example, b@mail.example",
        f"{'x' * 100}@mail.example",
        "a\0@b.example",
    ],
)
def test_a_wrong_address_is_422_and_sends_nothing(client, post, email):
    answer = client.post(f"{post.get_absolute_url()}comments/follow/", {"level": "all", "email": email})
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
    assert delivered() == []
    assert not Follow.objects.exists()


@pytest.mark.parametrize("level", ["", "everything", "ALL", "a\0", "{{7*7}}"])
def test_a_wrong_wish_is_422(client, post, level):
    assert follow(client, post, level).status_code == 422
    assert not Follow.objects.exists()


def test_other_fields_are_not_read(client, post, ada):
    fields = {
        "level": "all",
        "email": "grace@mail.example",
        "user": ada.pk,
        "confirmed_at": "2020-01-01",
        "post": 99,
    }
    client.post(f"{post.get_absolute_url()}comments/follow/", fields)
    assert Follow.objects.values_list("user", "confirmed_at", "post").get() == (None, None, post.pk)


def test_a_form_from_elsewhere_is_refused(post):
    stranger = base.browser(enforce_csrf_checks=True)
    assert follow(stranger, post, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Follow.objects.exists()


# --- Not a relay ------------------------------------------------------------------


def test_one_address_gets_a_few_mails_whoever_asks(client, post):
    answers = [
        follow(base.browser(REMOTE_ADDR=f"192.0.2.{number}"), post, email=email)
        for number, email in enumerate(["grace@mail.example", "GRACE@mail.example"] * 4)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(delivered()) == 3


def test_one_network_asks_for_a_few_mails_whomever_to(client, post):
    many = [
        follow(base.browser(REMOTE_ADDR=f"2001:db8::{number}"), post, email=f"p{number}@mail.example")
        for number in range(12)
    ]
    assert [answer.status_code for answer in many] == [200] * 10 + [429] * 2
    assert len(delivered()) == 10
    assert Follow.objects.count() == 10
    assert follow(base.browser(REMOTE_ADDR="2001:db9::1"), post).status_code == 200


def test_comments_ask_for_no_more_mails_than_the_form(post):
    for number in range(12):
        answer = say(
            base.browser(), post, f"Comment {number}", name="G", email=f"p{number}@mail.example", follow="all"
        )
        assert answer.status_code == 302
    assert Comment.objects.count() == 12
    assert len(delivered()) == 10


def test_who_never_answers_is_forgotten(client, post):
    follow(client, post)
    Follow.objects.update(created_at=timezone.now() - timedelta(days=3, minutes=1))
    follow(client, post, email="ada@mail.example")
    assert [each.email for each in Follow.objects.all()] == ["ada@mail.example"]


# --- The page ---------------------------------------------------------------------


def test_visitors_share_one_page(client, post):
    address = f"{post.get_absolute_url()}comments/follow/"
    first, again = client.get(address), base.browser().get(address)
    assert first.content == again.content
    assert first["Cache-Control"].startswith("public")
    assert not first.cookies
    assert 'content="noindex"' in first.content.decode()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_members_page_is_private(ada, post):
    page = base.signed_in(ada).get(f"{post.get_absolute_url()}comments/follow/")
    assert "private" in page["Cache-Control"]


def test_the_post_leads_to_it(client, post):
    link = f'href="{post.get_absolute_url()}comments/follow/"'
    assert link in client.get(post.get_absolute_url()).content.decode()


def test_a_closed_post_is_not_followed_but_left(client, ada, post):
    member = base.signed_in(ada)
    follow(member, post, email="")
    post.comments_open = False
    post.save()
    assert follow(client, post).status_code == 403
    assert "Comments are closed" in client.get(f"{post.get_absolute_url()}comments/follow/").content.decode()
    assert follow(member, post, "", email="").status_code == 302
    assert followers(post) == []


@pytest.mark.parametrize("make", [base.draft, base.scheduled])
def test_what_is_not_published_is_not_followed(client, ada, alice, make):
    hidden = make(alice, title="zqHIDDENqz")
    address = f"{hidden.get_absolute_url()}comments/follow/"
    for reader in (client, base.signed_in(ada)):
        assert reader.get(address).status_code == 404
        assert reader.post(address, {"level": "all", "email": "a@mail.example"}).status_code == 404
    assert not Follow.objects.exists()


def test_a_page_can_be_followed_too(client, alice):
    about = base.page(alice)
    follow(client, about)
    confirm(client, delivered()[0])
    assert followers(about) == [("grace@mail.example", "all")]


def test_a_title_is_shown_as_text(client, alice):
    post = base.published(alice, title="<b>zq</b> {{7*7}}\nBcc: x@y.example")
    follow(client, post)
    (message,) = delivered()
    assert message.recipients() == ["grace@mail.example"]
    assert message.message()["Bcc"] is None
    assert "<b>zq" not in message.alternatives[0][0]
    assert "{{7*7}}" in message.body
    assert "<b>zq" not in client.get(link_in(message)).content.decode()
