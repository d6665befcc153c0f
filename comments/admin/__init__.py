from comments.admin.acts import ActAdmin
from comments.admin.checks import ThreadCheckAdmin
from comments.admin.comments import CommentAdmin
from comments.admin.discussion import DiscussionAdmin
from comments.admin.moving import BranchMoveAdmin
from comments.admin.pausing import PauseAdmin, PauseInline
from comments.admin.sanctions import SanctionAdmin
from comments.admin.trainings import TrainingAdmin

__all__ = [
    "ActAdmin",
    "BranchMoveAdmin",
    "CommentAdmin",
    "DiscussionAdmin",
    "PauseAdmin",
    "PauseInline",
    "SanctionAdmin",
    "ThreadCheckAdmin",
    "TrainingAdmin",
]
