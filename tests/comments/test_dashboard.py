"""The admin's front page: how the conversations are doing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import dashboard, moderation
from comments.models import Act, Comment, Report, ThreadCheck, Weighing
from tests import base

Verb = Act.Verb


@pytest.fixture
def page(mo):
    client = base.signed_in(mo)
    return lambda: client.get("/admin/").content.decode()


def test_it_says_what_waits_and_what_was_reported(post, page):
    base.held(post)
    base.held(post, "Another one.")
    reported = base.comment(post)
    for network in ("203.0.113.1", "203.0.113.2"):
        Report.objects.create(comment=reported, reason="spam", network=network)
    html = page()
    assert "<b>2</b> comments wait" in html
    assert "<b>1</b> comment was reported" in html


def test_its_figures_are_those_of_the_queue(post, page):
    gone, stays = base.comment(post), base.comment(post)
    for comment in (gone, stays):
        Report.objects.create(comment=comment, reason="spam", network="203.0.113.1")
    moderation.decide([gone], Verb.SPAM, by=None)
    html = page()
    assert "<b>1</b> comment was reported" in html
    assert "Reported (1)" in html


def test_the_plots_are_drawn_by_the_server_from_thirty_days(post, page):
    now = timezone.now()
    for days, status in [(0, "approved"), (0, "pending"), (3, "spam"), (29, "approved"), (31, "approved")]:
        comment = base.comment(post, f"{days} days ago, {status}.", status=status)
        Comment.objects.filter(pk=comment.pk).update(created_at=now - timedelta(days=days))
    found = dashboard.dashboard()
    assert len(found.days) == dashboard.DAYS
    assert (found.days[-1].comments, found.days[-4].spam, found.days[0].comments) == (2, 1, 1)
    assert (found.comments.total, found.comments.highest, found.spam.total) == (3, 2, 1)
    html = page()
    assert len(re.findall(r"<rect ", html)) == 2 * dashboard.DAYS
    assert 'height="48.0"' in html or 'height="48"' in html
    assert " style=" not in html
    assert "3 in thirty days, at most 2 on one day" in html


def test_an_empty_blog_has_a_dashboard_too(page):
    html = page()
    assert "<b>0</b> comments wait" in html
    assert "Nobody has commented in these days." in html
    assert re.search(r'<li class="unknown">[^<]*have not been checked yet', html)  # which is no alarm


def test_each_figure_leads_to_what_waits(page):
    html = page()
    for tab, words in (("pending", "comments wait"), ("reported", "comments were reported")):
        assert f'<a href="/admin/comments/queue/?tab={tab}"><b>0</b> {words}</a>' in html


def test_busiest_posts_come_first_by_their_recent_comments(alice, page):
    quiet, busy, old = (base.published(alice, title=title) for title in ("Quiet", "Busy <b>", "Old"))
    base.comment(quiet)
    for n in range(3):
        base.comment(busy, f"Number {n}.")
        comment = base.comment(old, f"Number {n}.")
        Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=60))
    busiest = dashboard.dashboard().busiest
    assert [(post.title, post.recent) for post in busiest] == [
        ("Busy <b>", 3),
        ("Quiet", 1),
    ]
    assert "Busy &lt;b&gt;" in page()


def test_the_filter_is_held_to_what_moderators_decided(post, mo):
    held = [base.comment(post, f"Number {n}.") for n in range(5)]
    moderation.decide(held, Verb.HOLD, by=None)
    for comment in held[:4]:
        Weighing.objects.create(comment=comment, total=6)
    Weighing.objects.create(comment=held[4], total=1)
    moderation.decide(held[4:], Verb.APPROVE, by=mo)
    moderation.decide(held[:1], Verb.SPAM, by=mo)
    moderation.decide(held[1:2], Verb.TRASH, by=mo)
    moderation.decide(held[2:3], Verb.APPROVE, by=mo)
    rate = dashboard.dashboard().hit_rate
    assert (rate.right, rate.wrong, rate.undecided, rate.percent) == (2, 1, 1, 67)


def test_what_the_machine_alone_took_for_spam_is_undecided(post):
    comment = base.comment(post)
    Weighing.objects.create(comment=comment, total=12)
    moderation.decide([comment], Verb.SPAM, by=None)
    assert dashboard.dashboard().hit_rate.undecided == 1


def test_it_shows_the_health_of_threads_and_tasks(post, page):
    ThreadCheck.run()
    html = page()
    assert "all sound" in html
    assert "0 background tasks wait" in html


def test_it_costs_the_same_however_much_there_is(post, mo, django_assert_num_queries):
    with django_assert_num_queries(9):
        dashboard.dashboard()
    for n in range(8):
        base.held(post, f"Number {n}.")
        base.comment(base.published(post.author, title=f"Post {n}"))
    with django_assert_num_queries(10):
        dashboard.dashboard()


def test_it_is_for_moderators(post, client):
    writer = base.author("writer", "Wri Ter", is_staff=True)
    assert "Conversations" not in base.signed_in(writer).get("/admin/").content.decode()
    assert client.get("/admin/").status_code == 302
