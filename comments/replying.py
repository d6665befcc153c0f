"""What stands under "Leave a Reply" for this reader: the form, who speaks, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.connected import key_of, others_of
from accounts.identity import Identity, Provider, configured_providers, identity_of
from blog.models import Post
from blog.visitor_pages import is_visitor
from comments.drafts import FIELDS, draft_of
from comments.forms import CommentForm
from comments.models import Comment
from comments.refusals import ParentGone, Refusal

# What a sign-in that went wrong says on its way back (`?signin=`).
SIGN_IN_SENTENCES = {
    "denied": _("You cancelled signing in. Your words are still here."),
    "failed": _("Signing in did not work. Please try again, click another icon, or fill in your details."),
    "banned": _("This account may not comment here."),
    "busy": _("Too many attempts to sign in. Please wait a minute and try again."),
}


class Speakers(TypedDict):
    identity: Identity | None
    others: list[Identity]


@dataclass
class Reply:
    post: Post
    form: CommentForm
    identity: Identity | None
    providers: list[Provider]
    parent: Comment | None = None
    sentence: str = ""
    refusal: Refusal | None = None

    @property
    def is_closed(self) -> bool:
        return not self.post.accepts_comments()


def reply_of(request: HttpRequest, post: Post, answered: str = "") -> Reply:
    """The form as a page shows it: empty, or with the words of a sign-in's draft."""
    speakers = speakers_of(request)
    draft = None if is_visitor(request) else draft_of(request, post)
    words = {name: getattr(draft, name) for name in FIELDS} if draft else {}
    parent = _parent_of(answered or request.GET.get("replytocom", ""), post)
    words |= {"parent": parent.pk if parent else "", "seen": post.version}
    form = CommentForm(initial=words, post=post, **speakers)
    return Reply(
        post,
        form,
        form.identity,
        configured_providers(request),
        parent,
        sentence=SIGN_IN_SENTENCES.get(request.GET.get("signin", ""), ""),
    )


def refused_reply(request: HttpRequest, form: CommentForm, refusal: Refusal | None = None) -> Reply:
    """The same form with what was posted in it, and why it was not taken."""
    parent = None
    if isinstance(refusal, ParentGone):
        form.data = {**form.data.dict(), "parent": ""}
    else:
        parent = _parent_of(form.data.get("parent", ""), form.post)
    return Reply(
        form.post,
        form,
        form.identity,
        configured_providers(request),
        parent,
        sentence=refusal.sentence if refusal else "",
        refusal=refusal,
    )


def speaker_of(request: HttpRequest) -> Identity | None:
    return None if is_visitor(request) else identity_of(request)


def speakers_of(request: HttpRequest) -> Speakers:
    """Who is signed in, and who else this browser may speak as: what the form wants to know."""
    identity = speaker_of(request)
    if identity is None:
        return {"identity": None, "others": []}
    return {"identity": replace(identity, key=key_of(request)), "others": others_of(request)}


def _parent_of(given: str, post: Post) -> Comment | None:
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    return Comment.objects.published().filter(post=post, pk=int(given)).first()
