from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.blog import Blog


class Picture(models.Model):
    """A picture in our own storage: checked, turned upright, without metadata, in up to
    three widths (blog.pictures). `file` is the widest one."""

    WIDTHS = (480, 960, 1600)

    file = models.CharField(max_length=160, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("description for people who cannot see it"), max_length=500, blank=True)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    imported_key = models.CharField(max_length=300, unique=True, null=True, editable=False)
    # Where it stood on the blog it came from, so that old links lead here.
    imported_path = models.CharField(max_length=300, blank=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at"]

    def __str__(self):
        return self.alt or self.file

    @property
    def url(self) -> str:
        return reverse("blog:media", args=[self.file])

    @property
    def files(self) -> dict[int, str]:
        """The file of each width there is, narrowest first."""
        stem = self.file.removesuffix(f"-{self.width}.webp")
        narrower = [width for width in self.WIDTHS if width < self.width]
        return {width: f"{stem}-{width}.webp" for width in [*narrower, self.width]}

    @property
    def srcset(self) -> str:
        return ", ".join(
            f"{reverse('blog:media', args=[file])} {width}w" for width, file in self.files.items()
        )

    @property
    def thumbnail_url(self) -> str:
        return reverse("blog:media", args=[next(iter(self.files.values()))])

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Blog.touch()
