"""Comments as HTML. Printing one takes ten times as long as finding it printed, and a new
comment leaves all others on the page as they were: so each is kept under what it shows."""

import hashlib
from collections.abc import Sequence

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from blog.models import Post
from blog.visitor_pages import KEEP_SECONDS
from comments.entries import Entry, More


def print_entries(entries: Sequence[Entry | More], post: Post) -> SafeString:
    """The entries one after the other, as list items."""
    frame = {"accepts_comments": post.accepts_comments(), "address": post.get_absolute_url()}
    names = ["" if isinstance(entry, More) else _name_of(entry, post, frame) for entry in entries]
    kept = caches["parts"].get_many([name for name in names if name])
    made: dict[str, str] = {}
    printed = []
    for name, entry in zip(names, entries, strict=True):
        if name not in kept:
            template = "comments/_more_link.html" if isinstance(entry, More) else "comments/_entry.html"
            html = render_to_string(template, {"entry": entry, **frame})
            if name:
                made[name] = html
        else:
            html = kept[name]
        printed.append(html)
    if made:
        caches["parts"].set_many(made, KEEP_SECONDS)
    return SafeString("".join(printed))


def _name_of(entry: Entry, post: Post, frame: dict[str, object]) -> str:
    """Nothing for what its own writer sees of it, or a moderator, which nobody else may."""
    if entry.offers or entry.sight:
        return ""
    comment, parent = entry.comment, entry.parent
    shown = (
        get_language(),
        tuple(frame.values()),
        (comment.pk, comment.status, comment.created_at, comment.like_count, comment.body_html),
        (comment.shown_in, comment.edited_at, comment.removed_because, comment.held_because),
        (comment.name, comment.website, comment.provider, comment.picture, comment.author_id),
        comment.is_by_staff,
        post.author_id,
        (parent.pk, parent.name, parent.is_shown) if parent else None,
        (entry.level, entry.replies, entry.has_list, len(entry.closes)),
        (entry.is_tombstone, entry.is_parent_away, entry.needs_parent_named, entry.gone, entry.is_muted),
    )
    return hashlib.blake2b(repr(shown).encode(), digest_size=16).hexdigest()
