"""What stands where words are gone: who took them away, and why."""

import pytest

from comments import threads
from tests import base
from tests.comments.pages import outline
from tests.comments.test_thread import page_of

LINE = "comments were removed here."


def withdraw(comment):
    threads.change_status([comment], "withdrawn")


def trash(comment, because=""):
    threads.change_status([comment], "trash", because=because)


@pytest.fixture
def top(post):
    return base.comment(post, "Top")


def test_each_end_has_its_own_words(client, post):
    gone = [base.comment(post, f"zqGONEqz {n}", name="zqNAMEqz") for n in range(5)]
    for comment in gone:
        base.reply(comment, "Still here.")
    withdraw(gone[0])
    trash(gone[1], because="off_topic")
    trash(gone[2])
    threads.erase(gone[3])
    gone[4].hold()
    page = page_of(client, post)
    for words in (
        "Withdrawn by its author.",
        "Removed by a moderator: off topic.",
        "This comment was removed by a moderator.",
        "This comment was erased.",
        "This comment is waiting for a moderator.",
    ):
        assert page.count(words) == 1, words
    assert "zqGONEqz" not in page
    assert "zqNAMEqz" not in page
    assert page.count("Still here.") == 5


def test_restored_the_reason_is_forgotten(client, post, top):
    base.reply(top)
    trash(top, because="unkind")
    assert "Removed by a moderator: unkind" in page_of(client, post)
    top.restore()
    top.refresh_from_db()
    assert (top.status, top.removed_because) == ("approved", "")
    trash(top)
    assert "unkind" not in page_of(client, post)


def test_a_branch_of_which_nothing_is_left_is_one_line(client, post, top):
    branch = [base.reply(top, "zqGONEqz")]
    for _ in range(4):
        branch.append(base.reply(branch[-1], "zqGONEqz"))
    after = base.reply(top, "After it.")
    for comment, end in zip(branch, (withdraw, trash, threads.erase, trash, trash), strict=True):
        end(comment)
    page = page_of(client, post)
    assert outline(page) == [f"{top.pk}", f"  {after.pk}"]
    assert page.count(f"5 {LINE}") == 1
    assert "tomb" not in page.partition('id="comments"')[2].partition("<template")[0]


def test_as_the_last_of_a_thread_it_closes_its_lists(client, post, top):
    a = base.reply(top, "a")
    b = base.reply(a, "b")
    for comment in (base.reply(b, "d"), base.reply(b, "e"), b):
        trash(comment)
    other = base.comment(post, "Other")
    page = page_of(client, post)
    assert outline(page) == [f"{top.pk}", f"  {a.pk}", f"{other.pk}"]
    assert f"3 {LINE}" in page


def test_below_a_comment_alone_it_does_not_count_as_replies(client, post, top):
    a = base.reply(top, "a")
    trash(base.reply(a, "b"))
    trash(a)
    page = page_of(client, post)
    assert f"2 {LINE}" in page
    assert "Fold Grace’s comment<" in page
    assert "0 replies" not in page


def test_one_that_nobody_answered_leaves_no_trace(client, post, top):
    for end in (withdraw, trash, threads.erase):
        end(base.reply(top, "zqGONEqz"))
    page = page_of(client, post)
    assert outline(page) == [f"{top.pk}"]
    assert "removed here" not in page


def test_what_nobody_ever_saw_and_spam_are_not_counted(client, post, top):
    a = base.reply(top, "a")
    for status in ("pending", "spam", "trash"):
        base.comment(post, "zqGONEqz", parent=a, status=status)
    shown = base.reply(a, "Spam, but shown for a while.")
    shown.mark_spam()
    held_again = base.reply(a, "Shown, then held.")
    held_again.hold()
    trash(a)
    assert "removed here" not in page_of(client, post)
    trash(held_again)
    assert f"2 {LINE}" in page_of(client, post)


def test_below_nothing_readable_there_is_no_line(client, post, top):
    trash(base.reply(top, "a"))
    trash(top)
    page = page_of(client, post)
    assert outline(page) == []
    assert "removed here" not in page


def test_whoever_may_read_a_part_of_it_sees_that_part(ada, client, post, top):
    a = base.reply(top, "a")
    b = base.reply(a, "b")
    waits = base.comment(post, "zqWAITSqz", parent=b, author=ada, status="pending")
    trash(b)
    trash(a)
    assert f"2 {LINE}" in page_of(client, post)
    page = page_of(base.signed_in(ada), post)
    assert outline(page) == [f"{top.pk}", f"  {a.pk}", f"    {b.pk}", f"      {waits.pk}"]


def test_the_branchs_own_page_says_so_too(client, post, top):
    a = base.reply(top, "a")
    trash(base.reply(a, "b"))
    trash(a)
    page = client.get(f"{post.get_absolute_url()}comments/{top.pk}/").content.decode()
    assert f"2 {LINE}" in page


def test_each_reason_has_a_name(client, post, top, mo):
    base.reply(top)
    for reason in type(top).Removal:
        threads.restore([top])
        trash(top, because=reason)
        assert f"Removed by a moderator: {reason.label}" in page_of(client, post)


def test_a_moderator_chooses_the_reason_singly_and_for_many(client, mo, post):
    one, two, three = (base.comment(post, f"n {n}") for n in range(3))
    for comment in (one, two, three):
        base.reply(comment)
    desk, admin = base.signed_in(mo), "/admin/comments/comment/"
    assert f'name="because-{one.pk}"' in desk.get(admin).content.decode()
    reason = {f"because-{one.pk}": "advertising", f"because-{two.pk}": "unkind"}
    desk.post(f"{admin}{one.pk}/verdict/trash/", reason)
    chosen = [two.pk, three.pk]
    desk.post(admin, {"action": "trash", "_selected_action": chosen, "because": "personal"})
    page = page_of(client, post)
    assert page.count("Removed by a moderator: advertising") == 1
    assert page.count("Removed by a moderator: personal details") == 2
    desk.post(f"{admin}{one.pk}/verdict/restore/", reason)
    assert "advertising" not in page_of(client, post)


def test_an_invented_reason_is_none(client, mo, post, top):
    base.reply(top)
    address = f"/admin/comments/comment/{top.pk}/verdict/trash/"
    base.signed_in(mo).post(address, {f"because-{top.pk}": "zqINVENTEDqz"})
    page = page_of(client, post)
    assert "This comment was removed by a moderator." in page
    assert "zqINVENTEDqz" not in page
