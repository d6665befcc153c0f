"""What was decided leaves rows, and can be taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import moderation, threads
from comments.models import Act, Comment
from tests import base
from tests.comments.trees import assert_sound

Verb = Act.Verb


def status_of(comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def test_a_verdict_says_who_what_when_why_before_and_after(post, mo):
    comment = base.comment(post)
    [act] = moderation.decide([comment], Verb.TRASH, by=mo, why="third time", because="unkind").acts
    act.refresh_from_db()
    assert (act.by, act.verb, act.comment, act.why) == (mo, "trash", comment, "third time")
    assert timezone.now() - act.at < timedelta(minutes=1)
    assert act.before == {"status": "approved", "status_before": "", "removed_because": ""}
    assert act.after == {"status": "trash", "status_before": "approved", "removed_because": "unkind"}


def test_a_stroke_is_undone_as_one_and_leaves_rows_too(post, mo):
    comments = [base.comment(post, f"Number {n}.") for n in range(5)]
    comments.append(base.held(post))
    acts = moderation.decide(comments, Verb.SPAM, by=mo).acts
    assert len({act.batch for act in acts}) == 1
    assert {status_of(comment) for comment in comments} == {"spam"}
    undone = moderation.undo(acts[0].batch, by=mo)
    assert [status_of(comment) for comment in comments] == ["approved"] * 5 + ["pending"]
    assert {act.undoes for act in undone.acts} == set(acts)
    assert not undone.left
    post.refresh_from_db()
    assert post.comment_count == 5
    assert_sound()


def test_nothing_is_undone_twice_nor_an_undo_undone(post, mo):
    comment = base.comment(post)
    [act] = moderation.decide([comment], Verb.TRASH, by=mo).acts
    [back] = moderation.undo(act.batch, by=mo).acts
    assert moderation.undo(act.batch, by=mo).acts == []
    assert moderation.undo(back.batch, by=mo).acts == []
    assert status_of(comment) == "approved"


def test_what_somebody_changed_since_stays_as_it_is(post, mo, alice):
    first, second = base.comment(post, "One."), base.comment(post, "Two.")
    [act, _] = moderation.decide([first, second], Verb.TRASH, by=mo).acts
    moderation.decide([second], Verb.SPAM, by=alice)
    outcome = moderation.undo(act.batch, by=mo)
    assert outcome.left == [second]
    assert (status_of(first), status_of(second)) == ("approved", "spam")


def test_a_month_later_it_is_too_late(post, mo):
    comment = base.comment(post)
    [act] = moderation.decide([comment], Verb.TRASH, by=mo).acts
    Act.objects.update(at=timezone.now() - Act.UNDO_FOR - timedelta(seconds=1))
    assert moderation.undo(act.batch, by=mo).acts == []
    assert status_of(comment) == "trash"


@pytest.mark.parametrize("final", ["withdrawn", "erased"])
def test_no_undo_brings_back_what_its_writer_took_away(post, mo, final):
    comment = base.held(post)
    [act] = moderation.decide([comment], Verb.APPROVE, by=mo).acts
    threads.change_status([comment], final)
    outcome = moderation.undo(act.batch, by=mo)
    assert (outcome.acts, outcome.left) == ([], [comment])
    assert status_of(comment) == final


def test_a_verdict_that_changes_nothing_leaves_no_row(post, mo):
    comment = base.comment(post)
    outcome = moderation.decide([comment], Verb.APPROVE, by=mo)
    assert (outcome.acts, outcome.left) == ([], [comment])
    assert not Act.objects.exists()


def test_the_machine_is_nobody(post):
    comment = base.comment(post)
    [act] = moderation.decide([comment], Verb.HOLD, by=None, why="5 links +4").acts
    assert act.by is None
    assert "machine" in str(act)


def test_what_the_machine_did_is_undone_too(post, mo):
    comment = base.comment(post)
    [act] = moderation.decide([comment], Verb.SPAM, by=None, why="3 links +6").acts
    [back] = moderation.undo(act.batch, by=mo).acts
    assert (back.by, back.undoes) == (mo, act)
    assert status_of(comment) == "approved"


def test_the_same_again_by_somebody_else_is_not_mine_to_undo(post, mo, alice):
    comment = base.comment(post)
    [mine] = moderation.decide([comment], Verb.TRASH, by=mo).acts
    moderation.decide([comment], Verb.RESTORE, by=alice)
    moderation.decide([comment], Verb.TRASH, by=alice)
    outcome = moderation.undo(mine.batch, by=mo)
    assert (outcome.acts, outcome.left) == ([], [comment])
    assert status_of(comment) == "trash"


def test_after_an_undo_the_stroke_before_can_be_undone(post, mo):
    comment = base.held(post)
    [first] = moderation.decide([comment], Verb.APPROVE, by=mo).acts
    [second] = moderation.decide([comment], Verb.TRASH, by=mo).acts
    moderation.undo(second.batch, by=mo)
    assert status_of(comment) == "approved"
    moderation.undo(first.batch, by=mo)
    assert status_of(comment) == "pending"


def test_an_edit_has_before_and_after_and_is_undone_like_a_verdict(post, mo):
    comment = base.comment(post, "Before.")
    [act] = moderation.edit(comment, {"body": "After.", "website": "https://e.example/"}, by=mo).acts
    assert (act.before["body"], act.after["body"]) == ("Before.", "After.")
    [back] = moderation.undo(act.batch, by=mo).acts
    assert back.undoes == act
    comment.refresh_from_db()
    assert (comment.body, comment.website) == ("Before.", "")
    assert moderation.edit(comment, {"body": "Before."}, by=mo).acts == []


@pytest.mark.parametrize("final", ["withdrawn", "erased"])
def test_nobody_edits_what_its_writer_took_away(post, mo, final):
    comment = base.comment(post, "Words.")
    threads.change_status([comment], final)
    assert moderation.edit(comment, {"body": "Other."}, by=mo).acts == []
    comment.refresh_from_db()
    assert comment.body == "Words."


def test_a_stroke_over_many_threads_goes_in_bounded_steps(post, mo, monkeypatch):
    monkeypatch.setattr(moderation, "AT_ONCE", 2)
    comments = [base.comment(post, f"n {n}") for n in range(5)]
    acts = moderation.decide(comments, Verb.SPAM, by=mo).acts
    assert (len(acts), len({act.batch for act in acts})) == (5, 1)
    assert len(moderation.undo(acts[0].batch, by=mo).acts) == 5
    assert_sound()
