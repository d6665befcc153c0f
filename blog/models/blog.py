from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Blog(models.Model):
    """The blog's own row, of which there is one: its name, and the version that every
    change of a post, tag, category or author raises."""

    title = models.CharField(_("title"), max_length=200, default="Leave a Reply")
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("blog")

    def __str__(self):
        return self.title

    @classmethod
    def current(cls) -> "Blog":
        return cls.objects.first() or cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def touch(cls) -> None:
        """Every page may have changed: titles and neighbours stand on other posts' pages.
        Inside a transaction it is also a lock: one post at a time gets its address."""
        while not cls.objects.update(version=F("version") + 1):
            cls.current()

    def save(self, *args, **kwargs):
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = ["title", "tagline"]
        super().save(*args, **kwargs)
        if not kwargs.get("force_insert"):
            type(self).touch()
