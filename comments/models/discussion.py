from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import Blog, Post


class Discussion(models.Model):
    """The rules of the blog's conversations: WordPress's settings of that name, with its
    defaults. One row."""

    class Who(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        MEMBERS = "members", _("people who are signed in")
        NOBODY = "nobody", _("nobody")

    who = models.CharField(_("who may comment"), max_length=10, choices=Who, default=Who.EVERYBODY)
    hold_all = models.BooleanField(_("every comment waits for a moderator"), default=False)
    hold_first = models.BooleanField(_("a guest’s first comment waits"), default=True)
    max_links = models.PositiveSmallIntegerField(_("a comment waits with this many links"), default=2)
    moderation_keys = models.TextField(_("words that make a comment wait, one a line"), blank=True)
    disallowed_keys = models.TextField(_("words that send a comment to the spam, one a line"), blank=True)
    hold_from = models.PositiveSmallIntegerField(_("points from which a comment waits"), default=5)
    spam_from = models.PositiveSmallIntegerField(_("points from which it is spam"), default=10)
    close_after = models.PositiveSmallIntegerField(
        _("close the conversation after so many days"), null=True, blank=True
    )
    close_counts_activity = models.BooleanField(_("count the days from the last comment"), default=True)
    report_weight = models.PositiveSmallIntegerField(_("weight of reports that hides a comment"), default=3)
    threads_a_page = models.PositiveSmallIntegerField(
        _("threads on a page"), default=50, validators=[MinValueValidator(5), MaxValueValidator(200)]
    )
    indents = models.PositiveSmallIntegerField(
        _("levels that are indented"), default=3, validators=[MinValueValidator(0), MaxValueValidator(9)]
    )
    tell_author = models.BooleanField(_("mail the post’s author about each comment"), default=True)
    tell_moderators = models.BooleanField(_("mail moderators about comments that wait"), default=True)
    public_log = models.BooleanField(_("show everybody what moderators did"), default=False)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussion")

    def __str__(self):
        return str(_("Discussion"))

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            Blog.touch()  # pages show some of it

    @classmethod
    def current(cls) -> "Discussion":
        return cls.objects.first() or cls()


class Pause(models.Model):
    """A post's conversation cools down: slowly, or not at all for now."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="pause", verbose_name=_("post"))
    # Seconds between two comments of one person; 0: no more than elsewhere.
    slow_seconds = models.PositiveIntegerField(_("seconds between two comments of a person"), default=0)
    is_frozen = models.BooleanField(_("frozen"), default=False)
    why = models.CharField(_("why, for the readers"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")

    def __str__(self):
        return f"{self.post_id}"

    @property
    def slow_sentence(self) -> str:
        minutes, seconds = divmod(self.slow_seconds, 60)
        if seconds:
            sentence = ngettext(
                "Slow mode: everybody can post once in %(n)d second.",
                "Slow mode: everybody can post once in %(n)d seconds.",
                self.slow_seconds,
            )
            return sentence % {"n": self.slow_seconds}
        sentence = ngettext(
            "Slow mode: everybody can post once in %(n)d minute.",
            "Slow mode: everybody can post once in %(n)d minutes.",
            minutes,
        )
        return sentence % {"n": minutes}
