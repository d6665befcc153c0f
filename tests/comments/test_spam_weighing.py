"""All layers together: what an honest comment must not meet, and a machine's does."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import spam
from comments.models import Comment, Discussion, Weighing
from comments.spam.points import SENTENCES
from tests import base

pytestmark = pytest.mark.django_db


NOTHING_SENT, NO_RULES = spam.Sent(), spam.Rules()


def weighed(post, body="I tried it for a week.", sent=NOTHING_SENT, rules=NO_RULES, **kwargs):
    comment = base.unsaved(post, body, **kwargs)
    comment.render()
    return spam.weigh(comment, sent, rules)


HONEST = [
    "Thanks!",
    "+1",
    "❤️❤️❤️",
    "Vielen Dank, das hat mir sehr geholfen.",
    "Merci beaucoup pour cet article, j'ai couru 10 km sans douleur.",
    "Спасибо, отличная статья! Попробую завтра.",
    "ありがとうございます。とても参考になりました。",
    "تجربة رائعة، شكرا جزيلا على المقال",
    "תודה רבה, מאמר מצוין",
    "Is this available in size 46? I bought the cheap ones at a sale and my knees hate me.",
    "The casino next door paid for the new track, and nobody in town dares to say what that costs us.",
    "My doctor gave me Viagra for altitude sickness, believe it or not. It is used for that.",
    "You are wrong, and arrogant about it too. Did you even read the study?",
    "WHAT? NO WAY!",
    "I HATE when my caps lock gets stuck, sorry for that, my keyboard is old and so am I by now.",
    "There is a study about this: https://journal.example/articles/2013/knees",
    "See https://en.wikipedia.org/wiki/Running and [my notes](https://notes.example/knees) for more.",
    "> Some say it is good for the knees.\n\nWho says so? I have never met anybody.",
    'Try `pip install running` and then:\n\n```\n<a href="x">[url=http://x.example]x[/url]</a>\n```',
    "I paid with bitcoin once, for a pizza. It cost me a house, as it turned out.",
    "My essay about this was rejected. Writing services offered me to write it for cheap. No!",
    "USB-кабель и SMSка: мой 3D-принтер печатает iPhone-чехлы.",
    "Ο γιατρός μου λέει όχι, αλλά εγώ τρέχω κάθε μέρα.",
    "نمی‌خواهم بدوم، ولی می‌دوم.",
    "e.g. node.js or asp.net, i.e. the usual. No.Really.",
    "😀" * 300,
]
HONEST_NAMES = [
    *("Loan Nguyen", "Antonio Casino", "Vincent Price", "Dr. Best", "Johnny Cash", "Mo", "J.R.R. Tolkien"),
    *("Николай", "小林", "Søren Ærø", "O'Brien", "St. John", "Anna (Berlin)", "a.b.c"),
]


@pytest.mark.parametrize("body", HONEST)
def test_an_honest_comment_does_not_wait(post, body):
    points = weighed(post, body, website="https://grace.example/")
    assert spam.status_for(points) == "approved", [str(point) for point in points]


@pytest.mark.parametrize("name", HONEST_NAMES)
def test_a_persons_name_weighs_nothing(post, name):
    assert weighed(post, name=name) == []


def test_a_machine_that_fills_in_everything_is_spam(post):
    points = weighed(
        post,
        "[url=http://pills.example]pills[/url] http://pills.example http://pills.example/2",
        spam.Sent(trap="http://pills.example"),
        name="Cheap Viagra",
    )
    assert spam.status_for(points) == "spam"
    assert [point.points for point in points] == sorted((p.points for p in points), reverse=True)
    assert {"trap", "markup", "links", "name_advert"} <= {point.code for point in points}


def test_points_add_up_and_explain_themselves(post):
    points = weighed(post, "See https://a.example/1 and https://b.example/2, you will like both of them.")
    assert [str(point) for point in points] == ["2 links +2"]
    assert spam.total(points) == 2
    one = weighed(post, "See https://a.example/1, you will like it, or so I hope.")
    assert [str(point) for point in one] == ["1 link +1"]


def test_the_owner_decides_from_where_a_comment_waits(post):
    body = "See https://a.example/1 and https://b.example/2, you will like both of them."
    points = weighed(post, body)
    assert spam.status_for(points) == "approved"
    assert spam.status_for(points, spam.Rules(hold_from=2)) == "pending"
    assert spam.status_for(points, spam.Rules(hold_from=1, spam_from=2)) == "spam"


def test_the_rules_are_those_of_the_discussion(post):
    settings = Discussion(moderation_keys="casino\r\n\r\nfree spins\n", disallowed_keys="viagra")
    rules = spam.Rules.of(settings)
    assert spam.status_for(weighed(post, "The casino is closed.", rules=rules), rules) == "pending"
    assert spam.status_for(weighed(post, "Viagra? No!", rules=rules), rules) == "spam"
    assert weighed(post, "Nothing of that.", rules=rules) == []
    assert (rules.hold_from, rules.spam_from) == (spam.HOLD_FROM, spam.SPAM_FROM)


def test_every_point_has_a_sentence():
    for code in SENTENCES:
        for count in (1, 2):
            said = str(spam.Point(code, count, 2.5, ("casino", "bonus")))
            assert "+2.5" in said
            assert "%" not in said
    assert str(spam.Point("of another release", 1, 2)) == "of another release +2"


def test_points_are_kept_with_the_comment(post):
    comment = base.comment(post, "https://a.example/1 is all that I have to say about this")
    points = [spam.Point("links", 1, 1.0), spam.Point("words", 2, 3.0, ("casino", "bonus"))]
    spam.keep(comment, points)
    spam.keep(comment, points)
    assert Weighing.objects.get(comment=comment).total == 4
    assert [str(point) for point in spam.kept(comment)] == ["1 link +1", "words +3: casino, bonus"]
    assert spam.kept(base.comment(post)) == []


HOSTILE = [
    "a" * 10_000,
    "a\u200b" * 5_000,
    "\u202e" * 5_000 + "txt",
    "e" + "\u0301" * 9_000,
    "(" * 5_000 + ")" * 5_000,
    "http://" * 1_400,
    "www." * 2_500,
    "a." * 5_000 + "com/x",
    "[url=" * 2_000,
    "<a " * 3_300,
    "<a href=" + " " * 9_000,
    "[a](http://[x]) " * 500,
    "\ufdfa" * 10_000,  # one letter that becomes eighteen
    "漢" * 10_000,
    "\ud7ff\u0000\x07 null",
    "`" * 10_000,
    "> " * 5_000,
    "ЌЍѝ" * 3_000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_cost_little_and_break_nothing(post, body):
    comment = base.unsaved(post, body[: Comment.MAX_LENGTH])
    comment.render()
    start = time.process_time()
    spam.weigh(comment)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("field", ["name", "email", "website", "user_agent"])
@pytest.mark.parametrize(
    "text", ["a" * 80_000, "http://[" + "a" * 80_000, "\u200b" * 80_000, "www." * 20_000]
)
def test_a_field_of_eighty_kilobytes_costs_little(post, field, text):
    start = time.process_time()
    weighed(post, **{field: text}, rules=spam.Rules(moderation_keys=["casino"]))
    assert time.process_time() - start < 0.5


def test_weighing_takes_two_questions_to_the_database(post):
    body = "See https://a.example/1 for all that I know of knees and shoes and hills, if you like. " * 30
    comment = base.unsaved(post, body, website="https://grace.example/")
    comment.render()
    with CaptureQueriesContext(connection) as queries:
        spam.weigh(comment, spam.Sent(), spam.Rules(moderation_keys=["casino"] * 100))
    assert len(queries) == 2


def test_a_member_is_not_judged_by_name_and_website(post, ada):
    comment = base.unsaved(post, "I tried it.", author=ada, name="Cheap Viagra")
    comment.render()
    assert spam.weigh(comment) == []
