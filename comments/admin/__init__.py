from comments.admin.checks import ThreadCheckAdmin
from comments.admin.comments import CommentAdmin
from comments.admin.moving import BranchMoveAdmin

__all__ = ["BranchMoveAdmin", "CommentAdmin", "ThreadCheckAdmin"]
