"""The one guarded path that writes comment threads.

`parent` is the truth; MPTT's numbers (tree_id, lft, rght, level), the thread's number and
the counters on threads and posts follow from it, and only while the thread's lock is held
(locking). A long thread is several trees (numbering).
"""

from comments.threads.conversations import insert_many
from comments.threads.counting import recount, recount_post
from comments.threads.erasing import HasReplies, erase, remove
from comments.threads.inserting import ParentGone, edit, insert
from comments.threads.judging import GONE, change_status, restore
from comments.threads.liking import like, take_back_likes
from comments.threads.locking import STRUCTURE, ThreadMoved, Unguarded, lock, require_lock
from comments.threads.moving import Misplaced, move
from comments.threads.numbering import FULL
from comments.threads.renumbering import renumber

__all__ = [
    "FULL",
    "GONE",
    "STRUCTURE",
    "HasReplies",
    "Misplaced",
    "ParentGone",
    "ThreadMoved",
    "Unguarded",
    "change_status",
    "edit",
    "erase",
    "insert",
    "insert_many",
    "like",
    "lock",
    "move",
    "recount",
    "recount_post",
    "remove",
    "renumber",
    "require_lock",
    "restore",
    "take_back_likes",
]
