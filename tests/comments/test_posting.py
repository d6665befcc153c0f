"""POST <post>/comments/: what is taken, what is refused, and that no word is lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.models import Post
from comments.models import Comment
from tests import base
from tests.comments.trees import assert_sound, shape

GUEST = {"name": "Grace Hopper", "email": "grace@mail.example", "website": "https://navy.example/"}


def say(client, post, body="I run backwards **daily**.", **fields):
    return client.post(f"{post.get_absolute_url()}comments/", {"body": body, **fields})


def test_a_member_is_published_at_once_in_place(ada, post):
    first = base.comment(post, "first")
    response = say(base.signed_in(ada), post, parent=first.pk)
    comment = Comment.objects.get(author=ada)
    assert response.status_code == 302
    assert response["Location"] == f"{post.get_absolute_url()}#comment-{comment.pk}"
    assert (comment.parent, comment.status, comment.name) == (first, "approved", "Ada Lovelace")
    assert "<strong>daily</strong>" in comment.body_html
    assert_sound()


def test_a_guests_first_comment_waits_and_is_shown_to_its_writer_alone(client, post):
    response = say(client, post, "zqHELDqz", **GUEST)
    comment = Comment.objects.get()
    assert (comment.status, comment.held_because) == ("pending", "first")
    assert response.status_code == 302
    mine = client.get(response["Location"])
    assert b"zqHELDqz" in mine.content
    assert "Your comment is awaiting moderation." in mine.content.decode()
    assert "private" in mine["Cache-Control"]
    assert b"zqHELDqz" not in base.browser().get(post.get_absolute_url()).content
    assert Post.objects.get().comment_count == 0


def test_a_guest_who_was_approved_before_is_known(client, post):
    base.comment(post, name=GUEST["name"], email=GUEST["email"])
    say(client, post, **GUEST)
    assert Comment.objects.latest("pk").status == "approved"


def test_many_links_wait(ada, post):
    say(base.signed_in(ada), post, "https://a.example/ and https://b.example/")
    assert Comment.objects.get().held_because == "links"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"body": "  "}, "body"),
        ({"body": "x" * (Comment.MAX_LENGTH + 1)}, "body"),
        ({"name": ""}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"email": "nobody"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "ftp://files.example/"}, "website"),
        ({"body": "a\0b"}, "body"),
    ],
)
def test_wrong_data_is_422_with_the_words_kept(client, post, fields, field):
    data = {**GUEST, "body": "zqWORDSqz", **fields}
    response = say(client, post, **data)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert data["body"].replace("\0", "").strip()[:50] in page
    assert not Comment.objects.exists()


def test_text_at_the_limit_is_taken_whole(ada, post):
    say(base.signed_in(ada), post, "x" * Comment.MAX_LENGTH)
    assert len(Comment.objects.get().body) == Comment.MAX_LENGTH


@pytest.mark.parametrize("parent", ["hidden", "waiting", "elsewhere", "999999", "-1", "abc", "1" * 30, "²"])
def test_a_parent_that_cannot_be_seen_is_404_and_reveals_nothing(client, alice, post, parent):
    known = {
        "hidden": base.comment(post, "zqSPAMqz", status="spam"),
        "waiting": base.held(post, "zqPENDqz"),
        "elsewhere": base.comment(base.published(alice, title="Elsewhere"), "zqELSEqz"),
    }
    response = say(client, post, "zqWORDSqz", parent=known[parent].pk if parent in known else parent, **GUEST)
    page = response.content.decode()
    assert response.status_code == 404
    assert "zqWORDSqz" in page
    assert not any(canary in page for canary in ("zqSPAMqz", "zqPENDqz", "zqELSEqz"))
    assert "You can post your words to the thread instead" in page
    assert Comment.objects.count() == 3


def test_closed_posts_take_nothing_and_give_the_words_back(client, alice):
    response = say(client, base.closed(alice), "zqWORDSqz", **GUEST)
    assert response.status_code == 403
    assert "zqWORDSqz" in response.content.decode()
    assert not Comment.objects.exists()


def test_unpublished_posts_answer_like_unknown_ones(client, alice):
    for post in (base.draft(alice), base.scheduled(alice, title="Later")):
        assert say(client, post, **GUEST).status_code == 404
    assert client.post("/2013/04/25/no-such-post/comments/", GUEST).status_code == 404


def test_the_same_words_again_are_409_and_lead_to_the_first(ada, post):
    client = base.signed_in(ada)
    say(client, post)
    response = say(client, post)
    comment = Comment.objects.get()
    assert response.status_code == 409
    assert comment.get_absolute_url() in response.content.decode()


def test_the_same_words_elsewhere_in_the_thread_are_fine(ada, post):
    client = base.signed_in(ada)
    say(client, post, "Yes!")
    say(client, post, "Yes!", parent=Comment.objects.get().pk)
    assert shape(post) == ["Yes!", "  Yes!"]


def test_too_fast_is_429_with_the_wait_and_the_words(ada, post, settings):
    settings.COMMENT_RATE = "2/m"
    client = base.signed_in(ada)
    for n in range(2):
        assert say(client, post, f"number {n}").status_code == 302
    response = say(client, post, "zqWORDSqz")
    assert response.status_code == 429
    assert 50 <= int(response["Retry-After"]) <= 60
    assert "zqWORDSqz" in response.content.decode()
    Comment.objects.update(created_at=timezone.now() - timedelta(seconds=61))
    assert say(client, post, "zqWORDSqz").status_code == 302


def test_limits_count_an_address_whoever_speaks_from_it(ada, bob, post, settings):
    settings.COMMENT_RATE = "1/m"
    say(base.signed_in(ada), post)
    assert say(base.signed_in(bob), post, "Me too.").status_code == 429
    elsewhere = base.signed_in(bob, REMOTE_ADDR="203.0.113.9")
    assert say(elsewhere, post, "Me too.").status_code == 302


def test_forwarding_headers_of_strangers_do_not_change_the_address(ada, post, settings):
    settings.COMMENT_RATE = "1/m"
    for n, headers in enumerate([{}, {"X-Forwarded-For": "203.0.113.1"}, {"X-Real-IP": "203.0.113.2"}]):
        base.signed_in(ada).post(f"{post.get_absolute_url()}comments/", {"body": f"n {n}"}, headers=headers)
    assert Comment.objects.get().ip_address == "127.0.0.1"


def test_fields_that_are_not_asked_are_not_read(ada, bob, post):
    say(
        base.signed_in(ada), post, status="trash", author=bob.pk, name="Bob", tree_id=99, lft=7, level=3,
        created_at="2001-01-01", provider="facebook", ip_address="203.0.113.7", kind="pingback",
    )  # fmt: skip
    comment = Comment.objects.get()
    assert (comment.author, comment.name, comment.status, comment.kind) == (
        ada,
        "Ada Lovelace",
        "approved",
        "comment",
    )
    assert (comment.level, comment.provider, comment.ip_address) == (0, "google", "127.0.0.1")
    assert comment.created_at > timezone.now() - timedelta(minutes=1)


def test_get_is_not_allowed(client, post):
    assert client.get(f"{post.get_absolute_url()}comments/").status_code == 405


def test_a_form_of_another_site_is_refused_with_the_words(post):
    client = base.browser(enforce_csrf_checks=True)
    address = f"{post.get_absolute_url()}comments/"
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        response = client.post(address, {"body": "zqWORDSqz", **GUEST}, headers=headers)
        assert response.status_code == 403
        assert "zqWORDSqz" in response.content.decode()
    assert not Comment.objects.exists()


def test_htmx_gets_the_comment_or_the_form(ada, post):
    client, headers = base.signed_in(ada), {"HX-Request": "true"}
    address = f"{post.get_absolute_url()}comments/"
    posted = client.post(address, {"body": "zqWORDSqz"}, headers=headers)
    assert posted.status_code == 200
    assert (
        posted.content.decode()
        .strip()
        .startswith(f'<li class="comment" id="comment-{Comment.objects.get().pk}"')
    )
    refused = client.post(address, {"body": ""}, headers=headers)
    assert refused.status_code == 422
    assert refused.content.decode().strip().startswith('<section class="band" id="respond"')


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_posts_at_once_make_one_comment(ada, post, settings):
    settings.COMMENT_RATE = ""
    statuses = []

    def work() -> None:
        statuses.append(say(base.signed_in(ada), post, "Only once.").status_code)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Comment.objects.count() == 1
    assert sorted(statuses) == [302] + [409] * 19
    assert_sound()
