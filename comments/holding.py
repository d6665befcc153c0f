"""Which new comments wait for a moderator, and why: WordPress's two rules, and names that
would let somebody speak for the blog."""

import re
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.likeness import is_role, likeness
from accounts.models import User
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
    if _speaks_for_the_blog(comment):
        reasons.append("name")
    return reasons


def _speaks_for_the_blog(comment: "Comment") -> bool:
    """Under a name that looks like one of its people's, and is not theirs; or called "Staff"."""
    if is_role(comment.name, gettext("Author"), gettext("Staff")):
        return True
    people = User.objects.filter(Q(is_staff=True) | Q(pk=comment.post.author_id)).exclude(
        pk=comment.author_id
    )
    return likeness(comment.name) in {likeness(person.name) for person in people}


def _is_known_guest(comment: "Comment") -> bool:
    """The address is never shown, so only its owner, and moderators, can know the pair."""
    return (
        type(comment)
        .objects.filter(has_email(comment.email), status="approved", name=comment.name)
        .exclude(email="")
        .exists()
    )
