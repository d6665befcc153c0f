"""What becomes of a training when somebody changes the version in use while it counts."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comments.models import Training
from comments.spam import classifying, learning
from tests import base
from tests.comments.test_spam_learning import taught, weighed

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Something happens while a training counts."""
    write = learning._write

    def happens(deed):
        def once(*args):
            monkeypatch.setattr(learning, "_write", write)
            write(*args)
            deed()

        monkeypatch.setattr(learning, "_write", once)

    return happens


def test_a_reset_during_a_training_stands(post, meanwhile):
    taught(post)
    learning.remember_verdicts([base.held(post, "jackpot")], is_spam=True)
    meanwhile(Training.reset)
    before = set(Training.objects.values_list("pk", flat=True))
    training = learning.train()
    assert Training.objects.current().get() == training
    assert (training.spam, training.good, training.digest) == (0, 0, "")
    assert {training.pk} == set(Training.objects.values_list("pk", flat=True)) - before
    assert weighed(post, "Roulette and jackpot, with a bonus for each deposit") == []
    assert learning.train().spam == 0


def test_the_first_training_does_not_undo_a_reset_either(post, meanwhile):
    taught(post)
    Training.objects.all().delete()
    meanwhile(Training.reset)
    assert learning.train().spam == 0
    assert Training.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_training_that_ends_while_a_reset_is_made_waits_for_it(post):
    now = timezone.now()
    last = Training.objects.create(used_at=now)
    training, made, replaced = Training.objects.create(digest="x"), threading.Event(), []

    def end():
        made.wait(10)
        replaced.append(training.replace(last))
        connection.close()

    ending = threading.Thread(target=end)
    ending.start()
    with transaction.atomic():
        reset = Training.reset()
        made.set()
        ending.join(0.5)
        assert replaced == []
    ending.join(10)
    assert replaced == [False]
    assert Training.objects.current().get() == reset


def test_a_way_back_during_a_training_stands(post, meanwhile):
    taught(post)
    first = Training.objects.current().get()
    Training.reset()
    learning.remember_verdicts([base.held(post, "jackpot")], is_spam=True)
    meanwhile(first.use)
    assert learning.train() == first == Training.objects.current().get()


def test_of_two_trainings_at_once_the_later_knows_all(post, meanwhile):
    taught(post)
    last = base.held(post, "jackpot casino", email="other@web.example")
    learning.remember_verdicts([base.held(post, "casino jackpot", email="o@web.example")], is_spam=True)

    def other():
        assert learning.train() == Training.objects.current().get()
        learning.remember_verdicts([last], is_spam=True)

    meanwhile(other)
    training = learning.train()
    assert training == Training.objects.current().get()
    assert training.spam == classifying.LEAST_VERDICTS + 2
    assert not Training.objects.filter(used_at=None).exists()
