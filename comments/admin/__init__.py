from comments.admin.acts import ActAdmin
from comments.admin.checks import ThreadCheckAdmin
from comments.admin.comments import CommentAdmin
from comments.admin.discussion import DiscussionAdmin
from comments.admin.moving import BranchMoveAdmin
from comments.admin.pausing import PauseInline
from comments.admin.sanctions import SanctionAdmin

__all__ = [
    "ActAdmin",
    "BranchMoveAdmin",
    "CommentAdmin",
    "DiscussionAdmin",
    "PauseInline",
    "SanctionAdmin",
    "ThreadCheckAdmin",
]
