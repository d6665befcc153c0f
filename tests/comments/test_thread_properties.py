"""Whatever people and machines do in whatever order, a thread is what a plain model says."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from blog.models import Post
from comments import threads
from comments.models import BranchMove, CannotUndo, Comment, CommentLike
from comments.threads import numbering
from tests import base
from tests.comments.trees import assert_sound

FULL = 4
START = datetime(2026, 1, 1, tzinfo=UTC)
LIVING = ["pending", "approved"]
GONE = ["spam", "trash"]
anyone = st.integers(0, 10_000)
statuses = st.sampled_from(["approved", "approved", "pending", "spam"])


class Conversations(RuleBasedStateMachine):
    """The model: for each comment its parent, post, status and words, in the order of
    writing. `pick` is a number that any comment there is can be drawn with."""

    @initialize()
    def begin(self) -> None:
        # Each sequence in a transaction of its own, which is taken back.
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.readers = [base.member("ada", "Ada"), base.member("bob", "Bob")]
        writer = base.author("writer", "Writer")
        self.posts = [base.published(writer, title=title).pk for title in ("One", "Two")]
        self.model: dict[int, dict] = {}
        self.likes: set[tuple[int, int]] = set()
        self.moves: list[tuple[BranchMove, int | None, int]] = []
        self.clock = 0
        # Something to begin with: a thread of three trees, and one of a single comment.
        self.import_many(0, [-1, 0, 1, 1, 0, 4, 4, 3, -1], 0)

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- Writing ------------------------------------------------------------------

    def _unsaved(self, post: int, parent: Comment | None, status: str) -> Comment:
        self.clock += 1
        when = START + timedelta(minutes=self.clock)
        # Outside a request nobody else's words count: the post is fetched afresh each time.
        return base.unsaved(
            Post.objects.get(pk=post), f"n {self.clock}", parent=parent, status=status, created_at=when
        )

    def _learn(self, comment: Comment, parent: int | None) -> None:
        self.model[comment.pk] = {
            "parent": parent,
            "post": comment.post_id,
            "status": comment.status,
            "before": "",
            "body": comment.body,
        }

    def _any(self, pick: int) -> int:
        return list(self.model)[pick % len(self.model)]

    def _get(self, pk: int) -> Comment:
        return Comment.objects.get(pk=pk)

    def _branch(self, pk: int) -> set[int]:
        branch = {pk}
        while more := {c for c, row in self.model.items() if row["parent"] in branch} - branch:
            branch |= more
        return branch

    @rule(post=st.integers(0, 1), status=statuses)
    def begin_a_thread(self, post: int, status: str) -> None:
        self._learn(self._unsaved(self.posts[post], None, status).post_reply(), None)

    @precondition(lambda self: self.model)
    @rule(pick=anyone, times=st.integers(1, 6), status=statuses)
    def reply(self, pick: int, times: int, status: str) -> None:
        parent = self._any(pick)
        for _ in range(times):
            post = self.model[parent]["post"]
            self._learn(self._unsaved(post, self._get(parent), status).post_reply(), parent)

    @rule(post=st.integers(0, 1), parents=st.lists(st.integers(-1, 8), min_size=1, max_size=9), pick=anyone)
    def import_many(self, post: int, parents: list[int], pick: int) -> None:
        """Some begin threads, some answer others of the import, some answer what is there."""
        made: list[Comment] = []
        for n in parents:
            parent = made[n] if 0 <= n < len(made) else None
            if n > 6 and parent is None and self.model:
                there = self._any(pick)
                parent = self._get(there) if self.model[there]["post"] == self.posts[post] else None
            made.append(self._unsaved(self.posts[post], parent, "approved"))
        for comment in made:
            comment.render()
        threads.insert_many(Post.objects.get(pk=self.posts[post]), made)
        for comment in made:
            self._learn(comment, comment.parent_id)

    @precondition(lambda self: self.model)
    @rule(pick=anyone)
    def edit(self, pick: int) -> None:
        pk = self._any(pick)
        if self.model[pk]["status"] != "erased":
            self.clock += 1
            comment = self._get(pk)
            comment.body = self.model[pk]["body"] = f"edited {self.clock}"
            comment.edit("body")

    # --- Judging ------------------------------------------------------------------

    @precondition(lambda self: self.model)
    @rule(picks=st.lists(anyone, min_size=1, max_size=4), status=st.sampled_from(LIVING + GONE))
    def judge(self, picks: list[int], status: str) -> None:
        chosen = {self._any(pick) for pick in picks}
        verb = {"approved": "approve", "pending": "hold", "spam": "mark_spam", "trash": "trash"}[status]
        changed = set(getattr(Comment.objects.filter(pk__in=chosen), verb)())
        expected = {pk for pk in chosen if self.model[pk]["status"] not in (status, "erased")}
        assert changed == expected
        for pk in changed:
            row = self.model[pk]
            if status in LIVING:
                row["before"] = ""
            elif row["status"] in LIVING:
                row["before"] = row["status"]
            row["status"] = status

    @precondition(lambda self: self.model)
    @rule(picks=st.lists(anyone, min_size=1, max_size=4))
    def restore(self, picks: list[int]) -> None:
        chosen = {self._any(pick) for pick in picks}
        expected = {pk for pk in chosen if self.model[pk]["status"] in GONE}
        assert set(Comment.objects.filter(pk__in=chosen).restore()) == expected
        for pk in expected:
            row = self.model[pk]
            row["status"], row["before"] = row["before"] or "pending", ""

    @precondition(lambda self: self.model)
    @rule(pick=anyone, reader=st.integers(0, 1))
    def like(self, pick: int, reader: int) -> None:
        pk = self._any(pick)
        if self.model[pk]["status"] != "approved":
            with pytest.raises(Comment.DoesNotExist):
                threads.like(self._get(pk), self.readers[reader])
            return
        liked = threads.like(self._get(pk), self.readers[reader])
        self.likes ^= {(pk, self.readers[reader].pk)}
        assert liked == ((pk, self.readers[reader].pk) in self.likes)

    # --- Ending -------------------------------------------------------------------

    def _forget(self, pk: int) -> None:
        del self.model[pk]
        self.likes = {like for like in self.likes if like[0] != pk}
        self.moves = [move for move in self.moves if move[0].comment_id != pk]

    @precondition(lambda self: self.model)
    @rule(pick=anyone)
    def remove(self, pick: int) -> None:
        pk = self._any(pick)
        if len(self._branch(pk)) > 1:
            with pytest.raises(threads.HasReplies):
                threads.remove(self._get(pk))
        else:
            threads.remove(self._get(pk))
            self._forget(pk)

    @precondition(lambda self: self.model)
    @rule(pick=anyone)
    def erase(self, pick: int) -> None:
        pk = self._any(pick)
        threads.erase(self._get(pk))
        if len(self._branch(pk)) > 1:
            self.model[pk] |= {"status": "erased", "before": "", "body": ""}
            self.likes = {like for like in self.likes if like[0] != pk}
        else:
            self._forget(pk)

    # --- Moving -------------------------------------------------------------------

    def _moved(self, pk: int, parent: int | None, post: int) -> None:
        self.model[pk]["parent"] = parent
        for member in self._branch(pk):
            self.model[member]["post"] = post

    @precondition(lambda self: self.model)
    @rule(pick=anyone, under=anyone)
    def move_under(self, pick: int, under: int) -> None:
        pk, parent = self._any(pick), self._any(under)
        before = dict(self.model[pk])
        if parent in self._branch(pk):
            with pytest.raises(threads.Misplaced):
                BranchMove.make(self._get(pk), None, parent=self._get(parent))
            return
        move = BranchMove.make(self._get(pk), None, parent=self._get(parent))
        self._moved(pk, parent, self.model[parent]["post"])
        self._remember(move, before, before["parent"] == parent)

    @precondition(lambda self: self.model)
    @rule(pick=anyone, post=st.integers(-1, 1))
    def move_to_the_top(self, pick: int, post: int) -> None:
        pk = self._any(pick)
        before = dict(self.model[pk])
        to = before["post"] if post < 0 else self.posts[post]
        move = BranchMove.make(self._get(pk), None, post=None if post < 0 else Post.objects.get(pk=to))
        self._moved(pk, None, to)
        self._remember(move, before, (before["parent"], before["post"]) == (None, to))

    def _remember(self, move: BranchMove | None, before: dict, stood_there: bool) -> None:
        assert (move is None) == stood_there
        if move:
            self.moves.append((move, before["parent"], before["post"]))

    @precondition(lambda self: self.moves)
    @rule(pick=anyone)
    def undo_a_move(self, pick: int) -> None:
        move, parent, post = self.moves.pop(pick % len(self.moves))
        pk, move = move.comment_id, BranchMove.objects.get(pk=move.pk)
        here = self.model[pk]
        moved_since = here["parent"] != move.to_parent_id
        moved_since |= here["parent"] is None and here["post"] != move.to_post_id
        if parent is not None and parent not in self.model:
            refusal = CannotUndo
        elif parent in self._branch(pk):
            refusal = threads.Misplaced
        else:
            refusal = CannotUndo if moved_since else None
        if refusal:
            with pytest.raises(refusal), transaction.atomic():
                move.undo()
        else:
            move.undo()
            self._moved(pk, parent, post if parent is None else self.model[parent]["post"])

    # --- Upkeep -------------------------------------------------------------------

    @precondition(lambda self: self.model)
    @rule(pick=anyone)
    def renumber(self, pick: int) -> None:
        thread = self._get(self._any(pick)).thread_id
        with threads.lock(thread):
            threads.renumber(thread)
            assert threads.renumber(thread) == 0

    @precondition(lambda self: self.model)
    @rule(pick=anyone, field=st.sampled_from(["lft", "level", "tree_id", "thread"]), other=anyone)
    def break_and_repair(self, pick: int, field: str, other: int) -> None:
        pk, thread = self._any(pick), self._get(self._any(other)).thread_id
        value = {"lft": 9, "level": 9, "tree_id": thread, "thread": thread}[field]
        with threads.lock(thread):
            # lft and rght as a child's, so that the checks of the table let it pass.
            Comment.objects.filter(pk=pk).update(**{"level": 9, "lft": 9, "rght": 20, field: value})
        broken = {finding.thread for finding in threads.check()}
        assert broken
        assert threads.repair_all(broken) == []

    # --- What must hold -----------------------------------------------------------

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        columns = ("pk", "parent", "post", "status", "status_before", "body", "like_count")
        likes = Counter(pk for pk, _reader in self.likes)
        assert {row[0]: row[1:] for row in Comment.objects.values_list(*columns)} == {
            pk: (row["parent"], row["post"], row["status"], row["before"], row["body"], likes[pk])
            for pk, row in self.model.items()
        }
        assert set(CommentLike.objects.values_list("comment", "user")) == self.likes
        assert_sound(full=FULL)
        assert not list(threads.check())
        connection.check_constraints()

    @invariant()
    def siblings_stand_in_the_order_of_writing(self) -> None:
        if not hasattr(self, "model"):
            return
        last: dict[tuple, datetime] = {}
        for comment in Comment.objects.in_thread_order():
            if comment.level:
                family = (comment.tree_id, comment.parent_id)
                assert last.get(family, START) < comment.created_at
                last[family] = comment.created_at


def test_every_sequence_of_deeds_leaves_what_the_model_says(db, monkeypatch):
    monkeypatch.setattr("comments.threads.inserting.FULL", FULL)
    monkeypatch.setattr(numbering.places, "__defaults__", (FULL,))
    run(
        Conversations,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            # Without shrinking, which takes minutes: a sequence is short enough to read.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
