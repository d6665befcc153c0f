"""The classifier learns from moderators' verdicts, says nothing before it knows enough, and
forgets what was taken back."""

import math
import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import moderation, spam, threads
from comments.models import Comment, Fingerprint, SpamWord, Training, Verdict, Weighing
from comments.spam import bayes, classifying, learning
from comments.spam.bayes import Seen
from comments.spam.features import MOST_FEATURES, features
from comments.spam.parts import Parts
from tests import base

pytestmark = pytest.mark.django_db

TRADE = "casino bonus jackpot roulette deposit slots payout dealer wager odds".split()  # noqa: SIM905
TALK = "knees hill river heron spaniel gate shoes towpath rain calves".split()  # noqa: SIM905


def texts(words, number, seed):
    chance = random.Random(seed)
    return [" ".join(chance.sample(words, 5)) + f" {chance.randrange(10**6)}" for _n in range(number)]


def taught(post, number=classifying.LEAST_VERDICTS, **kwargs):
    """The spam and the good comments that a moderator has decided on."""
    spams = [base.held(post, body, email="s@web.example", **kwargs) for body in texts(TRADE, number, 1)]
    goods = [base.comment(post, body, email="g@mail.example") for body in texts(TALK, number, 2)]
    spam.learn(spams, is_spam=True)
    spam.learn(goods, is_spam=False)
    return spams, goods


def weighed(post, body, **kwargs):
    comment = base.unsaved(post, body, **{"email": "new@post.example", **kwargs})
    comment.render()
    return classifying.weigh_words(Parts.of(comment))


# --- What it says -----------------------------------------------------------------


def test_it_learns_and_explains_itself(post):
    taught(post)
    (point,) = weighed(post, "Roulette and jackpot, with a bonus for each deposit")
    assert point.code == "words"
    assert spam.HOLD_FROM <= point.points <= classifying.MOST_POINTS < spam.SPAM_FROM
    assert set(point.words) & {"roulette", "jackpot", "bonus", "deposit"}
    assert str(point).startswith("words +")


def test_what_is_like_the_good_weighs_nothing(post):
    taught(post)
    assert weighed(post, "The heron on the towpath saw my shoes and my knees") == []


def test_what_it_does_not_know_weighs_nothing(post):
    taught(post)
    assert weighed(post, "Something about entirely different matters") == []


def test_it_says_nothing_before_it_knows_enough_of_both(post):
    taught(post, number=classifying.LEAST_VERDICTS - 1)
    assert weighed(post, "casino bonus jackpot roulette deposit") == []


def test_one_word_of_the_trade_in_honest_talk_weighs_nothing(post):
    taught(post)
    assert weighed(post, "The casino sponsors the gate at the river, and the heron on the hill is wet") == []


def test_honest_words_without_end_do_not_hide_the_trade():
    bad = {f"s{n}": Seen(100, 0) for n in range(40)}
    good = {f"g{n}": Seen(0, 90) for n in range(400)}
    assert bayes.likelihood(bad | good, Seen(100, 100)) > 0.4


def test_a_word_counts_once_for_each_comment(post):
    comment = base.unsaved(post, "casino " * 400)
    comment.render()
    assert features(Parts.of(comment)).count("casino") == 1
    spam.learn([base.held(post, "casino " * 400)], is_spam=True)
    spam.learn([base.held(post, "casino, casino")], is_spam=True)
    assert SpamWord.objects.get(training=Training.objects.current_key(), word="casino").spam == 2


def test_what_the_machine_decided_teaches_nothing(post):
    for body in texts(TRADE, 30, 1):
        base.held(post, body).mark_spam()
    for body in texts(TALK, 30, 2):
        base.comment(post, body)
    learning.train()
    assert weighed(post, "casino bonus jackpot roulette deposit") == []


def test_no_flood_of_one_text_outshouts_the_rest(post):
    taught(post)
    flood = [base.held(post, "heron towpath shoes knees", email=f"{n}@flood.example") for n in range(3)]
    same = [base.held(post, "heron towpath shoes knees", email="f@flood.example") for _n in range(20)]
    spam.learn([*flood, *same], is_spam=True)
    assert Training.objects.current().get().spam <= 20 + 3 + 1
    assert weighed(post, "The heron on the towpath saw my shoes, the river and the hill") == []


def test_a_look_up_is_one_question(post):
    taught(post)
    comment = base.unsaved(post, " ".join(f"word{n}" for n in range(3000))[: Comment.MAX_LENGTH])
    comment.render()
    with CaptureQueriesContext(connection) as queries:
        classifying.weigh_words(Parts.of(comment))
    assert len(queries) == 1


def test_a_moderators_verdict_is_the_status_it_gave(post, mo):
    spams = [base.held(post, body) for body in texts(TRADE, 3, 1)]
    good = base.comment(post, "The heron again")
    outcome = moderation.decide(spams, "spam", by=mo)
    spam.judged([*spams, good])
    training = Training.objects.current().get()
    assert (training.spam, training.good) == (3, 1)
    moderation.undo(outcome.acts[0].batch, by=mo)
    spam.judged(Comment.objects.filter(pk__in=[comment.pk for comment in spams]))
    assert Verdict.objects.get().comment == good


# --- What it forgets --------------------------------------------------------------


def test_a_verdict_that_is_taken_back_is_unlearnt(post):
    spams, _goods = taught(post)
    spam.unlearn(spams)
    assert Training.objects.current().get().spam == 0
    assert weighed(post, "casino bonus jackpot roulette deposit") == []


def test_the_last_word_on_a_comment_counts(post):
    spams, _goods = taught(post)
    spam.learn(spams, is_spam=False)
    training = Training.objects.current().get()
    assert (training.spam, training.good) == (0, 40)
    assert Verdict.objects.count() == 40


def test_a_training_that_learns_nothing_new_changes_nothing(post):
    taught(post)
    before = Training.objects.current().get()
    words = set(SpamWord.objects.filter(training=before).values_list("word", "spam", "good"))
    assert learning.train() == before
    Training.objects.update(digest="")
    again = learning.train()
    assert again != before
    assert set(SpamWord.objects.filter(training=again).values_list("word", "spam", "good")) == words


def test_a_training_that_was_killed_is_not_used(post, monkeypatch):
    taught(post)
    before = Training.objects.current().get()

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(learning, "_write", killed)
    Training.objects.update(digest="")
    with pytest.raises(KeyboardInterrupt):
        learning.train()
    assert Training.objects.current().get() == before
    assert weighed(post, "casino bonus jackpot roulette deposit") != []
    monkeypatch.undo()
    assert learning.train() == Training.objects.current().get() != before


def test_spam_is_remembered_when_it_is_deleted_and_the_good_is_not(post):
    spams, goods = taught(post)
    Verdict.objects.filter(comment__in=spams[:5]).update(comment=None)  # as the expiry leaves it
    Verdict.objects.filter(comment__in=goods[:5]).update(comment=None)
    training = learning.train()
    assert (training.spam, training.good) == (20, 15)


@pytest.mark.parametrize("status", ["erased", "withdrawn"])
def test_words_that_somebody_took_back_are_forgotten(post, status):
    _spams, goods = taught(post)
    with threads.lock(*{comment.thread_id for comment in goods[:5]}):
        Comment.objects.filter(pk__in=[comment.pk for comment in goods[:5]]).update(status=status)
    assert learning.train().good == 15
    assert not Verdict.objects.filter(comment__in=goods[:5]).exists()


def test_of_an_erased_comment_nothing_is_kept(post):
    spams, _goods = taught(post)
    spam.remember(spams[0])
    spam.remember(spams[0])
    assert Fingerprint.objects.filter(comment=spams[0]).exists()
    spam.keep(spams[0], [spam.Point("words", 1, 3.0, ("casino",))])
    spam.forget(spams[:1])
    assert not Fingerprint.objects.filter(comment=spams[0]).exists()
    assert not Weighing.objects.filter(comment=spams[0]).exists()
    assert Training.objects.current().get().spam == 19


def test_a_reset_forgets_and_can_be_taken_back(post):
    taught(post)
    before = Training.objects.current().get()
    Training.reset()
    assert weighed(post, "casino bonus jackpot roulette deposit") == []
    assert learning.train().spam == 0  # old verdicts do not count any more
    before.use()
    assert weighed(post, "casino bonus jackpot roulette deposit") != []


def test_only_the_last_versions_stay(post):
    spams, _goods = taught(post)
    for comment in spams[:5]:
        spam.unlearn([comment])
    assert Training.objects.count() == learning.VERSIONS_KEPT
    assert set(SpamWord.objects.values_list("training", flat=True).distinct()) <= set(
        Training.objects.values_list("pk", flat=True)
    )


def test_a_training_tells_how_good_it_is(post):
    mixed = [(body, True) for body in texts(TRADE, 60, 1)] + [(body, False) for body in texts(TALK, 60, 2)]
    random.Random(3).shuffle(mixed)
    for body, is_spam in mixed:
        learning.remember_verdicts([base.held(post, body)], is_spam=is_spam)
    figures = learning.train().figures
    assert figures["spam"] + figures["good"] == 24
    assert figures["caught"] == figures["spam"] > 0
    assert figures["wrong"] == 0


# --- Scripts ----------------------------------------------------------------------


def test_a_script_that_nobody_writes_here_is_a_hint_and_no_more(post, monkeypatch):
    monkeypatch.setattr(classifying, "LEAST_APPROVED", 20)
    taught(post)
    (point,) = weighed(post, "Спасибо, очень интересно и полезно")
    assert point.code == "script"
    assert spam.status_for([point]) == "approved"
    base.comment(post, "Спасибо за статью, попробую завтра")
    Training.objects.update(digest="")
    learning.train()
    assert weighed(post, "Спасибо, очень интересно и полезно") == []


def test_on_a_young_blog_no_script_is_strange(post):
    taught(post)
    assert weighed(post, "Спасибо, очень интересно и полезно") == []


# --- The numbers ------------------------------------------------------------------


def test_belief_starts_in_the_middle_and_grows():
    of = Seen(100, 100)
    beliefs = [bayes.belief(Seen(n, 0), of) for n in (1, 2, 5, 50)]
    assert beliefs == sorted(beliefs)
    assert 0.5 < beliefs[0] < beliefs[-1] < 1
    assert bayes.belief(Seen(5, 5), of) == pytest.approx(0.5)
    # Of a blog with ten times more spam than comments, what is in a tenth of both says nothing.
    assert bayes.belief(Seen(100, 10), Seen(1000, 100)) == pytest.approx(0.5)


@given(
    st.dictionaries(
        st.text("abcde ", min_size=1, max_size=4),
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: Seen(*pair)),
        max_size=80,
    )
)
def test_a_likelihood_is_a_number_between_none_and_one(known):
    value = bayes.likelihood(known, Seen(10**6, 10**6))
    assert math.isfinite(value)
    assert 0 <= value <= 1


def test_hundreds_of_strong_hints_do_not_overflow():
    of = Seen(10**9, 10**9)
    bad = {f"s{n}": Seen(10**9, 0) for n in range(500)}
    good = {f"g{n}": Seen(0, 10**9) for n in range(500)}
    assert bayes.likelihood(bad, of) == pytest.approx(1)
    assert bayes.likelihood(good, of) == pytest.approx(0)
    assert bayes.likelihood(bad | good, of) == pytest.approx(0.5, abs=0.01)
    assert bayes.likelihood({}, of) == 0.5


def test_features_are_bounded_and_storable(post):
    comment = base.unsaved(
        post,
        " ".join(f"word{n}" for n in range(2000))[: Comment.MAX_LENGTH],
        name="a\x00b " * 40,
        website="https://a\u2028b.example/" + "x" * 250,
    )
    comment.render()
    found = features(Parts.of(comment))
    assert len(found) == len(set(found)) <= MOST_FEATURES
    assert all(feature.isprintable() and 0 < len(feature) <= 100 for feature in found)


def test_a_training_waits_for_more_verdicts_of_the_same_hour(post, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    taught(post)
    (task,) = DBTaskResult.objects.filter(task_path__endswith="train")
    assert task.run_after > timezone.now() + timedelta(minutes=1)
    assert not Training.objects.exists()
