"""The one guarded path that writes comment threads.

`parent` is the truth; MPTT's numbers (tree_id, lft, rght, level), the thread's number and
the counters on threads and posts follow from it, and only while the thread's lock is held
(locking). A long thread is several trees (numbering).
"""

from comments.threads.checking import check
from comments.threads.conversations import insert_many
from comments.threads.counting import recount, recount_post
from comments.threads.erasing import HasReplies, erase, forget_words, remove
from comments.threads.findings import Finding
from comments.threads.inserting import ParentGone, edit, insert
from comments.threads.judging import FINAL, GONE, STATE, State, Witness, change_status, put_back, restore
from comments.threads.liking import like, take_back_likes
from comments.threads.locking import STRUCTURE, ThreadMoved, Unguarded, lock, require_lock
from comments.threads.moving import Misplaced, move
from comments.threads.numbering import FULL
from comments.threads.renumbering import renumber
from comments.threads.repairing import repair, repair_all
from comments.threads.rewriting import SIGNED, rewrite

__all__ = [
    "FINAL",
    "FULL",
    "GONE",
    "SIGNED",
    "STATE",
    "STRUCTURE",
    "Finding",
    "HasReplies",
    "Misplaced",
    "ParentGone",
    "State",
    "ThreadMoved",
    "Unguarded",
    "Witness",
    "change_status",
    "check",
    "edit",
    "erase",
    "forget_words",
    "insert",
    "insert_many",
    "like",
    "lock",
    "move",
    "put_back",
    "recount",
    "recount_post",
    "remove",
    "renumber",
    "repair",
    "repair_all",
    "require_lock",
    "restore",
    "rewrite",
    "take_back_likes",
]
