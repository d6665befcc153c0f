"""Two at once, on real connections: one final state, one row, and both know."""

import re

import pytest

from comments import moderation, strokes
from comments.models import Act, Comment, Report
from tests import base
from tests.comments.trees import assert_sound
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
Verb = Act.Verb


def judged(comment, verb, by, seen):
    return lambda: moderation.decide([Comment.objects.get(pk=comment.pk)], verb, by=by, seen=seen)


@pytest.mark.parametrize("verbs", [("approve", "spam"), ("approve", "approve"), ("trash", "spam")])
def test_the_first_decides_and_the_second_is_told(post, mo, alice, verbs):
    for round in range(5):
        comment = base.held(post, f"Round {round}.")
        seen = strokes.sights([comment])
        outcomes = at_once(judged(comment, verbs[0], mo, seen), judged(comment, verbs[1], alice, seen))
        done = [outcome for outcome in outcomes if outcome.acts]
        refused = [outcome for outcome in outcomes if outcome.unseen]
        assert (len(done), len(refused)) == (1, 1)
        [act] = Act.objects.filter(comment=comment)
        comment.refresh_from_db()
        assert moderation.STATUS_OF[Verb(act.verb)] == comment.status
        assert done[0].acts == [act]
    assert_sound()


def test_no_text_is_published_that_nobody_read(post, mo):
    for round in range(5):
        comment = base.held(post, f"Harmless {round}.")
        seen = strokes.sights([comment])

        def rewrite(comment=comment):
            mine = Comment.objects.get(pk=comment.pk)
            mine.body = "Harmful."
            mine.edit("body")

        at_once(judged(comment, Verb.APPROVE, mo, seen), rewrite)
        comment.refresh_from_db()
        # Judged first, and edited after it; or edited first, and left alone.
        acts = Act.objects.filter(comment=comment).count()
        assert (comment.status, acts) in {("approved", 1), ("pending", 0)}
        if acts == 0:
            assert comment.body == "Harmful."


def test_a_stroke_is_undone_once(post, mo, alice):
    comments = [base.comment(post, f"n {n}") for n in range(3)]
    batch = moderation.decide(comments, Verb.TRASH, by=mo).acts[0].batch
    outcomes = at_once(*(lambda by=by: moderation.undo(batch, by=by) for by in (mo, alice)))
    assert sorted(len(outcome.acts) for outcome in outcomes) == [0, 3]
    assert Act.objects.filter(verb="undo").count() == 3
    post.refresh_from_db()
    assert post.comment_count == 3
    assert_sound()


def test_agreeing_with_the_machine_is_undone_once_too(post, mo, alice):
    spam = base.comment(post, status="spam")
    [act] = moderation.decide([spam], Verb.SPAM, by=mo).acts
    outcomes = at_once(*(lambda by=by: moderation.undo(act.batch, by=by) for by in (mo, alice)))
    assert sorted(len(outcome.acts) for outcome in outcomes) == [0, 1]


def test_two_who_let_a_reported_comment_stand_leave_one_row(post, mo, alice, ada):
    comment = base.comment(post)
    Report.objects.create(comment=comment, user=ada, reason="unkind")
    seen = strokes.sights([comment])
    at_once(judged(comment, "approve", mo, seen), judged(comment, "approve", alice, seen))
    assert Act.objects.count() == 1
    assert not Report.objects.filter(settled_at=None).exists()


def test_strokes_over_the_same_threads_wait_for_each_other(post, mo, alice):
    comments = [base.held(post, f"n {n}") for n in range(12)]
    seen = strokes.sights(comments)
    outcomes = at_once(
        lambda: moderation.decide(comments, Verb.APPROVE, by=mo, seen=seen),
        lambda: moderation.decide(list(reversed(comments)), Verb.SPAM, by=alice, seen=seen),
    )
    assert sorted(len(outcome.acts) for outcome in outcomes) == [0, 12]
    assert Act.objects.count() == 12
    assert_sound()


def test_no_edit_overwrites_what_came_meanwhile(post, mo, alice):
    comment = base.comment(post, "As it was.")
    address = f"/admin/comments/comment/{comment.pk}/change/"
    browser = base.signed_in(mo)

    def saved(page, body):
        seen = re.search(rf'name="seen-{comment.pk}" value="([^"]+)"', page)[1]
        data = {"name": "Other", "email": "", "website": "", "body": body, f"seen-{comment.pk}": seen}
        return browser.post(address, data)

    page = browser.get(address).content.decode()
    moderation.edit(comment, {"body": "By Alice."}, by=alice)
    refused = saved(page, "By Mo.")
    assert refused.status_code == 200
    page = refused.content.decode()
    assert f"{alice.name}\u2069 edited" in page and "Nothing was done to it." in page
    assert "By Mo." in page, "what was typed is kept"
    comment.refresh_from_db()
    assert comment.body == "By Alice."
    assert saved(page, "By Mo.").status_code == 302, "who was told may decide"
    comment.refresh_from_db()
    assert comment.body == "By Mo."


def test_an_edit_finds_out_under_the_lock_too(post, mo, alice):
    comment = base.comment(post, "As it was.")
    seen = strokes.sights([comment])[comment.pk]
    moderation.edit(comment, {"body": "By Alice."}, by=alice, seen=seen)
    outcome = moderation.edit(comment, {"body": "By Mo."}, by=mo, seen=seen)
    assert (outcome.acts, outcome.unseen) == ([], [comment])
    comment.refresh_from_db()
    assert comment.body == "By Alice."
