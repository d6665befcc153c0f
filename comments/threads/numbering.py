"""MPTT's numbers, worked out from `parent` alone: which tree a comment is in, and where.

A thread is one tree until it has FULL comments. From then on each new reply to a full tree
begins a tree of its own, whose root has a parent in the tree it continues: so a reply
never shifts more than FULL rows, however long the thread has become.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

FULL = 1000


@dataclass(slots=True)
class Place:
    """A comment's place. `key` is whatever names a comment: its number, or its id() while
    it has none. `tree` is the key of the tree's root."""

    key: int
    tree: int = 0
    lft: int = 0
    rght: int = 0
    level: int = 0


@dataclass(slots=True)
class _Tree:
    size: int = 0
    below: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def places(members: Iterable[tuple[int, int | None]], full: int = FULL) -> Iterator[Place]:
    """The places of one thread's comments, given as (key, parent's key) in the order in
    which they were written, the first comment first. Parents before children."""
    tree_of: dict[int, int] = {}
    trees: dict[int, _Tree] = {}
    for key, parent in members:
        tree = tree_of[parent] if parent is not None else key
        if parent is None or trees[tree].size >= full:
            tree = key
            trees[tree] = _Tree()
        else:
            trees[tree].below[parent].append(key)
        tree_of[key] = tree
        trees[tree].size += 1
    for root, tree_below in trees.items():
        yield from _numbered(root, tree_below.below)


def _numbered(root: int, below: dict[int, list[int]]) -> Iterator[Place]:
    """One tree, without recursion: it may be deeper than Python's stack."""
    edge = 0
    stack = [(Place(root, root), False)]
    while stack:
        place, leaving = stack.pop()
        edge += 1
        if leaving:
            place.rght = edge
            yield place
            continue
        place.lft = edge
        stack.append((place, True))
        for child in reversed(below.get(place.key, ())):
            stack.append((Place(child, root, level=place.level + 1), False))
