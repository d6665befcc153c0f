from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Report(models.Model):
    """A reader says that a comment should not be there."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("advertising or spam")
        UNKIND = "unkind", _("unkind or hateful")
        OFF_TOPIC = "off_topic", _("off topic")
        PERSONAL = "personal", _("personal details")
        OTHER = "other", _("something else")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    # A member, or a stranger by their network.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reports", verbose_name=_("by")
    )
    network = models.CharField(max_length=50, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.CharField(_("in their words"), max_length=500, blank=True)
    # By the reporter's trust, when it was made.
    weight = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # A moderator looked at the comment after this.
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "user"], name="report_once"),
            models.UniqueConstraint(
                fields=["comment", "network"], condition=Q(user=None), name="report_once_as_stranger"
            ),
        ]
        indexes = [models.Index(fields=["comment"], condition=Q(settled_at=None), name="report_open")]

    def __str__(self):
        return f"{self.comment_id}: {self.get_reason_display()}"
