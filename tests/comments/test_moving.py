"""Moving a branch in the admin and hanging it back: who may, where to, and what is refused."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from blog.models import Post
from comments import threads
from comments.models import BranchMove, CannotUndo, Comment, ThreadCheck
from tests import base
from tests.comments.trees import assert_sound, shape

MOVES = "/admin/comments/branchmove/"
CHECKS = "/admin/comments/threadcheck/"


@pytest.fixture
def elsewhere(alice):
    return base.published(alice, title="Elsewhere")


@pytest.fixture
def thread(post):
    """first > branch > leaf, and second."""
    first = base.comment(post, "first")
    branch = base.reply(first, "branch")
    return {
        "first": first,
        "branch": branch,
        "leaf": base.reply(branch, "leaf"),
        "second": base.comment(post, "second"),
    }


def address(comment):
    return reverse("admin:comments_comment_move", args=[comment.pk])


def move(client, comment, **where):
    return client.post(address(comment), where, follow=True).content.decode()


def undo_address(move):
    return reverse("admin:comments_branchmove_undo", args=[move.pk])


def undo(client, move, back=""):
    return client.post(undo_address(move) + back, follow=True).content.decode()


# --- Where to ---------------------------------------------------------------------


@pytest.mark.parametrize("written", ["{}", "#comment-{}", "http://testserver/?c={}", " {} "])
def test_a_branch_moves_under_another_comment(mo, post, thread, written):
    page = move(
        base.signed_in(mo), thread["branch"], where="comment", parent=written.format(thread["second"].pk)
    )
    assert f"to comment {thread['second'].pk} on" in page
    assert shape(post) == ["first", "second", "  branch", "    leaf"]
    assert_sound()


def test_a_branch_becomes_a_thread_of_its_own(mo, post, thread):
    move(base.signed_in(mo), thread["branch"], where="top")
    assert shape(post) == ["first", "branch", "  leaf", "second"]
    assert_sound()


@pytest.mark.parametrize("by", ["title", "number"])
def test_a_branch_moves_onto_another_post(mo, post, thread, elsewhere, by):
    given = "elsewhere" if by == "title" else str(elsewhere.pk)
    move(base.signed_in(mo), thread["branch"], where="post", post=given)
    assert (shape(post), shape(elsewhere)) == (["first", "second"], ["branch", "  leaf"])
    assert set(Post.objects.values_list("title", "comment_count")) == {(post.title, 2), ("Elsewhere", 2)}
    assert_sound()


def test_likes_and_pages_follow(mo, ada, post, thread, elsewhere):
    threads.like(thread["branch"], ada)
    versions = dict(Post.objects.values_list("pk", "version"))
    move(base.signed_in(mo), thread["branch"], where="post", post=str(elsewhere.pk))
    assert Comment.objects.get(body="branch").thread.likes == 1
    assert all(versions[pk] < version for pk, version in Post.objects.values_list("pk", "version"))
    assert_sound()


def test_posts_are_offered_by_title_and_only_those_the_moderator_may_read(mo, alice, thread, elsewhere):
    base.draft(alice, title="zqSECRETqz")
    page = base.signed_in(mo).get(address(thread["branch"])).content.decode()
    assert '<option value="Elsewhere">' in page
    assert "zqSECRETqz" not in page
    assert "no such post" in move(base.signed_in(mo), thread["branch"], where="post", post="zqSECRETqz")


# --- What is refused --------------------------------------------------------------


@pytest.mark.parametrize("below", ["branch", "leaf"])
def test_not_below_itself(mo, post, thread, below):
    before = shape(post)
    page = move(base.signed_in(mo), thread["branch"], where="comment", parent=str(thread[below].pk))
    assert "cannot be moved below itself" in page
    assert (shape(post), BranchMove.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ({}, "This field is required"),
        ({"where": "comment"}, "no such comment"),
        ({"where": "comment", "parent": "999999"}, "no such comment"),
        ({"where": "comment", "parent": "9" * 40}, "no such comment"),
        ({"where": "post"}, "no such post"),
        ({"where": "post", "post": "Nowhere\0"}, "Null characters are not allowed"),
        ({"where": "post", "post": "²"}, "no such post"),
        ({"where": "post", "post": "9" * 18}, "no such post"),
        ({"where": "moon"}, "not one of the available choices"),
    ],
)
def test_a_place_that_is_none(mo, post, thread, where, says):
    before = shape(post)
    assert says in move(base.signed_in(mo), thread["branch"], **where)
    assert (shape(post), BranchMove.objects.count()) == (before, 0)


def test_a_title_that_two_posts_have_needs_a_number(mo, alice, thread, elsewhere):
    base.published(alice, title="Elsewhere")
    assert "give a number" in move(base.signed_in(mo), thread["branch"], where="post", post="Elsewhere")


def test_a_parent_deleted_at_the_last_moment(mo, thread, monkeypatch):
    monkeypatch.setattr(
        "comments.admin.moving.MoveForm._parent", lambda *args: Comment(pk=999_999, post=thread["first"].post)
    )
    assert "moved or deleted" in move(base.signed_in(mo), thread["branch"], where="comment", parent="7")
    assert_sound()


def test_where_it_stands_already(mo, thread):
    page = move(base.signed_in(mo), thread["branch"], where="comment", parent=str(thread["first"].pk))
    assert "stands there already" in page
    assert not BranchMove.objects.exists()


# --- Undo -------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["comment", "top", "post"])
@pytest.mark.parametrize("back", ["", "?list"])
def test_a_move_can_be_undone(mo, post, thread, elsewhere, where, back):
    before, client = shape(post), base.signed_in(mo)
    move(client, thread["branch"], where=where, parent=str(thread["second"].pk), post="Elsewhere")
    assert shape(post) != before
    page = client.get(MOVES if back else f"/admin/comments/comment/{thread['branch'].pk}/change/")
    assert (
        reverse("admin:comments_branchmove_undo", args=[BranchMove.objects.get().pk]) in page.content.decode()
    )
    assert "Moved back to" in undo(client, BranchMove.objects.get(), back)
    assert shape(post) == before
    assert BranchMove.objects.get().undone_at
    assert_sound()
    assert "undone already" in undo(client, BranchMove.objects.get())
    assert shape(post) == before


def test_a_whole_thread_moves_and_comes_back_to_the_top(mo, post, thread, elsewhere):
    before, client = shape(post), base.signed_in(mo)
    move(client, thread["first"], where="post", post="Elsewhere")
    assert shape(post) == ["second"]
    undo(client, BranchMove.objects.get())
    assert shape(post) == before
    assert_sound()


def test_no_undo_when_its_old_place_is_gone(mo, post, thread):
    client = base.signed_in(mo)
    move(client, thread["branch"], where="top")
    threads.remove(thread["first"])
    before = shape(post)
    assert "does not exist any more" in undo(client, BranchMove.objects.get())
    assert (shape(post), BranchMove.objects.get().undone_at) == (before, None)
    assert client.get(MOVES).status_code == 200


def test_no_undo_when_its_old_place_is_below_it_now(mo, post, thread):
    client = base.signed_in(mo)
    move(client, thread["branch"], where="top")
    threads.move(thread["first"], thread["leaf"])
    before = shape(post)
    assert "now stands below it" in undo(client, BranchMove.objects.get())
    assert (shape(post), BranchMove.objects.get().undone_at) == (before, None)
    assert_sound()


def test_moves_are_undone_last_first(mo, post, thread, elsewhere):
    before = shape(post)
    one = BranchMove.make(thread["branch"], mo, parent=thread["second"])
    two = BranchMove.make(thread["branch"], mo, post=elsewhere)
    with pytest.raises(CannotUndo, match="moved again"):
        one.undo()
    two.undo()
    one.undo()
    assert shape(post) == before
    assert_sound()


def test_a_thread_moved_on_to_a_third_post_is_not_undone_from_the_second(mo, alice, post, thread, elsewhere):
    one = BranchMove.make(thread["second"], mo, post=elsewhere)
    BranchMove.make(thread["second"], mo, post=base.published(alice, title="Far away"))
    with pytest.raises(CannotUndo, match="moved again"):
        one.undo()
    one.refresh_from_db()
    assert one.undone_at is None


# --- Who, and what is written down ------------------------------------------------


def test_only_moderators_move(client, mo, ada, alice, post, thread):
    before = shape(post)
    done = BranchMove.make(thread["leaf"], mo, parent=thread["second"])
    done.undo()
    done = BranchMove.make(thread["leaf"], mo)
    author = base.author("writer", "Only Writes", is_staff=True)
    after = shape(post)
    addresses = [address(thread["branch"]), undo_address(done)]
    for browser, status in ((client, 302), (base.signed_in(ada), 302), (base.signed_in(author), 403)):
        for where in addresses:
            assert browser.post(where, {"where": "top"}).status_code == status
        for where in (addresses[0], MOVES, CHECKS):
            assert browser.get(where).status_code == status
    assert shape(post) == after != before
    assert base.signed_in(mo).get(addresses[1]).status_code == 405
    for browser in (base.signed_in(mo), base.signed_in(alice)):
        for where in (addresses[0], MOVES, CHECKS):
            assert browser.get(where).status_code == 200


def test_moves_and_undos_are_in_the_log(mo, thread):
    client = base.signed_in(mo)
    move(client, thread["branch"], where="comment", parent=str(thread["second"].pk))
    undo(client, BranchMove.objects.get())
    lines = LogEntry.objects.filter(object_id=str(thread["branch"].pk), user=mo)
    first, second = (line.change_message for line in lines.order_by("pk"))
    assert first.startswith(f"Moved from comment {thread['first'].pk} on")
    assert second.startswith(f"Moved back to comment {thread['first'].pk}")


def test_nobody_deletes_a_move_from_the_journal(alice, mo, thread):
    move = BranchMove.make(thread["branch"], mo, parent=thread["second"])
    for browser in (base.signed_in(alice), base.signed_in(mo)):
        for answer in (browser.get(f"{MOVES}{move.pk}/delete/"), browser.post(f"{MOVES}{move.pk}/delete/")):
            assert answer.status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [move.pk], "post": "yes"}
        browser.post(MOVES, chosen)
        assert "/delete/" not in browser.get(f"{MOVES}{move.pk}/change/").text
    assert BranchMove.objects.get() == move


def test_a_post_with_moved_branches_can_be_deleted(alice, mo, post, thread, elsewhere):
    BranchMove.make(thread["branch"], mo, parent=thread["second"])
    BranchMove.make(thread["leaf"], mo, post=elsewhere)
    base.signed_in(alice).post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"})
    assert shape(elsewhere) == ["leaf"]
    assert_sound()


def test_hostile_words_are_text_in_lists_of_moves(mo, alice, post):
    hostile = '"><script>alert(1)</script>'
    first = base.comment(base.published(alice, title=hostile), hostile, name=hostile)
    BranchMove.make(first, mo, post=post)
    client = base.signed_in(mo)
    for where in (MOVES, address(first), f"/admin/comments/comment/{first.pk}/change/"):
        assert "<script>alert" not in client.get(where).content.decode(), where


def test_the_list_of_moves_costs_the_same_for_many(mo, thread, elsewhere, django_assert_max_num_queries):
    for post in (elsewhere, thread["first"].post) * 10:
        BranchMove.make(thread["branch"], mo, post=post)
    client = base.signed_in(mo)
    with django_assert_max_num_queries(8):
        client.get(MOVES)


# --- The last check of the threads ------------------------------------------------


def test_the_list_of_comments_says_how_the_last_check_went(mo, thread):
    client = base.signed_in(mo)
    says = lambda: client.get("/admin/comments/comment/").content.decode()  # noqa: E731
    assert "have not been checked yet" in says()
    ThreadCheck.run()
    assert "all sound." in says()
    with threads.lock(thread["first"].thread_id):
        Comment.objects.filter(pk=thread["leaf"].pk).update(level=7)
    check = ThreadCheck.run()
    assert "1 broken. Run manage.py check_threads --repair." in says()
    assert "is at level 7" in client.get(f"{CHECKS}{check.pk}/change/").content.decode()
    ThreadCheck.run(repair=True)
    assert "all sound, after 1 was repaired." in says()
    ThreadCheck.objects.create()
    assert "has not finished" in says()


def test_nobody_changes_what_a_check_found(alice):
    check = ThreadCheck.run()
    client = base.signed_in(alice)
    client.post(f"{CHECKS}{check.pk}/change/", {"broken": "7"})
    client.post(f"{CHECKS}{check.pk}/delete/", {"post": "yes"})
    assert ThreadCheck.objects.get().broken == 0
