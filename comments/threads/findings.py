"""What a check may find: which rule is broken, where, what is there and what should be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# What follows from the places, and is put right by counting anew.
COUNTED = {
    "total": _("counts %(found)s comments, there are %(expected)s"),
    "visible": _("counts %(found)s comments that anybody may read, there are %(expected)s"),
    "likes": _("counts %(found)s likes of its first comment, which has %(expected)s"),
    "like_count": _("counts %(found)s likes, there are %(expected)s"),
    "comment_count": _("counts %(found)s comments that anybody may read, there are %(expected)s"),
    "started_at": _("begins at %(found)s, its first comment was written at %(expected)s"),
    "version": _("has version %(found)s, which should be %(expected)s or more"),
}
# Links between comments, and the places that follow from them.
PLACED = {
    "parent": _("answers comment %(found)s, which does not exist"),
    "circle": _("answers itself, in a circle: %(found)s"),
    "post": _("is on post %(found)s, what it answers is on post %(expected)s"),
    "thread": _("is in thread %(found)s, what it answers is in thread %(expected)s"),
    "no_thread": _("is in thread %(found)s, which does not exist"),
    "not_a_thread": _("is in thread %(found)s, which is the tree number of a part of thread %(expected)s"),
    "post_of_thread": _("is on post %(found)s, its thread is on post %(expected)s"),
    "no_tree": _("is in tree %(found)s, which does not exist"),
    "tree_of_another": _("is in a tree of thread %(found)s, its thread is %(expected)s"),
    "first_tree": _("begins its thread in tree %(found)s, which should be tree %(expected)s"),
    "level": _("is at level %(found)s of its tree, which should be %(expected)s"),
    "lft": _("has the left edge %(found)s, which should be %(expected)s"),
    "rght": _("has the right edge %(found)s, which should be %(expected)s"),
    "empty": _("is a tree without comments"),
    "roots": _("is begun by %(found)s comments, which should be %(expected)s"),
    "head": _("goes on thread %(found)s, which is none"),
    "post_of_head": _("is on post %(found)s, the thread that it goes on is on post %(expected)s"),
}
RULES = {**COUNTED, **PLACED}


@dataclass(frozen=True, slots=True)
class Finding:
    """`thread` is the number to repair; 0 when a post alone is wrong."""

    rule: str
    thread: int = 0
    tree: int = 0
    comment: int = 0
    post: int = 0
    found: object = ""
    expected: object = ""

    @property
    def is_about_places(self) -> bool:
        return self.rule in PLACED

    def __str__(self) -> str:
        says = RULES[self.rule] % {"found": self.found, "expected": self.expected}
        return f"{self._where()} {says}."

    def _where(self) -> str:
        if self.comment:
            words = gettext("Comment %(comment)s (thread %(thread)s, tree %(tree)s, post %(post)s)")
        elif self.tree and self.tree != self.thread:
            words = gettext("Tree %(tree)s (thread %(thread)s, post %(post)s)")
        elif self.thread:
            words = gettext("Thread %(thread)s (post %(post)s)")
        else:
            words = gettext("Post %(post)s")
        return words % {
            "comment": self.comment,
            "tree": self.tree,
            "thread": self.thread,
            "post": self.post,
        }
