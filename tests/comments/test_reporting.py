import re

import pytest

from comments import moderation, sanctions
from comments.models import Act, Comment, Report
from comments.notifications import letter_to
from comments.reporting import MOST_AN_HOUR, TooManyReports, report
from tests import base


def status_of(comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def strangers(comment, number: int, first: int = 1) -> None:
    for n in range(first, first + number):
        report(comment, "unkind", user=None, network=f"203.0.113.{n}")


def test_enough_readers_make_it_wait(post):
    comment = base.comment(post)
    strangers(comment, 2)
    assert status_of(comment) == "approved"
    strangers(comment, 1, first=3)
    assert status_of(comment) == "pending"
    act = Act.objects.get()
    assert (act.by, act.verb, act.why) == (None, "hold", "3 readers reported it")


def test_the_letter_about_it_and_its_links_say_why_it_waits(client, post, mo):
    comment = base.comment(post)
    report(comment, "spam", user=None, network="203.0.113.9")
    strangers(comment, 2)
    comment.refresh_from_db()
    words = "Reported: unkind or hateful × 2, Reported: advertising or spam"
    letter = letter_to(mo, [comment]).body
    assert f"Why it waits: {words}" in letter
    [page, *_others] = re.findall(r"http://testserver(/comments/judge/\S+)", letter)
    assert f"Why it waits: <bdi>{words}</bdi>" in client.get(page).content.decode()


def test_one_person_counts_once(post, ada):
    comment = base.comment(post)
    for _ in range(5):
        report(comment, "spam", user=ada, network="203.0.113.1")
        report(comment, "spam", user=None, network="203.0.113.2")
    assert Report.objects.count() == 2
    assert status_of(comment) == "approved"


def test_those_the_blog_trusts_weigh_more(post, ada):
    for n in range(5):
        base.comment(post, f"Welcome, {n}.", author=ada)
    comment = base.comment(post, "Bad.")
    assert report(comment, "spam", user=ada, network="").weight == 2
    strangers(comment, 1)
    assert status_of(comment) == "pending"


def test_one_word_of_staff_is_enough(post, mo):
    comment = base.comment(post)
    report(comment, "spam", user=mo, network="")
    assert status_of(comment) == "pending"


def test_a_moderators_word_is_the_last(post, mo):
    comment = base.comment(post)
    strangers(comment, 3)
    moderation.decide([comment], Act.Verb.APPROVE, by=mo)
    strangers(comment, 9, first=10)
    assert status_of(comment) == "approved"


def test_staff_are_not_reported_away(post, alice):
    comment = base.comment(post, author=alice)
    strangers(comment, 9)
    assert status_of(comment) == "approved"


def test_nobody_reports_without_end(post):
    comments = [base.comment(post, f"Number {n}.") for n in range(MOST_AN_HOUR + 1)]
    for comment in comments[:MOST_AN_HOUR]:
        report(comment, "spam", user=None, network="203.0.113.1")
    with pytest.raises(TooManyReports):
        report(comments[-1], "spam", user=None, network="203.0.113.1")


def test_a_report_by_somebody_who_may_not_write_weighs_nothing(post, ada, mo):
    comment = base.comment(post)
    sanctions.impose("ban", by=mo, user=ada)
    sanctions.impose("ban", by=mo, network="203.0.113.1")
    assert report(comment, "spam", user=ada, network="203.0.113.7").weight == 0
    strangers(comment, 3)
    assert status_of(comment) == "approved"
    assert Report.objects.filter(comment=comment, settled_at=None).count() == 4
