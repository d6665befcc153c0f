"""Spam stays out: layers that each give a few points, all of them here and none elsewhere.

In the order of what they cost; each says nothing rather than something doubtful.

1.  `form_fields`: a trap that people do not meet, and how soon after its first letter a comment
    was sent.
2.  `comments.limits`: how many one person, address or household may post. It refuses, and so
    is not counted here.
3.  `keys`: words that the blog's owner listed.
4.  `links` and `looks`: how many links and of what kind, names that advertise, forum markup,
    shouting, letters in disguise.
5.  `repeats`: the post's own words with a link; what was said elsewhere in the last days.
6.  `classifying`: what moderators of this blog said of comments like it, once they have said
    enough (`learning`); and scripts that nobody writes here.
7.  `akismet`, if the owner has a key: after the comment is stored, never in the request.

A comment waits from `hold_from` points on and is put with the spam from `spam_from` on. Nothing
is thrown away, and every point is a sentence that a moderator reads.
"""

from comments.spam.form_fields import TIME, TRAP, Sent, stamp
from comments.spam.learning import forget, judged, learn, unlearn
from comments.spam.points import HOLD_FROM, SPAM_FROM, Point, Rules, total
from comments.spam.repeats import remember
from comments.spam.weighing import keep, kept, status_for, weigh

__all__ = [
    "HOLD_FROM",
    "SPAM_FROM",
    "TIME",
    "TRAP",
    "Point",
    "Rules",
    "Sent",
    "forget",
    "judged",
    "keep",
    "kept",
    "learn",
    "remember",
    "stamp",
    "status_for",
    "total",
    "unlearn",
    "weigh",
]
