"""What stands under "Leave a Reply" for this reader: the form, who speaks, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.connected import key_of, others_of
from accounts.identity import Identity, Provider, configured_providers, identity_of
from blog.models import Post
from blog.visitor_pages import is_visitor
from comments.drafts import FIELDS, draft_of, kept_as
from comments.following import level_of
from comments.forms import CommentForm, number_in
from comments.models import Comment, Sanction
from comments.refusals import AnsweredMeanwhile, Closed, ParentGone, Refusal
from comments.rules import discussion_of
from comments.sanctions import that_bars

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
    # The comment in print, above the form, for readers without a script.
    preview: str = ""
    # Which draft of a sign-in the form holds, so that a script takes its words only once.
    draft: str = ""
    # Of somebody who may not write now.
    barred: Sanction | None = None
    # What may be answered in place of a comment that is not there any more.
    instead: Comment | None = None

    @property
    def drafts(self) -> str:
        return kept_as(self.identity.user if self.identity else None)

    @property
    def is_open(self) -> bool:
        """Not the one line that waits to be used."""
        return bool(self.parent or self.sentence or self.form.is_bound or self.is_for_members)

    @property
    def is_closed(self) -> bool:
        return isinstance(self.refusal, Closed) or not self.post.accepts_comments()

    @property
    def is_for_members(self) -> bool:
        """And nobody is signed in: the icons are the way."""
        return self.identity is None and not self.form.takes_guests

    @property
    def hint(self) -> str:
        """What becomes of a comment, as far as anybody can foresee it."""
        discussion = self.form.discussion
        if discussion.hold_all:
            return gettext("Markdown works. Every comment waits for a moderator.")
        if discussion.hold_first and self.identity is None:
            return gettext("Markdown works. A guest’s first comment waits for a moderator.")
        return gettext("Markdown works.")


def reply_of(request: HttpRequest, post: Post, answered: str = "") -> Reply:
    """The form as a page shows it: empty, or with the words of a sign-in's draft."""
    draft = None if is_visitor(request) else draft_of(request, post)
    words = {name: getattr(draft, name) for name in FIELDS} if draft else {}
    answered = answered or request.GET.get("replytocom", "")
    parent, instead = _parent_of(answered, post), None
    sentences = [SIGN_IN_SENTENCES.get(request.GET.get("signin", ""), "")]
    if draft and answered and not parent:
        sentences.append(ParentGone().sentence)
        instead = _nearest_to(answered, post)
    to_answer = parent or instead
    words |= {"parent": to_answer.pk if to_answer else "", "seen": post.version}
    words["follow"] = level_of(request.user, post)
    form = form_of(request, post, initial=words)
    return Reply(
        post,
        form,
        form.identity,
        configured_providers(request),
        parent,
        sentence=" ".join(str(sentence) for sentence in sentences if sentence),
        draft=f"{draft.created_at.timestamp()}" if draft else "",
        barred=barred_of(request),
        instead=instead,
    )


def form_of(request: HttpRequest, post: Post, data: QueryDict | None = None, **kwargs: object) -> CommentForm:
    return CommentForm(data, post=post, discussion=discussion_of(request), **speakers_of(request), **kwargs)


def barred_of(request: HttpRequest) -> Sanction | None:
    """What keeps this reader from writing; asked once a request."""
    known = vars(request)
    if "barred" not in known:
        known["barred"] = None if is_visitor(request) else that_bars(request.user)
    return known["barred"]


def refused_reply(request: HttpRequest, form: CommentForm, refusal: Refusal | None = None) -> Reply:
    """The same form with what was posted in it, and why it was not taken."""
    given = form.data.get("parent", "")
    parent, instead = _parent_of(given, form.post), None
    if isinstance(refusal, ParentGone):
        parent, instead = None, _nearest_to(given, form.post)
        form.data = {**form.data.dict(), "parent": str(instead.pk) if instead else ""}
    elif isinstance(refusal, AnsweredMeanwhile):
        form.data = {**form.data.dict(), "seen": str(refusal.version)}
    elif isinstance(refusal, Closed):
        form.fields["body"].widget.attrs["readonly"] = True
    return Reply(
        form.post,
        form,
        form.identity,
        configured_providers(request),
        parent,
        sentence=refusal.sentence if refusal else "",
        refusal=refusal,
        instead=instead,
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
    return Comment.objects.published().filter(post=post, pk=number_in(given)).first()


def _nearest_to(given: str, post: Post) -> Comment | None:
    """The nearest comment above one that is gone. Only for what could be read once: of
    anything else nobody learns where it stands, or that it is there."""
    gone = Comment.objects.filter(post=post, pk=number_in(given)).exclude(shown_in=None).first()
    while gone:
        above = Comment.objects.published().filter(tree_id=gone.tree_id, lft__lt=gone.lft, rght__gt=gone.rght)
        if nearest := above.order_by("-lft").first():
            return nearest
        # A tree that continues a full one: its first comment answers one of that.
        gone = Comment.objects.filter(tree_id=gone.tree_id, level=0, post=post).exclude(parent=None).first()
        gone = gone and gone.parent
        if gone and gone.is_shown:
            return gone
    return None
