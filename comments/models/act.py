import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from comments.models.comment import Comment
from comments.models.sanction import Sanction


class ActQuerySet(models.QuerySet):
    def by_machine(self):
        return self.filter(by_name="")

    def by_people(self):
        """Who may have left since."""
        return self.exclude(by_name="")

    def undoable(self):
        """Young enough, not taken back yet, and not a taking back itself."""
        young = timezone.now() - Act.UNDO_FOR
        return self.filter(undone_by=None, undoes=None, at__gt=young).exclude(verb__in=Act.FOR_GOOD)


class Act(models.Model):
    """What somebody did to a comment, a person or the rules, by hand or as the machine: who,
    when, why, and what was before and after, so that it can be undone."""

    class Verb(models.TextChoices):
        APPROVE = "approve", _("approved")
        HOLD = "hold", _("held")
        SPAM = "spam", _("marked as spam")
        TRASH = "trash", _("moved to the trash")
        RESTORE = "restore", _("restored")
        EDIT = "edit", _("edited")
        ERASE = "erase", _("erased")
        SANCTION = "sanction", _("restricted")
        LIFT = "lift", _("lifted the restriction of")
        RULES = "rules", _("changed the rules")
        PAUSE = "pause", _("changed the pace")
        UNDO = "undo", _("undid")

    UNDO_FOR = timedelta(days=30)
    # What nobody can bring back.
    FOR_GOOD = (Verb.ERASE,)

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="acts", verbose_name=_("by")
    )
    # What they were called then, which outlives their account. Empty: the machine.
    by_name = models.CharField(max_length=150, blank=True, editable=False)
    verb = models.CharField(_("did"), max_length=10, choices=Verb)
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, related_name="acts", verbose_name=_("comment")
    )
    sanction = models.ForeignKey(Sanction, models.SET_NULL, null=True, related_name="acts")
    # Whose conversation, when it is about one as a whole.
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="acts", db_index=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # What was done at one stroke has one batch, and is undone at one stroke.
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="act_newest")]

    def __str__(self):
        return f"{self.who or _('the machine')} {self.get_verb_display()} {self.comment_id or ''}"

    def save(self, *args, **kwargs):
        if self._state.adding and self.by:
            self.by_name = self.by.name[:150]
        super().save(*args, **kwargs)

    @property
    def is_by_machine(self) -> bool:
        return not self.by_name

    @property
    def who(self) -> str:
        """Their name; nothing if it was the machine."""
        return self.by.name if self.by else self.by_name
