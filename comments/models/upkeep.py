"""What moderators and the machine did to threads."""

from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from comments import threads
from comments.models.comment import Comment
from comments.models.tree import CommentTree


class CannotUndo(Exception):
    """A move stays as it is; the message says why."""


class BranchMove(models.Model):
    """A moderator hung a comment, with all below it, elsewhere; and may hang it back."""

    # A number outlives its comment, so that "it was on top" and "what it answered is gone"
    # stay two things.
    NUMBER = {"on_delete": models.DO_NOTHING, "null": True, "db_constraint": False, "related_name": "+"}

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="moves", verbose_name=_("branch"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("moved by")
    )
    at = models.DateTimeField(_("moved"), default=timezone.now)
    from_parent = models.ForeignKey(Comment, **NUMBER)
    from_post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    to_parent = models.ForeignKey(Comment, **NUMBER)
    to_post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("move of a branch")
        verbose_name_plural = _("moves of branches")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.comment_id} · {self.at}"

    @classmethod
    def make(cls, comment: Comment, by, parent: Comment | None = None, post: Post | None = None):
        """Move a branch under `parent`, or as a thread of its own on `post`, and remember
        where it was. None when it stood there already."""
        made = []

        def remember(before: Comment) -> None:
            to = parent.post if parent else post or before.post
            if (before.parent_id, before.post_id) != (parent and parent.pk, to.pk):
                here = {"from_parent_id": before.parent_id, "from_post": before.post}
                made.append(cls.objects.create(comment=before, by=by, to_parent=parent, to_post=to, **here))

        threads.move(comment, parent, post, remember)
        return made[-1] if made else None

    def undo(self) -> None:
        """Hang the branch back where it was. CannotUndo when the world went on."""
        parent = None
        if self.from_parent_id:
            parent = Comment.objects.filter(pk=self.from_parent_id).first()
            if parent is None:
                raise CannotUndo(_("What it answered before does not exist any more."))

        def still_there(before: Comment) -> None:
            if not type(self).objects.filter(pk=self.pk, undone_at=None).update(undone_at=timezone.now()):
                raise CannotUndo(_("This move has been undone already."))
            on_top_elsewhere = before.parent_id is None and before.post_id != self.to_post_id
            if before.parent_id != self.to_parent_id or on_top_elsewhere:
                raise CannotUndo(_("The branch has been moved again since: undo that first."))

        threads.move(self.comment, parent, None if parent else self.from_post, still_there)


class ThreadCheck(models.Model):
    """What `check_threads` found the last times."""

    KEPT = 100
    LINES = 50

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    comments = models.PositiveBigIntegerField(_("comments"), default=0)
    threads = models.PositiveBigIntegerField(_("threads"), default=0)
    # How many threads and counters were wrong, how many of those were repaired, and the
    # first lines of the report.
    broken = models.PositiveIntegerField(_("broken"), default=0)
    repaired = models.PositiveIntegerField(_("repaired"), default=0)
    report = models.TextField(_("report"), blank=True)

    class Meta:
        verbose_name = _("check of the threads")
        verbose_name_plural = _("checks of the threads")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return self.sentence

    @property
    def is_sound(self) -> bool:
        return self.finished_at is not None and self.broken == self.repaired

    @property
    def sentence(self) -> str:
        if self.finished_at is None:
            words = _("A check of the threads began %(ago)s ago and has not finished.")
            return words % {"ago": timesince(self.started_at)}
        words = gettext("Threads checked %(ago)s ago: all sound.")
        left = self.broken - self.repaired
        if left:
            words = ngettext(
                "Threads checked %(ago)s ago: %(n)d broken. Run manage.py check_threads --repair.",
                "Threads checked %(ago)s ago: %(n)d broken. Run manage.py check_threads --repair.",
                left,
            )
        elif self.repaired:
            words = ngettext(
                "Threads checked %(ago)s ago: all sound, after %(n)d was repaired.",
                "Threads checked %(ago)s ago: all sound, after %(n)d were repaired.",
                self.repaired,
            )
        return words % {"ago": timesince(self.finished_at), "n": left or self.repaired}

    @classmethod
    def run(cls, *, repair: bool = False, progress: Callable[[int, int], None] = lambda done, total: None):
        """Check everything, mend what is wrong if asked to, and remember what was found."""
        heads = CommentTree.objects.filter(head=None)
        check = cls.objects.create(comments=Comment.objects.count(), threads=heads.count())
        lines: list[str] = []
        count, broken, posts = 0, set(), set()
        for finding in threads.check(progress):
            count += 1
            (broken if finding.thread else posts).add(finding.thread or finding.post)
            if count <= cls.LINES:
                lines.append(str(finding))
        if count > cls.LINES:
            more = count - cls.LINES
            lines.append(ngettext("… and %(n)d more.", "… and %(n)d more.", more) % {"n": more})
        check.broken = len(broken) + len(posts)
        if repair and check.broken:
            left = threads.repair_all(broken, progress)
            check.repaired = check.broken - min(len(left), check.broken)
            lines += [str(finding) for finding in left[: cls.LINES]]
        check.report = "\n".join(lines)
        check.finished_at = timezone.now()
        check.save()
        cls.objects.exclude(pk__in=list(cls.objects.values_list("pk", flat=True)[: cls.KEPT])).delete()
        return check
