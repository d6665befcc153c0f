"""Comments as django-mptt's tutorial has them: with its own index, and without any lock."""

from django.db import models
from mptt.models import MPTTModel, TreeForeignKey

from blog.models import Post


class TutorialComment(MPTTModel):
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    parent = TreeForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=245)
    email = models.EmailField(max_length=100)
    body = models.TextField()
    body_html = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}"
