"""The queue costs the same however much waits, and reads it by indexes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from comments import queue, threads
from comments.models import Act, Comment, CommentTree, Report
from comments.queue import Counted, Tab
from tests import base

QUEUE = "/admin/comments/queue/"


def many(post, count: int, status: str = "pending") -> None:
    """Threads of one comment each, written as an import writes them."""
    start = timezone.now() - timedelta(days=10)
    trees = CommentTree.objects.bulk_create([CommentTree(post=post, total=1) for _ in range(count)])
    with threads.lock(trees[0].pk):
        Comment.objects.bulk_create(
            Comment(
                post=post,
                thread=tree,
                tree_id=tree.pk,
                lft=1,
                rght=2,
                level=0,
                name="Grace",
                email="grace@mail.example",
                body="Words.",
                body_html="<p>Words.</p>",
                status=status,
                created_at=start + timedelta(seconds=number),
            )
            for number, tree in enumerate(trees)
        )


def cost(client, **query) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(QUEUE, query).status_code == 200
    return len(queries)


def test_a_thousand_cost_what_five_cost(mo, post):
    client = base.signed_in(mo)
    many(post, 5)
    client.get(QUEUE)
    few = cost(client), cost(client, view="list")
    many(post, 995)
    middle = Comment.objects.order_by("created_at", "pk")[500].pk
    assert (cost(client), cost(client, view="list")) == few
    assert cost(client, at=middle) <= few[0] + 1
    assert cost(client, view="list", after=middle) <= few[1] + 1
    assert few[0] <= 32
    assert few[1] <= 15


def test_counts_stop_counting_somewhere(mo, post, monkeypatch):
    many(post, 12)
    monkeypatch.setattr(queue, "MOST_COUNTED", 10)
    assert Tab.PENDING.how_many() == 11
    assert '<span class="count">10+</span>' in base.signed_in(mo).get(QUEUE).content.decode()


def test_counts_are_written_as_the_language_writes_them():
    assert [Counted(Tab.PENDING, n).figure for n in (7, 1000, 1001)] == ["7", "1,000", "1,000+"]
    with translation.override("de"):
        assert Counted(Tab.PENDING, 1001).figure == "1.000+"


@pytest.mark.parametrize("tab", list(Tab))
def test_what_waits_is_found_by_an_index(post, mo, ada, tab):
    many(post, 300, "approved")
    many(post, 20, "spam")
    many(post, 20)
    for comment in Comment.objects.filter(status="approved")[:20]:
        Report.objects.create(comment=comment, user=ada, reason="spam")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # So few rows that PostgreSQL would rather read them all.
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    key = tab.waiting()[10]
    for waiting in (tab.waiting(), queue.later(tab.waiting(), key), queue.earlier(tab.waiting(), key)):
        plan = waiting[:50].explain()
        found_by = "report_open" if tab == Tab.REPORTED else "comment_queue"
        assert found_by in plan, plan
        for table in ("comments_comment", "comments_act", "comments_report"):
            assert f"SCAN {table}\n" not in f"{plan}\n", plan
            assert f"Seq Scan on {table}" not in plan, plan


def test_the_journal_begins_with_its_index(post, mo):
    for number in range(50):
        Act.objects.create(by=mo, verb="approve", comment=None, why=str(number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "act_newest" in Act.objects.all()[:50].explain()
