from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.identity import Identity
from accounts.names import MAX_LENGTH, clean_name
from blog.models import Post
from comments import limits, threads
from comments.emails import has_email
from comments.holding import reasons_to_hold
from comments.models import Comment
from comments.refusals import Closed, Duplicate, ParentGone, TooFast


class WebsiteField(forms.URLField):
    """An address that a browser opens as a page: Django's own field knows ftp too."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class CommentForm(forms.Form):
    """What "Leave a Reply" asks. Signed in, one speaks under one's account and the three
    guest fields are neither asked nor read."""

    body = forms.CharField(
        label=_("Your comment"),
        max_length=Comment.MAX_LENGTH,
        error_messages={"required": _("Please write your comment first.")},
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": _("Write a comment…"), "dir": "auto"}),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    # The version of the page on which this was written: what its writer has seen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=100, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    website = WebsiteField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )

    def __init__(self, *args, post: Post, identity: Identity | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.post = post
        self.identity = identity
        # A browser's own length check would count otherwise than we do and cut a paste
        # without a word; ours refuses the whole and keeps it.
        self.fields["body"].widget.attrs.pop("maxlength", None)
        if identity:
            for name in ("name", "email", "website"):
                del self.fields[name]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_parent(self) -> Comment | None:
        """What is answered, of what the writer may see. ParentGone for anything else."""
        given = self.cleaned_data["parent"]
        if given in ("", "0"):
            return None
        if not (given.isascii() and given.isdigit() and len(given) < 19):
            raise ParentGone
        parent = Comment.objects.published().filter(post=self.post, pk=int(given)).first()
        if parent is None:
            raise ParentGone
        return parent

    def save(self, *, ip_address: str | None, user_agent: str) -> Comment:
        """Put the comment into the thread, held or at once. A Refusal writes nothing."""
        comment = Comment(
            post=self.post,
            parent=self.cleaned_data["parent"],
            body=self.cleaned_data["body"],
            ip_address=ip_address,
            network=limits.network_of(ip_address),
            user_agent=user_agent[:300],
            **self._speaker(),
        )
        comment.render()
        if seconds := limits.seconds_to_wait(comment):
            raise TooFast(seconds)
        reasons = reasons_to_hold(comment)
        comment.held_because = " ".join(reasons)
        comment.status = Comment.Status.PENDING if reasons else Comment.Status.APPROVED
        try:
            threads.insert(comment, check=_check_again)
        except threads.ParentGone:
            raise ParentGone from None
        return comment

    def _speaker(self) -> dict[str, object]:
        if self.identity:
            user = self.identity.user
            return {
                "author": user,
                "name": self.identity.name,
                "provider": self.identity.provider,
                "picture": self.identity.picture,
            }
        return {name: self.cleaned_data[name] for name in ("name", "email", "website")}


def _check_again(comment: Comment) -> None:
    """Under the lock: what was true when the page was loaded may not be so any more."""
    post = Post.objects.published().filter(pk=comment.post_id).first()
    if post is None or not post.comments_open:
        raise Closed
    if comment.parent and not comment.parent.is_shown:
        raise ParentGone
    said = Comment.objects.filter(
        has_email(comment.email),
        post=comment.post_id,
        author=comment.author_id,
        name=comment.name,
        body=comment.body,
    ).exclude(status=Comment.Status.TRASH)
    # The parents are compared here: SQLite believes "no parent" to be rare, and would look at
    # all threads of all posts.
    for first in said.order_by("-created_at"):
        if first.parent_id == comment.parent_id:
            raise Duplicate(first)
