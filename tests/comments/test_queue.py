"""The queue: what waits, in which order, decided by plain forms; and who may."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import moderation, strokes, threads
from comments.models import Act, Comment, Report
from tests import base
from tests.comments.trees import assert_sound

QUEUE = "/admin/comments/queue/"
Verb = Act.Verb


def page_of(client, **query) -> str:
    answer = client.get(QUEUE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def sight_in(page: str, comment) -> str:
    return re.search(rf'name="seen-{comment.pk}" value="([^"]+)"', page)[1]


def in_focus(page: str) -> int | None:
    found = re.search(r'class="in-focus" id="comment-(\d+)"', page)
    return int(found[1]) if found else None


def decide(client, comment, verb, seen=None, **fields):
    if seen is None:
        seen = strokes.sights([Comment.objects.get(pk=comment.pk)])[comment.pk]
    data = {"pk": comment.pk, f"seen-{comment.pk}": seen, "tab": "pending", **fields}
    return client.post(f"{QUEUE}{verb}/", data)


def status_of(comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def reported(comment, reader, reason="unkind", **kwargs):
    Report.objects.create(comment=comment, user=reader, reason=reason, **kwargs)
    return comment


@pytest.fixture
def client(mo):
    """The moderator's browser."""
    return base.signed_in(mo)


# --- What waits ---------------------------------------------------------------------


def test_the_oldest_that_waits_is_in_focus(client, post):
    now = timezone.now()
    young = base.held(post, "Young.", created_at=now)
    old = base.held(post, "Old.", created_at=now - timedelta(days=2))
    page = page_of(client)
    assert in_focus(page) == old.pk
    assert f"at={young.pk}" in page


def test_each_tab_has_its_comments_and_their_number(client, post, ada):
    pending = base.held(post)
    bad = reported(base.comment(post, "You fool."), ada)
    spam = base.comment(post, "Buy.", status="spam")
    by_hand = base.comment(post, "Buy more.")
    moderation.decide([by_hand], Verb.SPAM, by=ada)
    base.comment(post, "Imported.", status="spam", imported_key="wp-1")
    base.comment(post, "Long ago.", status="spam", created_at=timezone.now() - timedelta(days=40))
    for tab, comment in (("pending", pending), ("reported", bad), ("spam", spam)):
        page = page_of(client, tab=tab)
        assert in_focus(page) == comment.pk
        assert page.count('<span class="count">1</span>') == 3


def test_the_first_tab_with_something_in_it_comes_by_itself(client, post, ada):
    bad = reported(base.comment(post), ada)
    assert in_focus(page_of(client)) == bad.pk
    assert "Nothing waits here." in page_of(client, tab="spam")


def test_the_page_shows_all_that_one_needs_to_know(client, post, mo, ada):
    top = base.comment(post, "zqTOPqz")
    parent = base.reply(top, "zqPARENTqz")
    older = base.reply(parent, "zqSIBLINGqz")
    earlier = base.comment(post, "zqEARLIERqz", author=ada)
    moderation.decide([earlier], Verb.TRASH, by=mo, why="zqWHYqz")
    comment = base.reply(parent, "Words.", author=ada, status="pending", held_because="links first")
    reported(comment, None, network="1.2.3.4", words="zqREPORTqz")
    page = page_of(client, at=comment.pk)
    for words in ("zqTOPqz", "zqPARENTqz", "zqSIBLINGqz", "zqEARLIERqz", "zqWHYqz", "zqREPORTqz"):
        assert words in page, words
    assert "many links" in page
    assert "first comment of a guest" in page
    assert "<b>1</b> removed" in page
    assert older.pk


# --- Verdicts -----------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "after"), [("approve", "approved"), ("spam", "spam"), ("trash", "trash")])
def test_a_verdict_falls_leaves_a_row_and_leads_to_the_next(client, post, mo, verb, after):
    first, second = base.held(post, "One."), base.held(post, "Two.")
    answer = decide(client, first, verb)
    assert status_of(first) == after
    act = Act.objects.get()
    assert (act.by, act.verb, act.comment) == (mo, verb, first)
    assert answer["Location"] == f"{QUEUE}?tab=pending&at={second.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert reverse("admin:comments_act_undo", args=[act.batch]) in page
    assert_sound()


def test_the_reason_for_the_trash_is_kept_and_a_forged_one_is_not(client, post):
    one, two = base.held(post, "One."), base.held(post, "Two.")
    decide(client, one, "trash", because="unkind", why="third time")
    decide(client, two, "trash", because="<b>", why="x" * 900)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.removed_because, two.removed_because) == ("unkind", "")
    assert [len(act.why) for act in Act.objects.order_by("pk")] == [10, 500]


def test_after_the_last_the_first_comes_again_and_then_nothing(client, post):
    now = timezone.now()
    first = base.held(post, "One.", created_at=now - timedelta(days=1))
    last = base.held(post, "Two.", created_at=now)
    assert decide(client, last, "approve")["Location"] == f"{QUEUE}?tab=pending&at={first.pk}"
    answer = decide(client, first, "approve")
    assert answer["Location"] == f"{QUEUE}?tab=pending"
    assert "Nothing waits here." in client.get(answer["Location"]).content.decode()


def test_letting_a_reported_comment_stand_settles_its_reports(client, mo, post, ada, bob):
    comment = reported(base.comment(post), ada)
    reported(comment, bob)
    decide(client, comment, "approve", tab="reported")
    assert status_of(comment) == "approved"
    assert not Report.objects.filter(settled_at=None).exists()
    [act] = Act.objects.all()
    moderation.undo(act.batch, by=mo)
    assert Report.objects.filter(settled_at=None).count() == 2
    assert in_focus(page_of(client, tab="reported")) == comment.pk


def test_the_machine_settles_no_report(post, ada):
    comment = reported(base.comment(post), ada)
    moderation.decide([comment], Verb.HOLD, by=None)
    assert Report.objects.filter(settled_at=None).count() == 1


def test_agreeing_that_it_is_spam_takes_it_out_of_the_queue(client, mo, post):
    spam = base.comment(post, status="spam")
    decide(client, spam, "spam", tab="spam")
    assert in_focus(page_of(client, tab="spam")) is None
    [act] = Act.objects.all()
    moderation.undo(act.batch, by=mo)
    assert in_focus(page_of(client, tab="spam")) == spam.pk


def test_a_reply_approves_and_answers_at_one_stroke(client, mo, post):
    comment = base.held(post)
    seen = sight_in(page_of(client), comment)
    address = f"{QUEUE}reply/{comment.pk}/"
    client.post(address, {"body": "Thank **you**.", f"seen-{comment.pk}": seen})
    answer = Comment.objects.get(parent=comment)
    assert status_of(comment) == status_of(answer) == "approved"
    assert (answer.author, answer.name, answer.is_by_staff) == (mo, "Mo Derator", True)
    assert "<strong>you</strong>" in answer.body_html
    assert len({act.batch for act in Act.objects.all()}) == 1
    moderation.undo(Act.objects.first().batch, by=mo)
    assert (status_of(comment), status_of(answer)) == ("pending", "trash")
    assert_sound()


@pytest.mark.parametrize(("words", "status"), [("", 422), ("x" * 10_001, 422), ("Stale.", 409)])
def test_a_reply_that_cannot_be_posted_keeps_its_words_and_approves_nothing(client, post, words, status):
    comment = base.held(post)
    seen = "0-approved-0" if status == 409 else sight_in(page_of(client), comment)
    answer = client.post(f"{QUEUE}reply/{comment.pk}/", {"body": words, f"seen-{comment.pk}": seen})
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert status_of(comment) == "pending"
    assert Comment.objects.count() == 1


def test_a_closed_post_takes_no_reply(client, alice):
    comment = base.held(base.closed(alice))
    page = page_of(client)
    assert "Reply and approve" not in page
    seen = {f"seen-{comment.pk}": sight_in(page, comment)}
    assert client.post(f"{QUEUE}reply/{comment.pk}/", {"body": "x", **seen}).status_code == 422
    assert status_of(comment) == "pending"


def test_editing_leads_back_to_the_comment_and_leaves_a_row(client, mo, post):
    comment = base.held(post)
    assert f"/admin/comments/comment/{comment.pk}/change/?queue=pending" in page_of(client)
    data = {"name": "Grace", "email": "grace@mail.example", "website": "", "body": "Now **bold**."}
    answer = client.post(f"/admin/comments/comment/{comment.pk}/change/?queue=pending", data)
    assert answer["Location"] == f"{QUEUE}?tab=pending&at={comment.pk}"
    act = Act.objects.get()
    assert (act.verb, act.before, act.after) == (
        "edit",
        {"body": "Buy my shoes."},
        {"body": "Now **bold**."},
    )
    page = client.get(answer["Location"]).content.decode()
    assert "\u2068Grace\u2069’s comment was edited." in page
    assert page.count(f"/admin/comments/act/undo/{act.batch}/") == 2  # beside that, and below


# --- Two at once --------------------------------------------------------------------


def test_the_second_of_two_is_told_who_was_quicker_and_may_decide_anew(client, alice, post):
    comment = base.held(post)
    seen = sight_in(page_of(client), comment)
    moderation.decide([comment], Verb.APPROVE, by=alice)
    answer = decide(client, comment, "spam", seen)
    assert answer["Location"] == f"{QUEUE}?tab=pending&at={comment.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert "\u2068Alice Liddell\u2069 approved \u2068Grace\u2069’s comment 1\xa0minute ago." in page
    assert status_of(comment) == "approved"
    assert Act.objects.count() == 1
    assert decide(client, comment, "spam", sight_in(page, comment)).status_code == 302
    assert status_of(comment) == "spam"


@pytest.mark.parametrize("change", ["text", "name", "website", "status"])
def test_what_changed_since_it_was_seen_is_not_published(client, post, change):
    comment = base.held(post)
    seen = sight_in(page_of(client), comment)
    match change:
        case "text":
            comment.body = "Worse."
            comment.edit("body")
        case "name":
            comment.name = "Mo Derator"
            comment.edit("name")
        case "website":
            comment.website = "https://shoes.example/"
            comment.edit("website")
        case "status":
            comment.trash()
            comment.restore()
            comment.mark_spam()
    answer = decide(client, comment, "approve", seen)
    assert status_of(comment) != "approved"
    page = client.get(answer["Location"]).content.decode()
    assert "changed the comment meanwhile. Nothing was done to it." in page


@pytest.mark.parametrize("seen", ["", "forged", "0-pending-0000000000000000"])
def test_who_has_not_seen_it_decides_nothing(client, post, seen):
    comment = base.held(post)
    decide(client, comment, "approve", seen)
    client.post(f"{QUEUE}approve/", {"pk": comment.pk})
    assert status_of(comment) == "pending"
    assert not Act.objects.exists()


def test_what_was_withdrawn_stays_so(client, post):
    comment = base.held(post)
    seen = sight_in(page_of(client), comment)
    threads.change_status([comment], "withdrawn")
    page = client.get(decide(client, comment, "approve", seen)["Location"]).content.decode()
    assert "withdrew the comment meanwhile." in page
    assert status_of(comment) == "withdrawn"
