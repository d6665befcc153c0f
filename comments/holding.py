"""Which new comments wait for a moderator, and why. WordPress's two rules."""

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from comments.emails import has_email

if TYPE_CHECKING:
    from comments.models import Comment

# A comment with this many links waits, as WordPress has it out of the box.
LINKS_HELD = 2

REASONS = {
    "first": _("first comment of a guest"),
    "links": _("many links"),
    "name": _("name of one of the blog’s people"),
}
# The same for whoever wrote it and wants to know why it waits.
FOR_WRITERS = {
    "first": _("A guest’s first comment here waits until a moderator has read it."),
    "links": _("Comments with several links wait until a moderator has read them."),
    "name": _("Somebody of this blog has a name like this, so a moderator has a look first."),
}


def reasons_to_hold(comment: "Comment") -> list[str]:
    """Codes of REASONS; none means that the comment may be shown at once."""
    if comment.author and (comment.author.is_staff or comment.author_id == comment.post.author_id):
        return []
    reasons = []
    if comment.author is None and not _is_known_guest(comment):
        reasons.append("first")
    if len(re.findall(r"<a ", comment.body_html)) >= LINKS_HELD:
        reasons.append("links")
    return reasons


def _is_known_guest(comment: "Comment") -> bool:
    """The address is never shown, so only its owner, and moderators, can know the pair."""
    return (
        type(comment)
        .objects.filter(has_email(comment.email), status="approved", name=comment.name)
        .exclude(email="")
        .exists()
    )
