"""The queue: what waits, in which order, decided by plain forms; and who may."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.models import Act, Comment, Report
from tests import base
from tests.comments.trees import assert_sound

QUEUE = "/admin/comments/queue/"
Verb = Act.Verb


def page_of(client, **query) -> str:
    answer = client.get(QUEUE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def sight_in(page: str, comment) -> str:
    return re.search(rf'name="seen-{comment.pk}" value="([^"]+)"', page)[1]


def in_focus(page: str) -> int | None:
    found = re.search(r'class="in-focus" id="comment-(\d+)"', page)
    return int(found[1]) if found else None


def decide(client, comment, verb, seen=None, **fields):
    if seen is None:
        seen = moderation.sights([Comment.objects.get(pk=comment.pk)])[comment.pk]
    data = {"pk": comment.pk, f"seen-{comment.pk}": seen, "tab": "pending", **fields}
    return client.post(f"{QUEUE}{verb}/", data)


def status_of(comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def reported(comment, reader, reason="unkind", **kwargs):
    Report.objects.create(comment=comment, user=reader, reason=reason, **kwargs)
    return comment


@pytest.fixture
def client(mo):
    """The moderator's browser."""
    return base.signed_in(mo)


# --- What waits ---------------------------------------------------------------------


def test_the_oldest_that_waits_is_in_focus(client, post):
    now = timezone.now()
    young = base.held(post, "Young.", created_at=now)
    old = base.held(post, "Old.", created_at=now - timedelta(days=2))
    page = page_of(client)
    assert in_focus(page) == old.pk
    assert f"at={young.pk}" in page


def test_each_tab_has_its_comments_and_their_number(client, post, ada):
    pending = base.held(post)
    bad = reported(base.comment(post, "You fool."), ada)
    spam = base.comment(post, "Buy.", status="spam")
    by_hand = base.comment(post, "Buy more.")
    moderation.decide([by_hand], Verb.SPAM, by=ada)
    base.comment(post, "Imported.", status="spam", imported_key="wp-1")
    base.comment(post, "Long ago.", status="spam", created_at=timezone.now() - timedelta(days=40))
    for tab, comment in (("pending", pending), ("reported", bad), ("spam", spam)):
        page = page_of(client, tab=tab)
        assert in_focus(page) == comment.pk
        assert page.count('<span class="count">1</span>') == 3


def test_the_first_tab_with_something_in_it_comes_by_itself(client, post, ada):
    bad = reported(base.comment(post), ada)
    assert in_focus(page_of(client)) == bad.pk
    assert "Nothing waits here." in page_of(client, tab="spam")


def test_the_page_shows_all_that_one_needs_to_know(client, post, mo, ada):
    top = base.comment(post, "zqTOPqz")
    parent = base.reply(top, "zqPARENTqz")
    older = base.reply(parent, "zqSIBLINGqz")
    earlier = base.comment(post, "zqEARLIERqz", author=ada)
    moderation.decide([earlier], Verb.TRASH, by=mo, why="zqWHYqz")
    comment = base.reply(parent, "Words.", author=ada, status="pending", held_because="links first")
    reported(comment, None, network="1.2.3.4", words="zqREPORTqz")
    page = page_of(client, at=comment.pk)
    for words in ("zqTOPqz", "zqPARENTqz", "zqSIBLINGqz", "zqEARLIERqz", "zqWHYqz", "zqREPORTqz"):
        assert words in page, words
    assert "many links" in page
    assert "first comment of a guest" in page
    assert "<b>1</b> removed" in page
    assert older.pk


# --- Verdicts -----------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "after"), [("approve", "approved"), ("spam", "spam"), ("trash", "trash")])
def test_a_verdict_falls_leaves_a_row_and_leads_to_the_next(client, post, mo, verb, after):
    first, second = base.held(post, "One."), base.held(post, "Two.")
    answer = decide(client, first, verb)
    assert status_of(first) == after
    act = Act.objects.get()
    assert (act.by, act.verb, act.comment) == (mo, verb, first)
    assert answer["Location"] == f"{QUEUE}?tab=pending&at={second.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert reverse("admin:comments_act_undo", args=[act.batch]) in page
    assert_sound()
