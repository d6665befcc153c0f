from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post


class Follow(models.Model):
    """Somebody wants mail about the comments on a post. Nothing is sent before the address
    is confirmed by its owner."""

    class Level(models.TextChoices):
        REPLIES = "replies", _("replies to me")
        ALL = "all", _("all new comments")

    post = models.ForeignKey(Post, models.CASCADE, related_name="follows")
    # None for a guest, who is their address.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="follows", verbose_name=_("person")
    )
    email = models.EmailField(_("e-mail"), max_length=254)
    level = models.CharField(_("wants"), max_length=10, choices=Level)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="follow_once"),
            models.UniqueConstraint(
                "post", Upper("email"), condition=Q(user=None), name="follow_once_as_guest"
            ),
        ]

    def __str__(self):
        return f"{self.email} · {self.post_id}"
