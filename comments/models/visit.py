from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post


class Visit(models.Model):
    """How much of a conversation a member has seen, as versions of its post."""

    # A visit ends after so long without a page. Guests' browsers hold to the same rule.
    AWAY = timedelta(minutes=30)
    # How exactly the last page is known: each time would be a write for each page.
    ABOUT = timedelta(minutes=5)

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

    def go_on(self, version: int) -> bool:
        """They look at this version. Says whether that has to be remembered."""
        if self.before == self.now >= version:
            return False  # nothing came since, however long ago that was
        away = timezone.now() - self.at
        if away > self.AWAY:
            self.before = self.now
        elif self.now >= version and away < self.ABOUT:
            return False
        self.now, self.at = max(self.now, version), timezone.now()
        return True
