from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.addresses import cleaned, free_slug, slug_of
from blog.models.blog import Blog


class Term(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        Blog.touch()
        self.slug = cleaned(self.slug)
        if not self.slug:
            # "C++" and "C#" are two tags, and a tag may be an emoji.
            others = type(self).objects.exclude(pk=self.pk)
            self.slug = free_slug(slug_of(self.name) or self._meta.model_name, others)
        super().save(*args, **kwargs)


class Tag(Term):
    class Meta(Term.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self):
        return reverse("blog:tag", args=[self.slug])


class Category(Term):
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )

    class Meta(Term.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def get_absolute_url(self):
        return reverse("blog:category", args=[self.slug])
