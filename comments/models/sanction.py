from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SanctionQuerySet(models.QuerySet):
    def in_force(self):
        now = timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)

    def on(self, *, user=None, email: str = "", network: str = ""):
        """What is in force for whoever this is: by account, else by address or network."""
        who = Q(pk=None)
        if user is not None:
            who |= Q(user=user)
        if email:
            who |= Q(email__iexact=email)
        if network:
            who |= Q(network=network)
        return self.in_force().filter(who)


class Sanction(models.Model):
    """Somebody may not write, or not for a while, or only with a moderator's word."""

    class Kind(models.TextChoices):
        BAN = "ban", _("banned")
        SILENCE = "silence", _("silenced")
        PREMODERATE = "premoderate", _("read before published")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # One of the three says who.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sanctions",
        verbose_name=_("person"),
    )
    email = models.EmailField(_("e-mail"), max_length=100, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    why = models.CharField(_("why"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(email="") | ~Q(network=""), name="sanction_on_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind="silence") | Q(until__isnull=False), name="sanction_silence_ends"
            ),
        ]

    def __str__(self):
        return f"{self.whom}: {self.get_kind_display()}"

    @property
    def whom(self) -> str:
        return self.user.name if self.user else self.email or self.network

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())

    @property
    def sentence(self) -> str:
        """For whom it concerns, in place of the form."""
        if self.kind == self.Kind.SILENCE and self.until:
            when = formats.date_format(timezone.localtime(self.until), "DATETIME_FORMAT")
            return gettext("You can comment here again from %(when)s.") % {"when": when}
        return gettext("This blog takes no comments from you.")

    @property
    def until_when(self) -> str:
        if self.until is None:
            return gettext("until it is lifted")
        when = formats.date_format(timezone.localtime(self.until), "DATETIME_FORMAT")
        return gettext("until %(when)s") % {"when": when}
