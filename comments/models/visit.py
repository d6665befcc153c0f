from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post


class Visit(models.Model):
    """How much of a conversation a member has seen, as versions of its post."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    post = models.ForeignKey(Post, models.CASCADE, related_name="visits")
    # What they had seen when this visit began, and what they see by now.
    before = models.PositiveBigIntegerField()
    now = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="visit_once")]

    def __str__(self):
        return f"{self.user_id} · {self.post_id}"
