from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from comments.models.comment import Comment


class Letter(models.Model):
    """One of the blog's people is told of a comment by mail: of one that waits, as somebody
    who may decide, or of a new one, as the author of the post. What is due goes together."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="letters")
    is_due = models.BooleanField(default=True)
    # Somebody is sending it since then; if it is due for long after, they died of it.
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [models.UniqueConstraint(fields=["user", "comment"], name="letter_once")]
        indexes = [
            models.Index(fields=["user"], condition=Q(is_due=True), name="letter_due"),
            models.Index(fields=["user", "-sent_at"], name="letter_last"),
        ]

    def __str__(self):
        return f"{self.user_id} · {self.comment_id}"


class LetterChoice(models.Model):
    """What one of the blog's people wants to be told of by mail; without it, of all that the
    blog's rules let anybody be told of."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letter_choice")
    held = models.BooleanField(_("comments that wait for a moderator"), default=True)
    new = models.BooleanField(_("new comments on my posts"), default=True)

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")

    def __str__(self):
        return f"{self.user_id}"

    @classmethod
    def of(cls, user: User) -> "LetterChoice":
        return cls.objects.filter(user=user).first() or cls(user=user)

    @classmethod
    def choose(cls, user: User, **chosen: bool) -> None:
        """In one statement, so that a page that is saved and a stop by mail at the same moment
        come one after the other, and what is not chosen here stays as it is."""
        cls.objects.bulk_create(
            [cls(user=user, **chosen)],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=list(chosen),
        )
