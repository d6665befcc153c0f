"""Two clicks, two tabs, two browsers at the same moment: one person."""

import threading

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from accounts.models import User
from tests import base
from tests.accounts.journey import NEXT, away, come_back, consent, start, user_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("standin")]


def all_at_once(browsers, callbacks):
    answers = [None] * len(browsers)
    together = threading.Barrier(len(browsers))

    def run(number):
        together.wait()
        try:
            answers[number] = come_back(browsers[number], callbacks[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("provider", ["google", "twitter"])
def test_first_sign_ins_in_several_browsers_make_one_person(provider):
    browsers = [base.browser() for _ in range(6)]
    callbacks = [consent(away(start(browser, provider))) for browser in browsers]
    answers = all_at_once(browsers, callbacks)
    assert None not in answers
    assert {answer["Location"] for answer in answers} == {NEXT}
    (ada,) = User.objects.all()
    assert SocialAccount.objects.count() == 1
    assert all(user_of(browser) == ada for browser in browsers)


def test_the_loser_of_a_race_signs_in(monkeypatch):
    """The same without luck: the row appears between looking and writing."""
    from accounts.adapters import SocialAccountAdapter

    first, second = base.browser(), base.browser()
    callback = consent(away(start(second)))
    save_user = SocialAccountAdapter.save_user

    def late(self, request, sociallogin, form=None):
        monkeypatch.setattr(SocialAccountAdapter, "save_user", save_user)
        come_back(first, consent(away(start(first))))
        return save_user(self, request, sociallogin, form)

    monkeypatch.setattr(SocialAccountAdapter, "save_user", late)
    assert come_back(second, callback)["Location"] == NEXT
    assert User.objects.count() == 1
    assert user_of(second) == user_of(first)
