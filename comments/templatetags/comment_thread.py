import hashlib
from collections.abc import Iterable

from django import template
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accounts.identity import Identity
from blog.models import Post
from blog.visitor_pages import KEEP_SECONDS
from comments.drafts import COOKIE
from comments.held import held_of
from comments.printing import print_entries
from comments.reading import Thread, last_words, order_of, read_thread
from comments.replying import reply_of, speaker_of

register = template.Library()


@register.simple_tag(takes_context=True)
def comment_thread(context: template.Context, post: Post) -> SafeString:
    """The page's comments. Readers without comments of their own in waiting share one copy."""
    request, versions = context["request"], context["versions"]
    number, order = context["comments_page"], order_of(request.GET.get("order"))
    user, held = request.user, held_of(request)
    key = f"thread:{versions}:{number}:{order}" if versions and not (held or _waits(post, user)) else None
    if key and (kept := caches["pages"].get(key)):
        return mark_safe(kept)
    thread = read_thread(post, number, user, held, order)
    html = render_to_string("comments/_thread.html", {"post": post, "thread": thread})
    if key:
        caches["pages"].set(key, html, KEEP_SECONDS)
    return html


@register.simple_tag(takes_context=True)
def reply_form(context: template.Context, post: Post) -> SafeString:
    """The form. Empty, it is the same on each of a reader's visits to this version of the page."""
    request, reply = context["request"], context.get("reply")
    is_empty = not (reply or request.GET or COOKIE in request.COOKIES)
    key = f"respond:{context['versions']}:{_name_of(speaker_of(request))}" if is_empty else None
    if key and context["keep"] and (kept := caches["pages"].get(key)):
        return mark_safe(kept)
    reply = reply or reply_of(request, post)
    html = render_to_string("comments/_respond.html", {"post": post, "reply": reply})
    if key and context["keep"]:
        caches["pages"].set(key, html, KEEP_SECONDS)
    return html


@register.simple_tag
def print_thread(thread: Thread, post: Post) -> SafeString:
    return print_entries(thread.entries, post)


@register.simple_tag
def attach_last_words(posts: Iterable[Post]) -> str:
    """Give each post its newest comment as `last_word`, or None."""
    words = last_words(posts)
    for post in posts:
        post.last_word = words.get(post.pk)
        if post.last_word:
            post.last_word.post = post
    return ""


def _name_of(identity: Identity | None) -> str:
    if identity is None:
        return ""
    shown = (identity.user.pk, identity.provider, identity.name, identity.picture)
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _waits(post: Post, user) -> bool:
    return user.is_authenticated and post.comments.filter(author=user, status="pending").exists()
