"""What became of a comment that had to wait, for its writer alone: beside the thread for a
month, and by mail to whoever follows the conversation by mail anyway. What was taken for spam
is called no more than "not published": who sends spam learns nothing of the filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks import task

from accounts.tasks import WAITS
from blog import rendering
from blog.models import Post
from blog.visitor_pages import is_visitor
from comments import notifications
from comments.models import Act, Comment, Follow, Notice
from comments.own import kept_of
from comments.ties import ties_of

TOLD_FOR = timedelta(days=30)
# A verdict that is undone at once is told nobody by mail.
STANDS_AFTER = timedelta(minutes=5)
MOST = 10
WORDS = 12
Verb = Act.Verb


@dataclass(frozen=True)
class Told:
    """One comment, and what its writer is told of it."""

    comment: Comment

    @property
    def is_published(self) -> bool:
        return self.comment.is_shown

    @property
    def words(self) -> str:
        return rendering.excerpt(self.comment.body_html, WORDS)

    @property
    def sentence(self) -> str:
        if self.is_published:
            return gettext("Published.")
        if reason := reason_of(self.comment):
            return gettext("Not published: %(reason)s.") % {"reason": reason}
        return gettext("Not published.")


def verdicts_for(request: HttpRequest, post: Post) -> list[Told]:
    """Moderators' verdicts on what waited, as they stand; the newest first."""
    if is_visitor(request):
        return []
    kept = kept_of(request)
    if not (kept or ties_of(request, post).was_judged):
        return []
    own = Q(comment__in=kept, comment__author=None)
    if request.user.is_authenticated:
        own |= Q(comment__author=request.user)
    acts = Act.objects.by_people().filter(own, comment__post=post, comment__kind=Comment.Kind.COMMENT)
    acts = acts.filter(verb__in=[Verb.APPROVE, Verb.TRASH, Verb.SPAM], undone_by=None)
    acts = acts.filter(at__gt=timezone.now() - TOLD_FOR).select_related("comment").order_by("-at", "-pk")
    told: dict[int, Told] = {}
    for act in acts[: MOST * 2]:
        comment = act.comment
        if comment and waited(act) and comment.status == act.after.get("status"):
            told.setdefault(comment.pk, Told(comment))
    return list(told.values())[:MOST]


def waited(act: Act) -> bool:
    """As its writer saw it: held, or taken for spam by the machine alone."""
    before = act.before.get("status")
    return before == "pending" or (before == "spam" and not act.before.get("status_before"))


def reason_of(comment: Comment) -> str:
    """The one that readers would be told, of what is in the trash."""
    if comment.status != Comment.Status.TRASH or not comment.removed_because:
        return ""
    return str(comment.get_removed_because_display())


def tell_writer_later(instance: Act, created: bool, **kwargs: object) -> None:
    is_verdict = created and not instance.is_by_machine and instance.verb in (Verb.APPROVE, Verb.TRASH)
    if not (is_verdict and instance.comment and waited(instance)):
        return
    if Follow.objects.of_writer(instance.comment).exists():
        later = tell_writer
        if tell_writer.get_backend().supports_defer:
            later = tell_writer.using(run_after=timezone.now() + STANDS_AFTER)
        later.enqueue(instance.pk)


@task
def tell_writer(act_pk: int, tries: int = 0) -> None:
    """If the verdict still stands, and its writer still wants mail; once for each comment."""
    acts = Act.objects.select_related("comment__post__author", "comment__author")
    act = acts.filter(pk=act_pk, undone_by=None).first()
    comment = act.comment if act else None
    if act is None or comment is None or comment.status != act.after.get("status"):
        return
    follow = Follow.objects.of_writer(comment).select_related("post").first()
    if follow is None or not comment.post.is_published or comment.notices.filter(follow=follow).exists():
        return
    try:
        notifications.mail_verdict(comment, follow, reason_of(comment)).send()
    except OSError:  # what smtplib raises is one, too
        if tries == len(WAITS):
            raise
        tell_writer.using(run_after=timezone.now() + WAITS[tries]).enqueue(act_pk, tries + 1)
        return
    Notice.objects.get_or_create(comment=comment, follow=follow)
