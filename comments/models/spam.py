"""What the spam filter remembers: verdicts, what it learnt of them, and fingerprints of a week."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Verdict(models.Model):
    """A moderator said of a comment what it is. Of spam the words outlive the comment, which
    is deleted after a month; what was good goes with it."""

    comment = models.OneToOneField(
        Comment, models.SET_NULL, null=True, related_name="verdict", verbose_name=_("comment")
    )
    is_spam = models.BooleanField(_("spam"))
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    # Features as they were then, one for each line.
    features = models.TextField(editable=False)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        indexes = [models.Index(fields=["is_spam", "-given_at"], name="verdict_newest")]

    def __str__(self):
        return f"{self.comment_id} · {'spam' if self.is_spam else 'good'}"


class TrainingQuerySet(models.QuerySet):
    def current(self):
        """The version in use, if any."""
        return self.exclude(used_at=None).order_by("-used_at", "-pk")[:1]

    def current_key(self):
        return models.Subquery(self.current().values("pk"))


class Training(models.Model):
    """One version of what the classifier knows. The last few stay, to go back to."""

    trained_at = models.DateTimeField(_("trained"), default=timezone.now)
    # Since when it is in use; the last is. None: not finished.
    used_at = models.DateTimeField(_("in use since"), null=True)
    spam = models.PositiveIntegerField(_("spam"), default=0)
    good = models.PositiveIntegerField(_("good"), default=0)
    # Verdicts from before it are not learnt from: the last reset.
    since = models.DateTimeField(_("learns from"), null=True)
    # What it was made of, to tell whether anything is new.
    digest = models.CharField(max_length=64, editable=False)
    # How well the older verdicts foretold the newest.
    figures = models.JSONField(_("figures"), default=dict)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.trained_at:%Y-%m-%d %H:%M} · {self.spam} + {self.good}"

    def use(self) -> None:
        """From now on comments are judged by this version."""
        self.used_at = timezone.now()
        self.save(update_fields=["used_at"])

    def replace(self, last: Training | None) -> bool:
        """The same, if what it was learnt on top of is in use still."""
        with transaction.atomic():
            self.lock()
            is_still = Training.objects.current().first() == last
            if is_still:
                self.use()
        return is_still

    @classmethod
    def reset(cls) -> Training:
        """Forget all that was learnt: only verdicts from now on count. Earlier versions stay,
        to be taken into use again."""
        with transaction.atomic():
            cls.lock()
            now = timezone.now()
            return cls.objects.create(since=now, used_at=now)

    @classmethod
    def lock(cls) -> None:
        """Who changes which version is in use waits for who is just doing that."""
        list(cls.objects.select_for_update().order_by("pk").values_list("pk"))


class SpamWord(models.Model):
    """In how many comments of each kind a feature was. The empty word counts the comments."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=100)
    spam = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "word"], name="spam_word_once")]

    def __str__(self):
        return f"{self.word} {self.spam}:{self.good}"


class Fingerprint(models.Model):
    """One number by which a comment that says the same is found again: comments.spam.repeats."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="fingerprints")
    post_id = models.BigIntegerField()
    writer = models.BigIntegerField()
    key = models.BigIntegerField()
    sketch = models.BinaryField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["key", "-made_at"], name="fingerprint_key"),
            models.Index(fields=["made_at"], name="fingerprint_age"),
        ]

    def __str__(self):
        return f"{self.comment_id} {self.key}"

    @property
    def is_text(self) -> bool:
        return len(self.sketch) > 0


class Weighing(models.Model):
    """What the filter found in a comment, for moderators and for the filter's figures."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="weighing")
    total = models.FloatField(_("points"), db_index=True)
    points = models.JSONField(default=list)

    class Meta:
        verbose_name = _("points of a comment")
        verbose_name_plural = _("points of comments")

    def __str__(self):
        return f"{self.comment_id} {self.total:+g}"
