"""The guarded path: places, counters, and what it refuses."""

import random
import threading

import pytest
from django.db import IntegrityError, connection

from blog.models import Post
from comments import threads
from comments.models import Comment, CommentTree
from comments.threads import numbering
from tests import base
from tests.comments.mailbox import DATABASE
from tests.comments.trees import assert_sound, shape


def test_replies_stand_in_order_below_what_they_answer(post):
    first = base.comment(post, "first")
    base.comment(post, "second")
    answer = base.reply(first, "answer")
    base.reply(first, "another")
    base.reply(answer, "deeper")
    assert shape(post) == ["first", "  answer", "    deeper", "  another", "second"]
    assert_sound()


def test_each_thread_has_a_tree_of_its_own(post):
    first, second = base.comment(post), base.comment(post, "And again.")
    assert first.tree_id != second.tree_id
    assert {first.tree_id, second.tree_id} == set(CommentTree.objects.values_list("pk", flat=True))


def test_counters_count_what_everybody_may_read(post):
    first = base.comment(post)
    base.reply(first, status="pending")
    base.reply(first, "Shoes!", status="spam")
    post.refresh_from_db()
    tree = CommentTree.objects.get()
    assert (post.comment_count, tree.visible, tree.total) == (1, 1, 3)


@pytest.mark.parametrize("verb", ["approve", "hold", "mark_spam", "trash"])
def test_a_verb_moves_the_counters_and_the_version(post, verb):
    comment = base.comment(post, status="pending" if verb == "approve" else "approved")
    version = type(post).objects.get(pk=post.pk).version
    getattr(comment, verb)()
    post.refresh_from_db()
    assert post.comment_count == (1 if verb == "approve" else 0)
    assert post.version > version
    assert_sound()


@pytest.mark.parametrize("status", ["pending", "approved"])
@pytest.mark.parametrize("verb", ["mark_spam", "trash"])
def test_restore_goes_back_to_what_it_was(post, status, verb):
    comment = base.comment(post, status=status)
    getattr(comment, verb)()
    comment.trash()
    comment.restore()
    assert Comment.objects.get().status == comment.status == status
    assert_sound()


def test_verbs_on_many_say_which_changed(post):
    one, two = base.comment(post), base.comment(post, "two", status="pending")
    assert Comment.objects.all().approve() == [two.pk]
    assert set(Comment.objects.all().trash()) == {one.pk, two.pk}
    assert set(Comment.objects.all().restore()) == {one.pk, two.pk}
    assert_sound()


def test_no_write_goes_past_the_lock(post):
    comment = base.comment(post)
    for write in (
        lambda: Comment(post=post, body="x", name="x").save(),
        comment.save,
        comment.delete,
        Comment.objects.all().delete,
        lambda: Comment.objects.bulk_create([Comment(post=post)]),
        lambda: Comment.objects.update(status="approved"),
        lambda: Comment.objects.update(lft=7),
        Comment.objects.rebuild,
        lambda: Comment.objects.partial_rebuild(comment.tree_id),
    ):
        with pytest.raises(threads.Unguarded):
            write()
    Comment.objects.update(name="Renamed")
    assert_sound()


def test_edit_keeps_a_place_that_changed_meanwhile(post):
    first = base.comment(post)
    stale = Comment.objects.get()
    base.reply(first)
    stale.body = "Other **words**."
    stale.edit("body")
    assert Comment.objects.get(pk=first.pk).body_html != first.body_html
    assert_sound()


def test_a_comment_with_replies_cannot_be_removed(post):
    first = base.comment(post)
    answer = base.reply(first)
    with pytest.raises(threads.HasReplies):
        threads.remove(first)
    threads.remove(answer)
    threads.remove(first)
    threads.remove(first)
    assert not Comment.objects.exists()
    assert not CommentTree.objects.exists()


def test_removing_twice_from_stale_copies_closes_one_gap(post):
    first = base.comment(post)
    gone = base.reply(first, "gone")
    base.reply(first, "stays")
    one, two = Comment.objects.get(pk=gone.pk), Comment.objects.get(pk=gone.pk)
    threads.remove(one)
    threads.remove(two)
    assert_sound()


def test_a_parent_on_another_post_is_no_parent(post, alice):
    other = base.comment(base.published(alice, title="Elsewhere"))
    with pytest.raises(threads.ParentGone):
        base.comment(post, parent=other)
    assert Comment.objects.count() == 1


def test_deleting_the_post_takes_its_threads_along(post):
    base.reply(base.comment(post))
    post.delete()
    assert not Comment.objects.exists()
    assert not CommentTree.objects.exists()


def test_insert_many_numbers_a_conversation(post):
    a = base.unsaved(post, "a")
    b = base.unsaved(post, "b", parent=a)
    c = base.unsaved(post, "c", parent=b, status="trash")
    d = base.unsaved(post, "d", parent=a)
    e = base.unsaved(post, "e")
    threads.insert_many(post, [d, e, c, b, a])
    assert shape(post) == ["a", "  b", "    c", "  d", "e"]
    assert_sound()
    f = base.unsaved(post, "f", parent=Comment.objects.get(body="b"))
    g = base.unsaved(post, "g", parent=f)
    threads.insert_many(post, [g, f])
    assert shape(post) == ["a", "  b", "    c", "    f", "      g", "  d", "e"]
    assert_sound()


def test_insert_many_takes_a_chain_deeper_than_the_stack(post):
    chain = [base.unsaved(post, "0")]
    for n in range(1, 1500):
        chain.append(base.unsaved(post, str(n), parent=chain[-1]))
    threads.insert_many(post, chain)
    assert shape(post)[-1] == "  " * 1499 + "1499"
    assert_sound()


def test_an_insert_costs_a_fixed_number_of_queries(post, settings, django_assert_num_queries):
    settings.TASKS = DATABASE
    first = base.comment(post)
    parent = first
    for _ in range(20):
        parent = base.reply(parent)
    with django_assert_num_queries(12):
        base.reply(parent, "the last")


def test_no_index_holds_the_edges(db):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Comment._meta.db_table)
    assert not [name for name, c in constraints.items() if c["index"] and {"lft", "rght"} & set(c["columns"])]


@pytest.fixture
def small_trees(monkeypatch):
    """Trees that are full with five comments, so that a short thread is several."""
    monkeypatch.setattr("comments.threads.inserting.FULL", 5)
    monkeypatch.setattr(numbering.places, "__defaults__", (5,))


def test_a_long_thread_goes_on_in_further_trees(post, small_trees):
    first = base.comment(post, "0")
    for n in range(1, 8):
        base.reply(first, str(n))
    last = base.reply(Comment.objects.get(body="7"), "8")
    assert CommentTree.objects.count() == 4
    assert CommentTree.objects.filter(head=None).get().total == 9
    assert last.parent.body == "7"
    assert shape(post) == ["0", *[f"  {n}" for n in range(1, 8)], "    8"]
    assert_sound(full=5)


def test_a_chain_and_an_import_are_split_the_same(post, small_trees):
    chain = [base.unsaved(post, "0")]
    for n in range(1, 23):
        chain.append(base.unsaved(post, str(n), parent=chain[-1]))
    threads.insert_many(post, chain)
    assert CommentTree.objects.count() == 5
    assert_sound(full=5)
    Comment.objects.get(body="22").trash()
    threads.remove(Comment.objects.get(body="22"))
    assert_sound(full=5)


@pytest.mark.parametrize("where", ["comment", "top", "post"])
def test_a_branch_moves_and_moves_back(post, alice, where, small_trees):
    first, second = base.comment(post, "first"), base.comment(post, "second")
    branch = base.reply(first, "branch")
    for n in range(7):
        base.reply(branch, f"n {n}")
    base.reply(first, "stays")
    other = base.published(alice, title="Elsewhere")
    before = shape(post)
    match where:
        case "comment":
            threads.move(branch, second)
            assert shape(post)[2:5] == ["second", "  branch", "    n 0"]
        case "top":
            threads.move(branch, None)
            assert shape(post)[-8:] == ["branch", *[f"  n {n}" for n in range(7)]]
        case "post":
            threads.move(branch, None, other)
            assert shape(other)[0] == "branch"
            assert Post.objects.get(pk=other.pk).comment_count == 8
    assert_sound(full=5)
    threads.move(branch, first)
    assert shape(post) == before
    assert_sound(full=5)


def test_a_branch_cannot_move_below_itself(post):
    first = base.comment(post)
    answer = base.reply(first)
    with pytest.raises(threads.Misplaced):
        threads.move(first, answer)
    assert_sound()


def test_erasing_forgets_the_words_and_keeps_the_replies(post):
    first = base.comment(post, "zqWORDSqz", website="https://navy.example/")
    base.reply(first)
    threads.erase(first)
    first.refresh_from_db()
    assert (first.status, first.name, first.email, first.website, first.body) == ("erased", "", "", "", "")
    threads.restore([first])
    first.approve()
    assert Comment.objects.get(pk=first.pk).status == "erased"
    assert_sound()


def test_erasing_a_comment_without_replies_deletes_it(post):
    threads.erase(base.comment(post))
    assert not Comment.objects.exists()
    assert_sound()


def test_the_database_refuses_a_parent_on_another_post(post, alice):
    elsewhere = base.comment(base.published(alice, title="Elsewhere"))
    comment = base.comment(post)
    with pytest.raises(IntegrityError, match="comment_parent_on_same_post"), threads.lock(comment.thread_id):
        Comment.objects.filter(pk=comment.pk).update(parent=elsewhere)


@pytest.mark.django_db(transaction=True)
def test_many_writers_leave_sound_trees(post):
    """Replies, new threads and verdicts from eight threads at once; plain MPTT breaks here."""
    roots = [base.comment(post, f"root {n}") for n in range(3)]
    errors = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for n in range(12):
                target = chance.choice(Comment.objects.order_by("?")[:5])
                match chance.randrange(6):
                    case 0:
                        base.comment(post, f"root of {seed}/{n}")
                    case 1:
                        getattr(target, chance.choice(["approve", "hold", "trash", "restore"]))()
                    case _:
                        base.reply(target, f"reply {seed}/{n}")
        except Exception as error:  # noqa: BLE001 - any error at all fails the test below
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not errors
    assert len(roots) == 3
    assert Comment.objects.count() > 60
    assert_sound()
