from collections.abc import Sequence
from functools import partial

from django import forms
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.identity import Identity
from accounts.names import MAX_LENGTH, clean_name
from blog.models import Post
from comments import limits, spam, threads
from comments.closing import pause_that_slows, refuse_if_over, refuse_if_slow
from comments.emails import has_email
from comments.holding import refuse_if_barred, remember_new, verdict_on
from comments.models import Comment, Discussion, Follow
from comments.refusals import (
    AnsweredMeanwhile,
    Closed,
    Duplicate,
    MembersOnly,
    ParentGone,
    StrangeSpeaker,
    TooFast,
)
from comments.sanctions import that_bars

# More of what others said meanwhile would bury the form.
MOST_ANSWERS = 20
GUEST = "guest"  # what `as` says of somebody who is signed in, and speaks without it


class WordsField(forms.CharField):
    """What a comment says. A line ends with one character, as in the box, so that browsers
    count what we count; they do not check it, because they would cut a paste without a word."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value and value.replace("\r\n", "\n"))

    def widget_attrs(self, widget):
        return {}


class WebsiteField(forms.URLField):
    """An address that a browser opens as a page: Django's own field knows ftp too."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class FollowField(forms.ChoiceField):
    """What to hear of by mail. A strange answer is "nothing": no comment is refused for it."""

    def clean(self, value: object) -> str:
        return str(value) if value in Follow.Level.values else ""


class CommentForm(forms.Form):
    """What "Leave a Reply" asks. Signed in, one speaks under one's account, another that is
    connected in this browser, or as a guest; only a guest's three fields are read."""

    body = WordsField(
        label=_("Your comment"),
        max_length=Comment.MAX_LENGTH,
        error_messages={"required": _("Please write your comment first.")},
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": _("Write a comment…"), "dir": "auto", "required": True}
        ),
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
    follow = FollowField(
        label=_("E-mail me"), required=False, choices=[("", _("nothing")), *Follow.Level.choices]
    )

    def __init__(
        self,
        *args,
        post: Post,
        discussion: Discussion,
        identity: Identity | None,
        others: Sequence[Identity] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.post = post
        self.discussion = discussion
        self.identity = identity  # who is signed in
        self.others = others  # who else could speak, by a choice in `as`
        self.chosen = self.data.get("as", "")
        self.speaker = None if self.chosen == GUEST else self._connected() or identity
        # A browser cannot know whether they will be needed: we say it, and keep the words.
        self.use_required_attribute = identity is None
        if pause := pause_that_slows(identity.user if identity else None, post):
            self.fields["body"].help_text = pause.slow_sentence
        self.guest = {name: self[name] for name in ("name", "email", "website")}
        if self.speaker:
            # Not asked for; `guest` prints them all the same, for whoever chooses to be one.
            for name in self.guest:
                del self.fields[name]

    def refuse_if_pointless(self) -> None:
        """Whatever is written in it: nobody may comment here, or not this person."""
        refuse_if_over(self.post, self.discussion)
        if self.speaker is None and not self.takes_guests:
            raise MembersOnly

    @property
    def takes_guests(self) -> bool:
        return self.discussion.who == Discussion.Who.EVERYBODY

    @property
    def began(self) -> str:
        """When its words were begun, as a script was told (comments.spam.form_fields)."""
        return self.data.get(spam.TIME, "")

    @property
    def is_changed(self) -> bool:
        """Somebody else was chosen than who is signed in."""
        return self.identity is not None and self.chosen not in ("", self.identity.key)

    def clean(self) -> None:
        if self.chosen not in ("", GUEST) and self._connected() is None:
            for name in self.guest:
                self.errors.pop(name, None)  # nobody had been asked for them
            raise StrangeSpeaker

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_parent(self) -> Comment | None:
        """What is answered, of what the writer may see. ParentGone for anything else."""
        given = self.cleaned_data["parent"]
        if given in ("", "0"):
            return None
        parent = Comment.objects.published().filter(post=self.post, pk=number_in(given)).first()
        if parent is None:
            raise ParentGone
        return parent

    def clean_seen(self) -> int | None:
        """None for a form that does not say: nobody is asked to read what came meanwhile."""
        return number_in(self.cleaned_data["seen"])

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
        if self.identity and (sanction := that_bars(self.identity.user)):
            # Nor as a guest, or as somebody else of this session.
            refuse_if_barred([sanction])
        sent = spam.Sent(trap=self.data.get(spam.TRAP, ""), began=self.began)
        verdict = verdict_on(comment, self.discussion, sent).after_akismet()
        verdict.settle(comment)
        try:
            threads.insert(
                comment,
                check=partial(_check_again, seen=self.cleaned_data["seen"], discussion=self.discussion),
                after=partial(remember_new, verdict=verdict),
            )
        except threads.ParentGone:
            raise ParentGone from None
        return comment

    def _speaker(self) -> dict[str, object]:
        if self.speaker:
            user = self.speaker.user
            return {
                "author": user,
                "name": self.speaker.name,
                "provider": self.speaker.provider,
                "picture": self.speaker.picture,
                "is_by_staff": user.is_staff,
            }
        return {name: self.cleaned_data[name] for name in ("name", "email", "website")}

    def _connected(self) -> Identity | None:
        people = [self.identity, *self.others] if self.identity else []
        return next((one for one in people if one.key and one.key == self.chosen), None)


def _check_again(comment: Comment, seen: int | None, discussion: Discussion) -> None:
    """Under the lock: what was true when the page was loaded may not be so any more."""
    # The post's row, too, so that nobody freezes the conversation before we are done.
    post = Post.objects.published().select_for_update().filter(pk=comment.post_id).first()
    if post is None:
        raise Closed
    refuse_if_over(post, discussion)
    refuse_if_slow(comment, post)
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
    if comment.parent and seen is not None:
        meanwhile = _others_answers(comment, seen)
        if meanwhile:
            raise AnsweredMeanwhile(meanwhile, post.version)


def _others_answers(comment: Comment, seen: int) -> list[Comment]:
    """Replies to the same comment that its page, of that version, did not have. What the
    writer said in between needs no second reading."""
    own = Q(author=comment.author_id) if comment.author_id else Q(has_email(comment.email), author=None)
    replies = Comment.objects.published().filter(parent=comment.parent_id, shown_in__gt=seen).exclude(own)
    return list(replies.select_related("post").order_by("shown_in", "pk")[:MOST_ANSWERS])


def number_in(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
