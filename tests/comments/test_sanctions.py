from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import sanctions
from comments.models import Act, Comment, Sanction
from tests import base
from tests.comments.trees import assert_sound

Kind = Sanction.Kind


def kinds(comment) -> list[str]:
    return [sanction.kind for sanction in sanctions.on_writer_of(comment)]


def test_a_ban_holds_for_account_address_and_network(post, mo, ada):
    sanctions.impose(Kind.BAN, by=mo, user=ada, why="again")
    sanctions.impose(Kind.BAN, by=mo, email="grace@mail.example")
    sanctions.impose(Kind.BAN, by=mo, network="203.0.113.9")
    assert kinds(base.unsaved(post, "x", author=ada)) == ["ban"]
    assert kinds(base.unsaved(post, "x", email="Grace@Mail.example")) == ["ban"]
    assert kinds(base.unsaved(post, "x", email="o@mail.example", network="203.0.113.9")) == ["ban"]
    assert kinds(base.unsaved(post, "x", email="o@mail.example", network="203.0.113.8")) == []
    assert Act.objects.filter(verb="sanction", by=mo).count() == 3


def test_a_silence_ends_by_itself(post, mo, ada):
    sanctions.impose(Kind.SILENCE, by=mo, user=ada, days=2)
    assert kinds(base.unsaved(post, "x", author=ada)) == ["silence"]
    Sanction.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert kinds(base.unsaved(post, "x", author=ada)) == []


def test_a_silence_without_an_end_and_a_restriction_of_nobody_are_refused(mo, ada):
    for wrong in ({"kind": "silence", "user": ada}, {"kind": "ban"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.create(**wrong)


def test_the_hardest_comes_first(post, mo, ada):
    for kind in (Kind.PREMODERATE, Kind.BAN):
        sanctions.impose(kind, by=mo, user=ada)
    assert kinds(base.unsaved(post, "x", author=ada)) == ["ban", "premoderate"]


def test_lifted_it_is_over_and_a_row_says_so(post, mo, ada):
    sanctions.impose(Kind.BAN, by=mo, user=ada)
    sanctions.lift(Sanction.objects.get(), by=mo)
    sanctions.lift(Sanction.objects.get(), by=mo)
    assert kinds(base.unsaved(post, "x", author=ada)) == []
    assert Act.objects.filter(verb="lift", by=mo).count() == 1


def test_staff_are_not_restricted(post, mo, alice):
    with pytest.raises(sanctions.Untouchable):
        sanctions.impose(Kind.BAN, by=mo, user=alice)
    sanctions.impose(Kind.BAN, by=mo, network="203.0.113.9")
    assert kinds(base.unsaved(post, "x", author=alice, network="203.0.113.9")) == []


def test_all_of_theirs_goes_with_them_and_comes_back(post, mo, ada, monkeypatch):
    monkeypatch.setattr(sanctions, "AT_ONCE", 3)
    parent = base.comment(post, "Mine.")
    theirs = [base.reply(parent, f"Theirs, {n}.", author=ada) for n in range(7)]
    batch = sanctions.impose(Kind.BAN, by=mo, user=ada, remove_comments=True)
    assert set(Comment.objects.filter(author=ada).values_list("status", flat=True)) == {"trash"}
    assert Act.objects.filter(batch=batch).count() == len(theirs) + 1
    post.refresh_from_db()
    assert post.comment_count == 1
    assert_sound()
