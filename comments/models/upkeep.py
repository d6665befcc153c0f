"""What moderators and the machine did to threads."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from comments.models.comment import Comment


class BranchMove(models.Model):
    """A moderator hung a comment, with all below it, elsewhere; and may hang it back."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="moves")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    from_parent = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")
    from_post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    to_parent = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")
    to_post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("move of a branch")
        verbose_name_plural = _("moves of branches")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.comment_id} · {self.at}"


class ThreadCheck(models.Model):
    """What `check_threads` found the last times."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
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
        return f"{self.started_at}"
