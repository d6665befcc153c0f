from comments.models.comment import Comment, CommentQuerySet
from comments.models.draft import CommentDraft
from comments.models.like import CommentLike
from comments.models.tree import CommentTree
from comments.models.upkeep import BranchMove, CannotUndo, ThreadCheck

__all__ = [
    "BranchMove",
    "CannotUndo",
    "Comment",
    "CommentDraft",
    "CommentLike",
    "CommentQuerySet",
    "CommentTree",
    "ThreadCheck",
]
