"""Taking back one's own words: at once for readers, after a while for good."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import editing, forgetting, threads
from comments.editing import Deed
from comments.models import Comment, CommentRevision
from tests import base
from tests.comments.test_thread import page_of
from tests.comments.trees import assert_sound

pytestmark = pytest.mark.usefixtures("tasks_are_rows")  # what is withdrawn is forgotten in a month


@pytest.fixture
def own(ada, post):
    return base.comment(post, "zqOWNqz", author=ada)


def address(comment):
    return editing.address_of(Deed.WITHDRAW, comment)


def withdraw(person, comment):
    return base.signed_in(person).post(address(comment))


def test_it_asks_first(ada, own):
    page = base.signed_in(ada).get(address(own))
    assert "zqOWNqz" in page.content.decode()
    assert "for 30 days" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    own.refresh_from_db()
    assert own.status == "approved"


def test_too_late_it_says_so_under_its_own_name(ada, own, settings):
    settings.COMMENT_EDIT_MINUTES = 0
    page = base.signed_in(ada).get(address(own)).content.decode()
    assert "<h1>Withdraw your comment</h1>" in page
    assert "The time to change this comment is over." in page


def test_its_words_are_nowhere_any_more(ada, bob, own, post, client):
    own.name = "zqNAMEqz"
    reply = base.reply(own, "Still here.")
    threads.like(own, bob)
    response = withdraw(ada, own)
    assert response["Location"] == f"{post.get_absolute_url()}#comment-{own.pk}"
    page = page_of(client, post)
    assert "Withdrawn by its author" in page
    assert f'id="comment-{reply.pk}"' in page
    assert "In reply to a removed comment" in page
    addresses = ["/", "/feed/", "/comments/feed/", post.get_absolute_url(), f"{post.get_absolute_url()}feed/"]
    for browser in (client, base.signed_in(ada), base.signed_in(bob)):
        for path in addresses:
            shown = browser.get(path).content.decode()
            assert "zqOWNqz" not in shown, path
            assert "Ada Lovelace: " not in shown, path
        assert browser.get(own.get_absolute_url()).status_code == 404
        assert browser.get(f"{post.get_absolute_url()}comments/{own.pk}/").status_code == 404
        assert browser.post(f"/comments/{own.pk}/like/").status_code == 404
    own.refresh_from_db()
    post.refresh_from_db()
    assert (own.like_count, post.comment_count) == (0, 1)
    assert_sound()


def test_without_replies_it_leaves_no_trace(ada, own, post, client):
    answer = base.reply(own, "zqANSWERqz", author=ada)
    assert withdraw(ada, answer)["Location"] == f"{post.get_absolute_url()}#comment-{own.pk}"
    assert f'id="comment-{answer.pk}"' not in page_of(client, post)
    assert withdraw(ada, own)["Location"] == f"{post.get_absolute_url()}#comments"
    assert "No comments yet" in page_of(client, post)


def test_nobody_can_answer_it(ada, bob, own, post):
    withdraw(ada, own)
    response = base.signed_in(bob).post(
        f"{post.get_absolute_url()}comments/", {"body": "x", "parent": own.pk}
    )
    assert response.status_code == 404


def test_only_its_writer_can(client, bob, mo, own):
    for browser in (client, base.signed_in(bob), base.signed_in(mo)):
        assert browser.post(address(own)).status_code == 404
    own.refresh_from_db()
    assert own.status == "approved"


def test_a_guest_can_by_the_link_on_their_page(client, post):
    client.post(
        f"{post.get_absolute_url()}comments/", {"body": "x", "name": "Grace", "email": "g@mail.example"}
    )
    link = unescape(re.search(r'href="(/comments/\d+/withdraw/[^"]*)"', page_of(client, post))[1])
    assert base.browser().post(link.partition("?")[0]).status_code == 404
    assert client.post(link).status_code == 302
    assert Comment.objects.get().status == "withdrawn"
    assert "awaiting moderation" not in page_of(client, post)


def test_after_the_window_it_stays_unless_it_still_waits(ada, own, post):
    waiting = base.held(post, author=ada)
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    for comment, status in ((own, 403), (waiting, 302)):
        assert base.signed_in(ada).get(address(comment)).status_code == (200 if status == 302 else 403)
        assert withdraw(ada, comment).status_code == status
    assert withdraw(ada, waiting).status_code == 403
    assert_sound()


def test_moderators_can_read_it_for_a_month(ada, mo, own):
    withdraw(ada, own)
    page = base.signed_in(mo).get(f"/admin/comments/comment/{own.pk}/change/").content.decode()
    assert "zqOWNqz" in page
    task = DBTaskResult.objects.get(task_path__endswith="forget_words")
    assert timedelta(days=29) < task.run_after - timezone.now() < timedelta(days=31)
    assert task.task_result.args == [own.pk]


def test_then_its_words_are_forgotten(ada, own, post, client):
    base.signed_in(ada).post(editing.address_of(Deed.EDIT, own), {"body": "zqSECONDqz"})
    base.reply(own)
    withdraw(ada, own)
    for _ in range(2):
        forgetting.forget_words.call(own.pk)
        own.refresh_from_db()
        assert (own.status, own.body, own.body_html, own.name, own.author) == ("withdrawn", "", "", "", None)
        assert not CommentRevision.objects.exists()
    assert "Withdrawn by its author" in page_of(client, post)
    assert_sound()


def test_what_was_not_withdrawn_is_not_forgotten(own):
    forgetting.forget_words.call(own.pk)
    forgetting.forget_words.call(999_999)
    own.refresh_from_db()
    assert own.body == "zqOWNqz"


def test_erasing_goes_further(ada, own):
    base.signed_in(ada).post(editing.address_of(Deed.EDIT, own), {"body": "zqSECONDqz"})
    base.reply(own)
    withdraw(ada, own)
    threads.erase(own)
    own.refresh_from_db()
    assert (own.status, own.body) == ("erased", "")
    assert not CommentRevision.objects.exists()
