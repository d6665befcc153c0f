"""What the filter learnt, in the admin: who sees it, who may go back, and what that changes."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import spam
from comments.models import Training
from tests import base
from tests.comments.test_spam_learning import taught

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/comments/training/"
RESET = f"{ADDRESS}reset/"


def use(training) -> str:
    return f"{ADDRESS}{training.pk}/use/"


def codes(post) -> set[str]:
    comment = base.unsaved(post, "casino bonus jackpot roulette deposit", email="new@post.example")
    comment.render()
    return {point.code for point in spam.weigh(comment)}


def state() -> list[tuple]:
    return [*Training.objects.values_list("pk", "used_at"), LogEntry.objects.count()]


@pytest.fixture
def learnt(post) -> Training:
    taught(post)
    version = Training.objects.current().get()
    Training.objects.exclude(pk=version.pk).delete()
    return version


@pytest.fixture
def earlier() -> Training:
    now = timezone.now()
    return Training.objects.create(trained_at=now, used_at=now, since=now)


def test_moderators_read_what_was_learnt(mo, learnt):
    figures = {"spam": 11, "caught": 9, "good": 13, "wrong": 2}
    Training.objects.filter(pk=learnt.pk).update(figures=figures)
    Training.objects.create()  # one that was killed half-way
    text = base.signed_in(mo).get(ADDRESS).text
    assert "verdicts “spam”: 20, “good”: 20" in text
    assert "spam caught: 9 of 11; held for nothing: 2 of 13" in text
    assert "too few verdicts to tell" in text
    assert text.count(">in use<") == text.count(">not finished<") == 1
    assert "/use/" not in text
    assert "reset/" not in text
    assert ADDRESS in base.signed_in(mo).get("/admin/").text


@pytest.mark.parametrize("who", ["stranger", "member", "staff"])
def test_nobody_else_sees_or_does_anything(who, client, ada, learnt, earlier):
    if who != "stranger":
        ada.is_staff = who == "staff"
        ada.save()
        client = base.signed_in(ada)
    before = state()
    for address in (ADDRESS, RESET, use(earlier), use(learnt), f"{ADDRESS}{learnt.pk}/change/"):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == (403 if who == "staff" else 302)
    assert state() == before


def test_moderators_change_nothing(mo, learnt, earlier):
    client, before = base.signed_in(mo), state()
    for address in (RESET, use(learnt), use(earlier)):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert state() == before


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_nobody_adds_or_deletes_a_version(alice, learnt, path):
    client, address, before = base.signed_in(alice), ADDRESS + path.format(pk=learnt.pk), state()
    assert client.get(address).status_code == client.post(address, {"post": "yes"}).status_code == 403
    assert client.post(f"{ADDRESS}{learnt.pk}/change/", {"spam": 1}).status_code == 403
    assert state() == before


def test_looking_changes_nothing(alice, learnt, earlier):
    client, before = base.signed_in(alice), state()
    for address in (ADDRESS, RESET, use(learnt), use(earlier)):
        assert client.get(address).status_code == 200
        assert client.put(address).status_code != 500
    assert '<form class="confirm" method="post">' in client.get(RESET).text
    assert "verdicts “spam”: 20, “good”: 20" in client.get(use(learnt)).text
    assert state() == before


def test_forgetting_and_going_back_change_what_the_filter_says(alice, post, learnt):
    client = base.signed_in(alice)
    assert "words" in codes(post)
    page = client.post(RESET, follow=True)
    assert "All that was learnt is forgotten." in page.text
    assert "words" not in codes(post)
    assert use(learnt) in page.text
    page = client.post(use(learnt), follow=True)
    assert "Comments are judged by the version of" in page.text
    assert Training.objects.current().get() == learnt
    assert "words" in codes(post)
    back, forgot = LogEntry.objects.all()
    assert (back.object_id, back.change_message) == (str(learnt.pk), "Taken into use again.")
    assert forgot.change_message == "Forgot all that was learnt."
    assert {back.user, forgot.user} == {alice}


def test_who_may_change_the_rules_may_change_this(ada, post, learnt):
    ada.is_staff = True
    ada.save()
    ada.user_permissions.add(Permission.objects.get(codename="change_discussion"))
    client = base.signed_in(ada)
    assert RESET in client.get(ADDRESS).text
    client.post(RESET)
    assert "words" not in codes(post)
    assert ADDRESS in client.get("/admin/comments/discussion/").text


def test_to_forget_twice_keeps_the_version_to_go_back_to(alice, learnt):
    client = base.signed_in(alice)
    for _n in range(3):
        page = client.post(RESET, follow=True)
    assert "Nothing was learnt since the last time." in page.text
    assert Training.objects.count() == 2
    assert LogEntry.objects.count() == 1


def test_what_is_in_use_unfinished_or_gone_is_not_taken_into_use(alice, learnt):
    client, unfinished = base.signed_in(alice), Training.objects.create()
    assert "is in use already" in client.post(use(learnt), follow=True).text
    for address in (use(unfinished), f"{ADDRESS}{10**6}/use/", f"{ADDRESS}{10**30}/use/"):
        assert client.get(address).status_code == client.post(address).status_code == 404
    assert Training.objects.current().get() == learnt
    assert not LogEntry.objects.exists()


def test_the_list_costs_the_same_for_many(alice, learnt):
    client = base.signed_in(alice)
    client.get(ADDRESS)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    before = cost()
    Training.objects.bulk_create(Training(used_at=timezone.now()) for _n in range(20))
    assert cost() <= before
