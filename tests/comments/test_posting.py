"""POST <post>/comments/: what is taken, what is refused, and that no word is lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from comments.models import Comment
from tests import base
from tests.comments.speaking import say
from tests.comments.trees import assert_sound, shape
from tests.racing import at_once

GUEST = {"name": "Grace Hopper", "email": "grace@mail.example", "website": "https://navy.example/"}


def test_a_member_is_published_at_once_in_place(ada, post):
    first = base.comment(post, "first")
    response = say(base.signed_in(ada), post, "I run backwards **daily**.", parent=first.pk)
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
    say(base.signed_in(ada), post, "Both of them say so: https://a.example/ and https://b.example/")
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


def test_a_script_gets_the_comment_or_the_form(ada, post):
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
    statuses = at_once(*[lambda: say(base.signed_in(ada), post, "Only once.").status_code] * 20)
    assert Comment.objects.count() == 1
    assert sorted(statuses) == [302] + [409] * 19
    assert_sound()


# --- What others answered meanwhile ---------------------------------------------------


def seen_by(client, post) -> str:
    page = client.get(post.get_absolute_url()).content.decode()
    return re.search(r'name="seen" value="(\d*)"', page)[1]


def test_answers_that_came_meanwhile_are_shown_once_before_ones_own(ada, post):
    client = base.signed_in(ada)
    first = base.comment(post, "First")
    base.reply(first, "zqBEFOREqz")
    seen = seen_by(client, post)
    base.reply(first, "zqMEANWHILEqz **loud**", name="<b>Nora</b>")
    base.reply(first, "So I said.", author=post.author, provider="google")
    base.held(post, "zqHELDqz", parent=first)
    base.comment(post, "zqTHREADqz")
    response = say(client, post, "zqWORDSqz", parent=first.pk, seen=seen)
    page = response.content.decode()
    shown = page[page.index('class="meanwhile"') :]
    shown = shown[: shown.index("</ol>")]
    assert response.status_code == 409
    assert "zqMEANWHILEqz <strong>loud</strong>" in shown
    assert "&lt;b&gt;Nora&lt;/b&gt;" in shown
    assert shown.count('aria-label="Author of this post"') == shown.count("via Google") == 1
    assert not any(other in shown for other in ("zqBEFOREqz", "zqHELDqz", "zqTHREADqz"))
    assert "zqWORDSqz" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert say(client, post, "zqWORDSqz", parent=first.pk, seen=seen).status_code == 302


def test_ones_own_answers_and_a_form_that_does_not_say_are_no_reason_to_wait(ada, client, post):
    first = base.comment(post, "First", **{name: GUEST[name] for name in ("name", "email")})
    member = base.signed_in(ada)
    base.reply(first, "By ada", author=ada)
    assert say(member, post, "Once more.", parent=first.pk, seen="0").status_code == 302
    Comment.objects.filter(author=ada).update(author=None, name="Grace Hopper", email=GUEST["email"].upper())
    assert say(client, post, "As a guest.", parent=first.pk, seen="0", **GUEST).status_code == 302
    assert say(member, post, "Without a word of it.", parent=first.pk).status_code == 302


@pytest.mark.parametrize("seen", ["", "abc", "-1", "²", "9" * 18, "9" * 400, "1e3", "0x10", "\0"])
def test_a_strange_number_of_what_was_seen_does_no_harm(ada, post, seen):
    first = base.comment(post, "First")
    base.reply(first, "So did I.")
    response = say(base.signed_in(ada), post, parent=first.pk, seen=seen)
    assert response.status_code in ((422,) if seen == "\0" else (302,))


def test_many_answers_meanwhile_do_not_bury_the_form(ada, post):
    first = base.comment(post, "First")
    for n in range(25):
        base.reply(first, f"Answer {n}")
    client = base.signed_in(ada)
    response = say(client, post, "zqWORDSqz", parent=first.pk, seen="0")
    page = response.content.decode()
    assert page[page.index('class="meanwhile"') :].split("</ol>")[0].count("<li>") == 20
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert say(client, post, "zqWORDSqz", parent=first.pk, seen=seen).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_answers_at_the_same_moment_each_but_the_first_reads_another(ada, bob, post, settings):
    settings.COMMENT_RATE = ""
    first = base.comment(post, "First")
    clients = [base.signed_in(person) for person in (ada, bob)]
    seen = seen_by(base.browser(), post)
    statuses = at_once(
        *[
            lambda client=client: say(client, post, "At once.", parent=first.pk, seen=seen).status_code
            for client in clients
        ]
    )
    assert sorted(statuses) == [302, 409]
    assert Comment.objects.filter(parent=first).count() == 1


# --- A parent that is gone --------------------------------------------------------------


def choice(page: str) -> list[str]:
    return re.findall(r'<input type="radio" name="parent" value="(\d*)"', page)


def test_a_removed_parent_offers_the_nearest_comment_that_can_be_read(ada, post):
    first = base.comment(post, "First")
    second = base.reply(first, "Second")
    third = base.reply(second, "Third")
    second.trash()
    third.mark_spam()
    client = base.signed_in(ada)
    page = say(client, post, "zqWORDSqz", parent=third.pk).content.decode()
    assert "zqWORDSqz" in page
    assert choice(page) == [str(first.pk), ""]
    # As a browser sends it: the hidden field, then the choice.
    client.post(f"{post.get_absolute_url()}comments/", {"body": "zqWORDSqz", "parent": [str(first.pk), ""]})
    assert Comment.objects.get(body="zqWORDSqz").parent is None


def test_a_removed_thread_leaves_only_the_post(ada, post):
    first = base.comment(post, "First")
    first.trash()
    page = say(base.signed_in(ada), post, "zqWORDSqz", parent=first.pk).content.decode()
    assert choice(page) == []
    assert re.search(r'name="parent"(?! value="\d)', page)


@pytest.mark.parametrize("kind", ["never shown", "elsewhere", "unknown"])
def test_nobody_learns_where_a_comment_stands_that_was_never_theirs_to_read(ada, alice, post, kind):
    first = base.comment(post, "First")
    there = base.comment(base.published(alice, title="Elsewhere"), "There")
    elsewhere = base.reply(there, "Gone")
    elsewhere.trash()
    parent = {"never shown": base.held(post, parent=first).pk, "elsewhere": elsewhere.pk, "unknown": 999_999}[
        kind
    ]
    response = say(base.signed_in(ada), post, parent=parent)
    assert response.status_code == 404
    assert choice(response.content.decode()) == []


# --- To a script --------------------------------------------------------------------------


def ask(client, post, **fields):
    return client.post(f"{post.get_absolute_url()}comments/", fields, headers={"HX-Request": "true"})


def test_a_script_gets_the_entry_the_count_and_the_address(ada, post):
    first = base.comment(post, "First")
    response = ask(base.signed_in(ada), post, body="zqWORDSqz", parent=first.pk)
    comment = Comment.objects.get(body="zqWORDSqz")
    page = response.content.decode()
    assert f'data-parent="{first.pk}"' in page
    assert '<h2 id="comments-title">2 Comments</h2>' in page
    assert response["Content-Location"] == f"{post.get_absolute_url()}#comment-{comment.pk}"


def test_a_script_of_a_guest_gets_the_waiting_entry_with_the_reason(client, post):
    response = ask(client, post, body="zqWORDSqz", **GUEST)
    page = response.content.decode()
    assert 'class="comment pending"' in page
    assert "Your comment is awaiting moderation. A guest’s first comment here waits" in page
    assert "private" in response["Cache-Control"]
    assert "zqWORDSqz" in client.get(post.get_absolute_url()).content.decode()


def test_a_closed_post_shows_the_words_to_take_along_and_nothing_to_press(ada, alice):
    for answer in (say, lambda client, post, body: ask(client, post, body=body)):
        response = answer(base.signed_in(ada), base.closed(alice, title=f"Closed {answer}"), "zqWORDSqz")
        page = response.content.decode()
        form = page[page.index('id="commentform"') :].split("</form>")[0]
        assert response.status_code == 403
        assert "zqWORDSqz" in form
        assert "readonly" in form
        assert 'id="submit"' not in form
        assert "Log in with" not in form


def test_a_writer_is_told_one_reason_why_the_comment_waits(client, post):
    links = "See [one](https://a.example) and [two](https://b.example)."
    say(client, post, links, **GUEST)
    html = client.get(post.get_absolute_url()).content.decode()
    assert "Your comment is awaiting moderation." in html
    assert "A guest’s first comment here waits" in html
    assert "several links" not in html
