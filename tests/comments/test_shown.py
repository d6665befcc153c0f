"""When a comment came to be read: which version of the page showed it first."""

import pytest

from comments import threads
from comments.models import Comment
from comments.signals import comments_shown
from tests import base


@pytest.fixture
def heard():
    heard = []

    def hear(comments, **kwargs):
        heard.extend(comment.pk for comment in comments)

    comments_shown.connect(hear)
    yield heard
    comments_shown.disconnect(hear)


def shown_in(comment) -> int | None:
    return Comment.objects.values_list("shown_in", flat=True).get(pk=comment.pk)


def version(post) -> int:
    post.refresh_from_db()
    return post.version


def test_a_new_comment_is_shown_in_the_version_that_it_made(post, heard):
    before = version(post)
    first = base.comment(post)
    assert shown_in(first) == version(post) > before
    reply = base.reply(first)
    assert shown_in(reply) == version(post) > shown_in(first)
    assert heard == [first.pk, reply.pk]


def test_a_held_comment_is_shown_when_it_is_approved_and_only_once(post, heard):
    held = base.held(post)
    assert shown_in(held) is None
    assert heard == []
    held.approve()
    first_time = shown_in(held)
    assert first_time == version(post)
    held.trash()
    held.restore()
    assert shown_in(held) == first_time
    assert heard == [held.pk]


def test_spam_is_never_shown(post, heard):
    held = base.held(post)
    held.mark_spam()
    assert shown_in(held) is None
    assert heard == []


def test_an_import_tells_nobody(post, heard):
    first = base.unsaved(post, "Long ago.")
    threads.insert_many(post, [first, base.unsaved(post, "Never seen.", status="pending")])
    assert shown_in(first) == 0
    assert not Comment.objects.filter(status="pending").exclude(shown_in=None).exists()
    assert heard == []


def test_no_verdict_brings_back_what_its_writer_withdrew(post):
    comment = base.comment(post)
    Comment.objects.filter(pk=comment.pk).update(body="x")
    threads.change_status([comment], "withdrawn")
    comment.approve()
    comment.restore()
    comment.refresh_from_db()
    assert comment.status == "withdrawn"
    post.refresh_from_db()
    assert post.comment_count == 0
