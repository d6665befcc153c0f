import hashlib
from collections.abc import Iterable

from django import template
from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from blog.models import Post
from blog.visitor_pages import KEEP_SECONDS
from comments.drafts import COOKIE
from comments.models import moderates
from comments.muting import has_muted
from comments.own import of_late, own_of
from comments.printing import print_entries
from comments.reading import ONLY_AUTHOR, Thread, last_words, order_of, read_thread
from comments.replying import Speakers, barred_of, reply_of, speakers_of
from comments.rules import discussion_of
from comments.ties import ties_of

register = template.Library()


@register.simple_tag(takes_context=True)
def comment_thread(context: template.Context, post: Post) -> SafeString:
    """The page's comments. Readers without comments of their own of late, who
    do not moderate, share one copy."""
    request, versions = context["request"], context["versions"]
    number, order = context["comments_page"], order_of(request.GET.get("order"))
    only_answered = request.GET.get("only") == ONLY_AUTHOR
    user, held = request.user, own_of(request)
    name = f"thread:{versions}:{number}:{order}:{only_answered}"
    is_shared = not (held or moderates(user) or _has_own(request, post) or _has_muted(request, post))
    key = name if versions and is_shared else None
    if key and (kept := caches["pages"].get(key)):
        return mark_safe(kept)
    thread = read_thread(post, number, user, held, order, only_answered, discussion_of(request))
    html = render_to_string("comments/_thread.html", {"post": post, "thread": thread})
    if key:
        caches["pages"].set(key, html, KEEP_SECONDS)
    return html


@register.simple_tag(takes_context=True)
def reply_form(context: template.Context, post: Post) -> SafeString:
    """The form. Empty, it is the same on each of a reader's visits to this version of the page."""
    request, reply = context["request"], context.get("reply")
    is_empty = not (reply or request.GET or COOKIE in request.COOKIES)
    key = None
    if is_empty:
        ties = ties_of(request, post)
        key = f"respond:{context['versions']}:{_name_of(speakers_of(request))}:{ties.follows}"
        if barred := ties.was_restricted and barred_of(request):
            key = f"{key}:{barred.pk}"
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


def _name_of(speakers: Speakers) -> str:
    if speakers["identity"] is None:
        return ""
    shown = [
        (who.key, who.user.pk, who.provider, who.name, who.picture)
        for who in (speakers["identity"], *speakers["others"])
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _has_own(request: HttpRequest, post: Post) -> bool:
    if not ties_of(request, post).wrote_of_late:
        return False
    return post.comments.filter(of_late(), author=request.user).exists()


def _has_muted(request: HttpRequest, post: Post) -> bool:
    return ties_of(request, post).mutes_people and has_muted(request.user, post)
