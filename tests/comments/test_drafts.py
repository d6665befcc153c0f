"""Words on the server while their writer is at a provider, or has just logged out."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from comments import drafts
from comments.models import CommentDraft
from config.providers import providers
from tests import base

WORDS = "zqWORDSqz"


@pytest.fixture(autouse=True)
def icons(settings):
    """Providers whose icons can be pressed. Nobody goes there."""
    settings.SOCIALACCOUNT_PROVIDERS = providers({}, "http://localhost:9")


def send(client, post, verb: str, **fields):
    return client.post(f"{post.get_absolute_url()}comments/{verb}/", {"body": WORDS, **fields})


def page_of(client, post, query: str = "") -> str:
    return client.get(f"{post.get_absolute_url()}{query}").content.decode()


def test_words_wait_for_their_writer_to_come_back(client, post):
    send(client, post, "connect/google", name="Grace", email="grace@mail.example")
    for _ in range(2):
        page = page_of(client, post)
        assert WORDS in page
        assert 'value="Grace"' in page
    assert WORDS not in page_of(base.browser(), post)


def test_a_draft_belongs_to_its_post(alice, client, post):
    elsewhere = base.published(alice, title="Elsewhere")
    send(client, post, "connect/google")
    assert WORDS not in page_of(client, elsewhere)


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "",
        signing.dumps("00000000-0000-0000-0000-000000000000", salt="comments.draft"),
        signing.dumps(["not a key", False], salt="another.salt"),
        signing.dumps([1, 2, 3], salt="comments.draft"),
    ],
    # A signature holds the time: the workers must call the same test by the same name.
    ids=["short", "empty", "no-such-key", "for-something-else", "no-key"],
)
def test_a_forged_or_strange_cookie_finds_nothing(client, post, forged):
    send(base.browser(), post, "connect/google")
    client.cookies["draft"] = forged
    response = client.get(post.get_absolute_url())
    assert response.status_code == 200
    assert WORDS not in response.content.decode()


def test_a_cookie_signed_with_another_key_finds_nothing(client, post, settings):
    other = base.browser()
    send(other, post, "connect/google")
    client.cookies["draft"] = other.cookies["draft"].value
    settings.SECRET_KEY = "another " * 10
    assert WORDS not in page_of(client, post)


def test_old_words_are_gone_with_the_next_ones(client, post):
    send(client, post, "connect/google")
    CommentDraft.objects.update(created_at=timezone.now() - timedelta(hours=2))
    send(base.browser(), post, "connect/google", body="Other words")
    assert [draft.body for draft in CommentDraft.objects.all()] == ["Other words"]


def test_the_cookie_ends_with_the_browsers_session(client, post):
    send(client, post, "connect/google")
    cookie = client.cookies["draft"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]


def test_words_of_who_logs_out_are_shown_once(ada, post):
    client = base.signed_in(ada)
    response = send(client, post, "logout")
    assert response.status_code == 302
    assert WORDS in page_of(client, post)
    assert WORDS not in page_of(client, post)
    assert not CommentDraft.objects.exists()


def test_logging_out_anywhere_forgets_what_was_brought_to_a_sign_in(ada, post):
    client = base.signed_in(ada)
    send(client, post, "connect/google")
    assert WORDS in page_of(client, post)
    client.post("/accounts/logout/")
    assert WORDS not in page_of(client, post)
    assert not CommentDraft.objects.exists()


def test_logging_out_leaves_the_words_of_others(ada, client, post):
    send(client, post, "connect/google")
    base.signed_in(ada).post("/accounts/logout/")
    assert WORDS in page_of(client, post)


def test_a_posted_comment_leaves_no_draft(ada, post):
    client = base.signed_in(ada)
    send(client, post, "connect/google")
    client.post(f"{post.get_absolute_url()}comments/", {"body": WORDS})
    assert not CommentDraft.objects.exists()


def test_a_parent_that_goes_during_a_sign_in_leaves_the_thread_to_answer(client, post):
    first = base.comment(post, "First", name="Marta")
    between = base.reply(first, "Between")
    back = send(client, post, "connect/google", parent=between.pk)
    assert back.status_code == 200
    between.trash()
    page = page_of(client, post, f"?replytocom={between.pk}")
    assert WORDS in page
    assert "The comment you are answering is not there." in page
    assert re.search(rf'<input type="radio" name="parent" value="{first.pk}" checked>', page)
    # A link to it that brings no words is nothing to talk about.
    assert "is not there" not in page_of(base.browser(), post, f"?replytocom={between.pk}")


def test_browsers_keep_a_members_words_under_a_name_that_says_nothing(ada, bob, client, post):
    names = {person.pk: drafts.kept_as(person) for person in (ada, bob)}
    assert len(set(names.values())) == 2
    for person in (ada, bob):
        name = names[person.pk]
        assert re.fullmatch(r"draft:[0-9a-f]{16}:", name)
        page = page_of(base.signed_in(person), post)
        assert f'data-drafts="{name}"' in page
        assert names[bob.pk if person == ada else ada.pk] not in page
        assert f'data-drafts="{name}"' in base.signed_in(person).get("/accounts/logout/").content.decode()
    assert 'data-drafts="draft::"' in page_of(client, post)
