"""The same words, or nearly, elsewhere within days."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import spam
from comments.models import Fingerprint
from comments.spam import folding, repeats
from comments.spam.parts import Parts
from tests import base

pytestmark = pytest.mark.django_db

ADVERT = (
    "I have been looking for days for a reliable plumber in my town and these guys repaired everything "
    "within two hours, really recommended, ask for Tom and tell him who sent you."
)
REWORDED = (
    "I have been searching for days for a reliable plumber in my city and these guys fixed everything "
    "within two hours, really recommended, ask for Tom and tell him who sent you!"
)


@pytest.fixture
def elsewhere(alice):
    return base.published(alice, title="Another post")


def said(post, body, **kwargs):
    comment = base.held(post, body, **kwargs)
    spam.remember(comment)
    return comment


def weighed(post, body, **kwargs):
    comment = base.unsaved(post, body, **kwargs)
    comment.render()
    return {point.code: point for point in repeats.weigh_repeats(comment, Parts.of(comment))}


def test_the_same_words_under_another_post_are_told(post, elsewhere):
    said(post, ADVERT)
    assert weighed(elsewhere, ADVERT)["repeat"].count == 1
    assert weighed(elsewhere, REWORDED)["repeat"].count == 1


def test_by_another_writer_under_the_same_post_too(post):
    said(post, ADVERT, email="one@mail.example")
    assert "repeat" in weighed(post, REWORDED, email="two@mail.example")
    assert weighed(post, REWORDED, email="one@mail.example") == {}  # who says it better


def test_other_words_are_not(post, elsewhere):
    said(post, ADVERT)
    assert weighed(elsewhere, "I have been running for days in my town and nothing hurts, really.") == {}


def test_what_everybody_says_is_nobodys(post, elsewhere):
    said(post, "Thank you for this post!", email="one@mail.example")
    assert weighed(elsewhere, "Thank you for this post!") == {}
    assert Fingerprint.objects.count() == 0


def test_a_quote_is_not_said_again(post, elsewhere):
    said(post, ADVERT)
    assert weighed(elsewhere, f"> {ADVERT}\n\nDo not believe him, I waited for a week.") == {}


def test_more_of_it_weighs_more(post, elsewhere, alice):
    said(post, ADVERT)
    once = weighed(elsewhere, ADVERT)["repeat"].points
    said(base.published(alice, title="Third"), ADVERT)
    twice = weighed(elsewhere, ADVERT)["repeat"].points
    assert once < spam.HOLD_FROM <= twice < spam.SPAM_FROM


def test_after_a_week_it_is_forgotten(post, elsewhere):
    said(post, ADVERT)
    Fingerprint.objects.update(made_at=timezone.now() - timedelta(days=repeats.DAYS, minutes=1))
    assert weighed(elsewhere, ADVERT) == {}


def test_one_link_under_several_posts_is_told_and_once_is_not(post, elsewhere, alice):
    said(post, "What do you say to https://shop.example/offer?id=1 my dear friends")
    body = "Look here, everybody: https://www.shop.example/offer/?id=2 is what I found"
    assert weighed(elsewhere, body) == {}
    said(base.published(alice, title="Third"), "And then https://shop.example/offer again, you know")
    assert weighed(elsewhere, body)["same_link"].count == 2


def test_a_website_is_its_writers_and_not_everybodys(post, elsewhere):
    kwargs = {"website": "https://shop.example/"}
    said(post, "Nice", email="one@mail.example", **kwargs)
    assert weighed(elsewhere, "Fine", email="one@mail.example", **kwargs) == {}
    assert weighed(elsewhere, "Fine", email="two@mail.example", **kwargs)["same_link"].count == 1


def test_no_flood_makes_the_table_long(post):
    for n in range(repeats.ENOUGH + 5):
        said(post, ADVERT, email=f"{n}@mail.example")
    assert Fingerprint.objects.count() == repeats.ENOUGH * repeats.KEYS


def test_a_look_up_is_one_question_by_an_index(post, elsewhere):
    said(post, ADVERT)
    comment = base.unsaved(elsewhere, ADVERT + " https://shop.example/x", website="https://shop.example")
    comment.render()
    with CaptureQueriesContext(connection) as queries:
        repeats.weigh_repeats(comment, Parts.of(comment))
    assert len(queries) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "fingerprint_key" in plan
        assert "SCAN" not in plan


def test_the_posts_own_words_with_a_link_are_told(post):
    post.body = "The lane was empty but for a heron and the man with the spaniel. He asked what was lost."
    body = "The lane was empty but for a heron and the man with the spaniel."

    def copied(text, **kwargs):
        comment = base.unsaved(post, text, **kwargs)
        comment.render()
        return [point.code for point in repeats.weigh_copied(comment, Parts.of(comment))]

    assert copied(f"{body} https://shop.example/x") == ["copied"]
    assert copied(body, website="https://shop.example/x") == ["copied"]
    assert copied(body) == []
    assert copied(f"> {body}\n\nSo true: https://heron.example/") == []
    assert (
        copied(f"“{body}” is what I liked best of all, and there is a film of one: https://heron.example/")
        == []
    )


def test_a_sketch_is_the_same_tomorrow():
    assert repeats.sketch_of(folding.words(ADVERT))[:2] == [3889786677, 568738188]
    assert repeats.sketch_of(["one", "two"]) == []
