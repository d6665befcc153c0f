from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.faces import colour_of, initials_of


class User(AbstractUser):
    """A person: the blog's own people, readers who signed in with a provider, and
    authors brought in from another blog, who cannot sign in."""

    display_name = models.CharField(_("display name"), max_length=150, blank=True)
    # Where mail may go. Never an identity: nobody signs in or is recognised by it.
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    bio = models.TextField(_("about"), blank=True)
    # A file below MEDIA_ROOT, re-encoded by us and named by its content.
    picture = models.CharField(max_length=120, blank=True, editable=False)
    picture_checked_at = models.DateTimeField(null=True, editable=False)
    imported_key = models.CharField(max_length=300, unique=True, null=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("blog:author", args=[self.username])

    @property
    def name(self) -> str:
        return self.display_name or self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def colour(self) -> str:
        return colour_of(f"user:{self.pk}")
