from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from comments.models.comment import Comment


class CommentDraft(models.Model):
    """Words on their way through a sign-in: kept on the server for an hour, so that they
    arrive without JavaScript and whatever the provider answers."""

    key = models.UUIDField(primary_key=True)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comment_drafts")
    # What is being changed, if it is not a new comment.
    edited = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="drafts")
    body = models.TextField(blank=True)
    name = models.CharField(max_length=245, blank=True)
    email = models.CharField(max_length=100, blank=True)
    website = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self):
        return f"{self.key}"
