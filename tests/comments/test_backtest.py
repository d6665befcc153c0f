"""Rules tried on what was written of late: right numbers, nothing saved, bounded."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import backtest, spam, threads
from comments.backtest import try_on_the_last
from comments.models import Act, Comment, Discussion
from comments.trust import TRUSTED_FROM
from tests import base
from tests.comments.test_discussion import ADDRESS, DEFAULTS

pytestmark = pytest.mark.django_db

LINKS = "https://a.example/one and https://b.example/two say more about it than I could."
NOW = timezone.now()
HOSTILE = ["(a+)+$", "[", "\\", "(?R)", "a{99999}", "<script>", "%(n)s", "{0}", "\u202e", "*a*", ".*"]


def ago(days: float) -> dict:
    return {"created_at": NOW - timedelta(days=days)}


def lenient(**rules) -> Discussion:
    return Discussion(**{"hold_first": False, "max_links": 0, **rules})


def numbers(trial) -> dict[str, int]:
    names = ("tried", "held", "spam", "wrong", "right", "waiting", "new", "no_longer")
    return {name: getattr(trial, name) for name in names if getattr(trial, name)}


def test_what_is_caught_is_counted_against_what_became_of_it(post):
    lenient().save()
    for n, status in enumerate(["approved", "approved", "spam", "trash", "pending"]):
        base.comment(post, f"A heron, number {n}.", status=status)
    base.comment(post, "A spaniel.", status="spam")
    base.comment(post, "Nothing.")
    trial = try_on_the_last(lenient(moderation_keys="heron", disallowed_keys="spaniel"))
    assert numbers(trial) == {
        "tried": 7,
        "held": 5,
        "spam": 1,
        "wrong": 2,
        "right": 3,
        "waiting": 1,
        "new": 6,
    }


def test_it_says_what_changes_against_the_rules_as_they_are(post):
    lenient(moderation_keys="heron").save()
    base.comment(post, "A heron.")
    base.comment(post, "A spaniel.")
    trial = try_on_the_last(lenient(moderation_keys="spaniel"))
    assert numbers(trial) == {"tried": 2, "held": 1, "wrong": 1, "new": 1, "no_longer": 1}
    assert [(one.comment.body, one.is_new) for one in trial.caught] == [("A spaniel.", True)]


def test_a_first_comment_is_one_that_nothing_approved_came_before(post):
    lenient().save()
    who = {"name": "Grace", "email": "grace@mail.example"}
    base.comment(post, "Before it was welcome.", status="spam", **who, **ago(9))
    base.comment(post, "The first.", **who, **ago(8))
    base.comment(post, "The second.", **{**who, "email": "GRACE@mail.example"}, **ago(7))
    base.comment(post, "Another’s first.", **{**who, "name": "Gracie"}, **ago(6))
    trial = try_on_the_last(lenient(hold_first=True))
    assert [one.comment.body for one in trial.caught] == [
        "Another’s first.",
        "The first.",
        "Before it was welcome.",
    ]


def test_trust_is_that_of_the_time(ada, post):
    lenient().save()
    for n in range(TRUSTED_FROM + 1):
        base.comment(post, f"{n} {LINKS}", author=ada, **ago(400 - n))
    base.comment(post, "Rude.", author=ada, status="trash", **ago(380))
    base.comment(post, f"Soon after. {LINKS}", author=ada, **ago(370))
    base.comment(post, f"Long after. {LINKS}", author=ada, **ago(1))
    caught = [one.comment.body for one in try_on_the_last(lenient(max_links=2)).caught]
    assert caught == [f"Soon after. {LINKS}", *(f"{n} {LINKS}" for n in reversed(range(TRUSTED_FROM)))]


def test_points_are_those_that_were_found_then(ada, post):
    lenient().save()
    comment = base.comment(post, "Nothing to see.", author=ada)
    spam.keep(comment, [spam.Point("words", 3, 4.0, ("casino",)), spam.Point("moderation_key", 1, 5.0)])
    assert not try_on_the_last(lenient(hold_from=5)).caught
    (one,) = try_on_the_last(lenient(hold_from=4)).caught
    assert one.reasons == ["words +4: casino"]


def test_older_comments_are_weighed_by_their_words(post):
    lenient().save()
    base.comment(post, "[url=http://pills.example]pills[/url]", name="Cheap Viagra")
    assert numbers(try_on_the_last(lenient()))["spam"] == 1


def test_staff_are_never_caught_and_what_is_nobodys_is_not_tried(alice, mo, post):
    lenient().save()
    base.comment(post, "A heron.", author=alice)
    base.comment(post, "A heron.", author=mo)
    for status in ("withdrawn", "erased"):
        base.comment(post, "A heron.", status=status)
    assert numbers(try_on_the_last(lenient(hold_all=True, disallowed_keys="heron"))) == {"tried": 2}


def test_only_the_last_are_tried_and_only_some_are_shown(post, monkeypatch):
    monkeypatch.setattr(backtest, "MOST", 5)
    monkeypatch.setattr(backtest, "SHOWN", 2)
    lenient(moderation_keys="late").save()
    for n in range(8):
        base.comment(post, "late" if n > 5 else f"n {n}", **ago(8 - n))
    trial = try_on_the_last(lenient(hold_all=True))
    assert numbers(trial) == {"tried": 5, "held": 5, "wrong": 5, "new": 3}
    assert [one.comment.body for one in trial.shown] == ["n 5", "n 4"]


def test_the_number_of_queries_is_fixed(ada, post, django_assert_num_queries):
    def try_it() -> None:
        with django_assert_num_queries(3):
            try_on_the_last(lenient(hold_first=True, moderation_keys="heron"))

    base.comment(post)
    base.comment(post, author=ada)
    try_it()
    others = [base.member(f"m{n}", f"Member {n}") for n in range(5)]
    for n in range(20):
        base.comment(post, f"heron {n}", author=others[n % 5])
        base.comment(post, f"n {n}", name=f"Guest {n}")
    try_it()


def test_a_thousand_are_tried_in_two_seconds_with_hostile_words_too(alice, post):
    start = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa! "
    comments = [base.unsaved(post, f"{start * 30} {n} {LINKS}", name=f"G {n % 50}") for n in range(1000)]
    for comment in comments:
        comment.render()
    threads.insert_many(post, comments)
    rules = lenient(moderation_keys="\n".join(HOSTILE), disallowed_keys="\n".join(HOSTILE * 10))
    began = time.monotonic()
    trial = try_on_the_last(rules)
    assert time.monotonic() - began < 30  # one hostile search in a word that never ends takes hours
    assert trial.tried == 1000 or trial.is_cut


def test_it_stops_when_it_takes_too_long(post):
    for n in range(5):
        base.comment(post, f"n {n}")
    ticks = iter([0, 0.1, 0.2, 99, 99])
    trial = try_on_the_last(lenient(hold_all=True), clock=lambda: next(ticks))
    assert (trial.tried, trial.is_cut) == (2, True)


# --- The page ---------------------------------------------------------------------------


def test_the_button_saves_nothing_and_keeps_what_was_filled_in(alice, post):
    base.comment(post, "A heron.")
    client = base.signed_in(alice)
    page = client.post(ADDRESS, {**DEFAULTS, "moderation_keys": "heron", "max_links": 9, "try": "1"})
    assert page.status_code == 200
    assert numbers(page.context["trial"])["held"] == 1
    text = page.content.decode()
    assert "nothing is saved" in text
    assert 'name="max_links" value="9"' in text
    assert ">\nheron</textarea>" in text
    assert not Discussion.objects.exists()
    assert not Act.objects.exists()
    assert Comment.objects.get().status == "approved"


def test_the_button_says_what_is_wrong_with_the_settings(alice, post):
    page = base.signed_in(alice).post(ADDRESS, {**DEFAULTS, "threads_a_page": 1, "try": "1"})
    assert page.context["trial"] is None
    assert "threads_a_page" in page.context["adminform"].form.errors


def test_what_strangers_wrote_is_escaped(alice, post):
    evil = "<script>alert(1)</script>"
    base.comment(post, f"heron {evil} <b>bold</b>", name=evil)
    post.title = evil
    post.save()
    page = base.signed_in(alice).post(ADDRESS, {**DEFAULTS, "moderation_keys": f"{evil}\nheron", "try": "1"})
    text = page.content.decode()
    assert numbers(page.context["trial"])["held"] == 1
    assert evil not in text
    assert "&lt;script&gt;" in text


def test_a_forged_button_of_another_site_does_nothing(alice):
    client = base.browser(enforce_csrf_checks=True)
    client.force_login(alice, backend=base.BACKEND)
    answer = client.post(ADDRESS, {**DEFAULTS, "try": "1"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
