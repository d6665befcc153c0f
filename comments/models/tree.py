from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post


class CommentTree(models.Model):
    """A tree of comments; its key is the tree's number. A thread, which is a comment on the
    post with all below it, is one tree, or when it is long several: the row of the first is
    then the `head` of the others. The head is what every write to the thread locks first
    (comments.threads), and it alone counts."""

    head = models.ForeignKey("self", models.CASCADE, null=True, related_name="continued_by")
    post = models.ForeignKey(Post, models.CASCADE, related_name="comment_trees")
    # When its first comment was written: the order of threads under a post.
    started_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveBigIntegerField(default=1)
    # Comments in the thread, and those of them that anybody may read.
    total = models.PositiveIntegerField(default=0)
    visible = models.PositiveIntegerField(default=0)
    # Likes of the thread's first comment: what "most liked first" sorts by.
    likes = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tree of comments")
        verbose_name_plural = _("trees of comments")
        indexes = [
            models.Index(
                fields=["post", "started_at", "id"], condition=Q(visible__gt=0), name="thread_shown_on_post"
            ),
            models.Index(
                fields=["post", "-likes", "id"], condition=Q(visible__gt=0), name="thread_liked_on_post"
            ),
        ]

    def __str__(self):
        return f"{self.pk}"
