from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from blog import rendering


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
        """Every page may have changed: titles and neighbours stand on other posts' pages."""
        cls.objects.update(version=F("version") + 1)


class Term(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify(self.name, allow_unicode=True)
        super().save(*args, **kwargs)
        Blog.touch()


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


class Picture(models.Model):
    """A picture in our own storage: checked, turned upright, without metadata, in three
    widths (blog.pictures). `file` is the widest one."""

    file = models.CharField(max_length=160, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("description for people who cannot see it"), max_length=500, blank=True)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_key = models.CharField(max_length=300, unique=True, null=True, editable=False)
    # Where it stood on the blog it came from, so that old links lead here.
    imported_path = models.CharField(max_length=300, blank=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at"]

    def __str__(self):
        return self.alt or self.file


class PostQuerySet(models.QuerySet):
    def published(self):
        """What anybody may read: the one filter of pages, feeds, search, sitemap and counts."""
        return self.filter(status=Post.Status.PUBLISHED, published_at__lte=timezone.now())

    def posts(self):
        return self.filter(kind=Post.Kind.POST)

    def visible_to(self, user):
        return self.all() if user.has_perm("blog.view_post") else self.published()

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def touch(self):
        """Pages that show these posts are other pages now."""
        return self.update(version=F("version") + 1)


class Post(models.Model):
    class Kind(models.TextChoices):
        POST = "post", _("post")
        PAGE = "page", _("page")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        PRIVATE = "private", _("private")

    class Format(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        HTML = "html", "HTML"

    # Written by comments and likes, each under its own lock: never by a form's save().
    COUNTERS = frozenset({"comment_count", "like_count", "version"})

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POST)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=200, allow_unicode=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("author")
    )
    body = models.TextField(_("text"), blank=True)
    body_format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.MARKDOWN)
    body_html = models.TextField(editable=False, blank=True)
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences under the title.")
    )
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("picture")
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="posts", verbose_name=_("categories")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="posts", verbose_name=_("tags"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    # The day in the post's address. It stays when the clock's zone changes.
    published_on = models.DateField(null=True, blank=True, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    comments_open = models.BooleanField(_("open for comments"), default=True)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    like_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    imported_key = models.CharField(max_length=300, unique=True, null=True, editable=False)
    # Its number on the WordPress blog it came from: /?p=123 leads here.
    imported_id = models.PositiveBigIntegerField(null=True, editable=False, db_index=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["published_on", "slug"],
                condition=Q(kind="post", status="published"),
                name="post_one_per_address",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(kind="page", status="published"), name="page_one_per_address"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False, published_on__isnull=False),
                name="published_post_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "status", "-published_at"], name="post_list"),
            models.Index(fields=["author", "-published_at"], name="post_by_author"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if self.kind == self.Kind.PAGE:
            return reverse("blog:page", args=[self.slug])
        day = self.published_on or timezone.localdate()
        return reverse("blog:post", args=[day.year, day.month, day.day, self.slug or f"draft-{self.pk}"])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.published_at <= timezone.now()

    @property
    def reading_minutes(self) -> int:
        return rendering.reading_minutes(self.body_html)

    @property
    def summary(self) -> str:
        """Plain text for lists, feeds and search machines."""
        return self.standfirst or rendering.excerpt(self.body_html)

    def accepts_comments(self) -> bool:
        return self.is_published and self.comments_open

    def publish(self, at=None) -> None:
        self.status = self.Status.PUBLISHED
        self.published_at = at or self.published_at or timezone.now()
        self.save()

    def save(self, *args, **kwargs):
        if self.status == self.Status.PUBLISHED:
            self.published_at = self.published_at or timezone.now()
            self.published_on = self.published_on or timezone.localdate(self.published_at)
        self.slug = self.slug or slugify(self.title, allow_unicode=True)[:200]
        self.body_html = rendering.render_post(self.body, self.body_format)
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in self.COUNTERS
            ]
        super().save(*args, **kwargs)
        type(self).objects.filter(pk=self.pk).touch()
        Blog.touch()


class Like(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="like_once")]
