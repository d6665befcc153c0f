from comments.models.act import Act
from comments.models.comment import UNDECIDED, Comment, CommentQuerySet, moderates
from comments.models.discussion import Discussion, Pause
from comments.models.draft import CommentDraft
from comments.models.follow import Follow, Notice
from comments.models.letter import Letter, LetterChoice
from comments.models.like import CommentLike
from comments.models.mute import Mute
from comments.models.report import Report
from comments.models.revision import CommentRevision
from comments.models.sanction import Sanction
from comments.models.spam import Fingerprint, SpamWord, Training, Verdict, Weighing
from comments.models.tree import CommentTree
from comments.models.upkeep import BranchMove, CannotUndo, ThreadCheck
from comments.models.visit import Visit

__all__ = [
    "UNDECIDED",
    "Act",
    "BranchMove",
    "CannotUndo",
    "Comment",
    "CommentDraft",
    "CommentLike",
    "CommentQuerySet",
    "CommentRevision",
    "CommentTree",
    "Discussion",
    "Fingerprint",
    "Follow",
    "Letter",
    "LetterChoice",
    "Mute",
    "Notice",
    "Pause",
    "Report",
    "Sanction",
    "SpamWord",
    "ThreadCheck",
    "Training",
    "Verdict",
    "Visit",
    "Weighing",
    "moderates",
]
