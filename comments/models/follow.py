from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from comments.emails import has_email, masked
from comments.models.comment import Comment
from comments.models.mute import Mute


class FollowQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def of_address(self, email: str):
        return self.filter(has_email(email))

    def of_writer(self, comment: Comment):
        """Their own wish to hear by mail of this conversation."""
        return self.confirmed().filter(_written_by(comment), post=comment.post_id)

    def wanting(self, comment: Comment):
        """Those to be told of this comment, which is not their own."""
        parent = comment.parent
        wanted = Q(level=Follow.Level.ALL)
        if parent:
            wanted |= Q(level=Follow.Level.REPLIES) & _written_by(parent)
        muted = Mute.objects.filter(user=OuterRef("user"), muted=comment.author_id)
        found = self.confirmed().filter(wanted, post=comment.post_id).exclude(_written_by(comment))
        return found.exclude(Exists(muted)) if comment.author_id else found


def _written_by(comment: Comment) -> Q:
    """Followers who are this comment's writer: a member by account, a guest by address."""
    if comment.author_id:
        return Q(user=comment.author_id)
    return Q(user=None) & has_email(comment.email) if comment.email else Q(pk=None)


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

    objects = FollowQuerySet.as_manager()

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

    @property
    def masked_email(self) -> str:
        return masked(self.email)

    def confirm(self, level: str) -> None:
        """Its owner wants it: mail may be sent from now on."""
        self.level, self.confirmed_at = level, self.confirmed_at or timezone.now()
        self.save(update_fields=["level", "confirmed_at"])

    def change(self, level: str) -> None:
        self.level = level
        self.save(update_fields=["level"])

    def stop(self) -> None:
        self.delete()


class Notice(models.Model):
    """A follower has been told of a comment, and is not told again."""

    follow = models.ForeignKey(Follow, models.CASCADE, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices")
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["follow", "comment"], name="notice_once")]

    def __str__(self):
        return f"{self.follow_id} · {self.comment_id}"
