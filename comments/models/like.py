from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class CommentLike(models.Model):
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="comment_likes")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("like of a comment")
        verbose_name_plural = _("likes of comments")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="comment_like_once")]

    def __str__(self):
        return f"{self.user} · {self.comment_id}"
