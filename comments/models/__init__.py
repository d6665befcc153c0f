from comments.models.comment import Comment, CommentQuerySet
from comments.models.draft import CommentDraft
from comments.models.follow import Follow
from comments.models.like import CommentLike
from comments.models.revision import CommentRevision
from comments.models.tree import CommentTree
from comments.models.upkeep import BranchMove, CannotUndo, ThreadCheck
from comments.models.visit import Visit

__all__ = [
    "BranchMove",
    "CannotUndo",
    "Comment",
    "CommentDraft",
    "CommentLike",
    "CommentQuerySet",
    "CommentRevision",
    "CommentTree",
    "Follow",
    "ThreadCheck",
    "Visit",
]
