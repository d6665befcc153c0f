"""What is broken is named, and mended without a word lost or a neighbour touched."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from blog.models import Post
from comments import threads
from comments.models import Comment, CommentTree, ThreadCheck
from comments.threads import checking
from tests import base
from tests.comments import breaking
from tests.comments.trees import assert_sound, shape

WORDS = ["pk", "body", "body_html", "name", "status", "status_before", "kind", "created_at", "author_id"]


@pytest.fixture
def world(post, alice, ada, no_letters, monkeypatch):
    """Four threads, of trees so small and in parts so small that there are many of both."""
    monkeypatch.setattr("comments.threads.inserting.FULL", breaking.FULL)
    monkeypatch.setattr(threads.numbering.places, "__defaults__", (breaking.FULL,))
    monkeypatch.setattr(checking, "COMMENTS_AT_ONCE", 3)
    elsewhere = base.published(alice, title="Elsewhere")
    numbers = breaking.build_world(post, elsewhere, ada)
    assert_sound(full=breaking.FULL)
    return numbers


def check_threads(capsys, *options: str) -> tuple[int, str]:
    """What the shell sees: the exit code and the words."""
    code, error = 0, ""
    try:
        call_command("check_threads", *options)
    except CommandError as refusal:
        code, error = refusal.returncode, str(refusal)
    return code, capsys.readouterr().out + error


def rows_of(names: str, numbers: dict[str, int]) -> list[dict]:
    keys = [numbers[f"thread_{name}"] for name in names]
    comments = Comment.objects.filter(body__regex=f"^[{names}]").order_by("pk").values()
    return [*comments, *CommentTree.objects.filter(pk__in=keys).order_by("pk").values()] if names else []


@pytest.mark.parametrize("way", breaking.WAYS, ids=lambda way: way.name)
def test_what_is_broken_is_named_and_repaired(way, world, capsys):
    words = list(Comment.objects.exclude(body__in=way.lost.split()).order_by("pk").values(*WORDS))
    neighbours = "".join(name for name in "abcd" if name not in way.touched)
    before = rows_of(neighbours, world)
    way.do(world)
    if way.name == "approved past the counters":
        words = list(Comment.objects.order_by("pk").values(*WORDS))

    found = list(threads.check())
    assert set(way.rules.split()) <= {finding.rule for finding in found}
    code, said = check_threads(capsys)
    assert code == 1
    assert all(str(finding) in said for finding in found[:50])

    code, said = check_threads(capsys, "--repair")
    assert (code, list(threads.check())) == (0, []), said
    assert_sound(full=breaking.FULL)
    assert list(Comment.objects.order_by("pk").values(*WORDS)) == words
    assert rows_of(neighbours, world) == before
    newest = ThreadCheck.objects.first()
    assert newest.is_sound
    assert newest.broken == newest.repaired > 0


def test_a_sound_blog_is_said_to_be_sound(world, capsys):
    code, said = check_threads(capsys)
    assert (code, said) == (0, "22 comments in 4 threads: all sound.\n")
    assert ThreadCheck.objects.get().is_sound


def test_a_report_says_what_is_there_and_what_should_be(world, capsys):
    Way = breaking.Way
    Way("", "", "{comments} level = 5 WHERE id = {a11}").do(world)
    where = {"comment": world["a11"], "thread": world["thread_a"], "post": world["post"]}
    line = (
        "Comment %(comment)s (thread %(thread)s, tree %(thread)s, post %(post)s) "
        "is at level 5 of its tree, which should be 2."
    )
    assert line % where in check_threads(capsys)[1]


def test_a_long_report_is_counted(world, capsys, monkeypatch):
    monkeypatch.setattr(ThreadCheck, "LINES", 3)
    breaking.Way("", "", "{comments} like_count = 5 WHERE id > 0").do(world)
    said = check_threads(capsys)[1]
    assert said.count("counts 5 likes") == 3
    assert "… and " in said
    assert ThreadCheck.objects.get().report.count("\n") == 3


def test_repairing_brings_the_order_back(world, capsys):
    before = shape(Post.objects.get(pk=world["post"]))
    breaking.Way("", "", "{comments} lft = 2, rght = 3, level = 1, tree_id = {thread_c} WHERE id > 0").do(
        world
    )
    assert check_threads(capsys, "--repair")[0] == 0
    assert shape(Post.objects.get(pk=world["post"])) == before
    in_order = Comment.objects.filter(thread=world["thread_b"]).in_thread_order()
    assert [comment.body for comment in in_order] == ["b", "b1", "b11", "b2"]


def test_a_younger_comment_gives_its_tree_back(world):
    """Its first comment comes to a tree where a later row is still the root."""
    before = list(Comment.objects.values_list("pk", "parent").order_by("pk"))
    there = "{comments} parent_id = {a1211} WHERE id = {a}; {comments} parent_id = NULL WHERE id = {a1}"
    back = "{comments} parent_id = {a} WHERE id = {a1}; {comments} parent_id = NULL WHERE id = {a}"
    for sql in (there, back):
        breaking.Way("", "", sql).do(world)
        assert threads.repair_all({world["thread_a"]}) == []
        assert_sound(full=breaking.FULL)
    assert list(Comment.objects.values_list("pk", "parent").order_by("pk")) == before


def test_checking_changes_nothing(world, capsys):
    breaking.Way("", "", "{comments} lft = lft + 1 WHERE id = {a2}").do(world)
    before = rows_of("abcd", world)
    check_threads(capsys)
    assert rows_of("abcd", world) == before


def test_the_last_hundred_checks_are_kept(world, capsys, monkeypatch):
    monkeypatch.setattr(ThreadCheck, "KEPT", 2)
    for _ in range(3):
        check_threads(capsys)
    assert ThreadCheck.objects.count() == 2


def test_an_over_full_tree_is_sound(world, monkeypatch):
    monkeypatch.setattr("comments.threads.inserting.FULL", 100)
    first = Comment.objects.get(body="d")
    for n in range(6):
        base.reply(first, f"d {n}")
    assert not list(threads.check())


@pytest.mark.django_db(transaction=True)
def test_the_site_serves_while_a_thread_is_repaired(world):
    """Replies, verdicts and moves into the thread, while it is broken and repaired again and again."""
    errors, stop = [], threading.Event()
    first = Comment.objects.get(body="a")

    def write() -> None:
        try:
            for n in range(25):
                answer = base.reply(first, f"a while {n}")
                answer.trash()
        except Exception as error:  # noqa: BLE001 - any error at all fails the test below
            errors.append(error)
        finally:
            stop.set()
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while not stop.is_set():
        with threads.lock(world["thread_a"]):
            Comment.objects.filter(pk=world["a31"]).update(level=7)
        assert threads.repair_all({world["thread_a"]}) == []
    writer.join()
    assert not errors
    assert not list(threads.check())
    assert_sound(full=breaking.FULL)
