import re
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import rendering
from blog.addresses import OUR_OWN, cleaned, free_slug, slug_of
from blog.models.blog import Blog
from blog.models.picture import Picture
from blog.models.terms import Category, Tag


def _draft_named(slug: str) -> Q:
    """draft-17: a draft's address, which no title and no date changes."""
    draft = re.fullmatch(r"draft-([1-9][0-9]{0,17})", slug)
    return ~Q(status=Post.Status.PUBLISHED) & Q(pk=int(draft[1]) if draft else None)


class PostQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What anybody may read: the one filter of pages, feeds, search, sitemap and counts."""
        return self.filter(status=Post.Status.PUBLISHED, published_at__lte=timezone.now())

    def posts(self) -> Self:
        return self.filter(kind=Post.Kind.POST)

    def pages(self) -> Self:
        return self.filter(kind=Post.Kind.PAGE)

    def visible_to(self, user) -> Self:
        """Published, one's own, and for the blog's people with that right everything."""
        if user.has_perm("blog.view_post"):
            return self.all()
        return self.published() | self.filter(author=user) if user.is_authenticated else self.published()

    def at(self, year: int, month: int, day: int, slug: str) -> Self:
        """The post at this address. A draft has one too, for those who may see it."""
        try:
            here = Q(published_on=date(year, month, day), slug=slug, status=Post.Status.PUBLISHED)
        except ValueError:
            return self.none()
        if "\0" in slug:  # PostgreSQL cannot even be asked for it
            return self.none()
        return self.posts().filter(here | _draft_named(slug))

    def at_page(self, slug: str) -> Self:
        """The page of this name, or the draft of one."""
        here = Q(slug=slug, status=Post.Status.PUBLISHED)
        return self.pages().filter(here | _draft_named(slug))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def before(self, post: "Post") -> Self:
        """Older than this post, nearest first."""
        older = Q(published_at__lt=post.published_at) | Q(published_at=post.published_at, pk__lt=post.pk)
        return self.filter(older).newest_first()

    def after(self, post: "Post") -> Self:
        """Newer than this post, nearest first."""
        newer = Q(published_at__gt=post.published_at) | Q(published_at=post.published_at, pk__gt=post.pk)
        return self.filter(newer).order_by("published_at", "pk")

    def with_versions(self) -> Self:
        """The blog's version beside each row: with the post's own it names what lists show."""
        return self.annotate(blog_version=Subquery(Blog.objects.values("version")[:1]))

    def count_likes(self) -> int:
        counted = Post.objects.filter(pk=OuterRef("pk")).order_by().annotate(n=Count("likes"))
        return self.update(like_count=Subquery(counted.values("n")), version=F("version") + 1)

    def touch(self) -> int:
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
    COUNTERS = frozenset({"comment_count", "like_count", "comments_ended", "version"})

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POST)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=200, allow_unicode=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("author")
    )
    body = models.TextField(_("text"), blank=True)
    body_format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.MARKDOWN)
    # Made from `body` by save(): what pages show, and its words for search and summaries.
    body_html = models.TextField(editable=False, blank=True)
    body_text = models.TextField(editable=False, blank=True)
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
    # Whatever the author wishes, nobody can comment for now. Kept by the app that has the rules.
    comments_ended = models.BooleanField(default=False, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
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
            return reverse("blog:page", args=[self._slug_or_draft()])
        day = self.published_on or timezone.localdate()
        return reverse("blog:post", args=[day.year, day.month, day.day, self._slug_or_draft()])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.published_at <= timezone.now()

    @property
    def reading_minutes(self) -> int:
        return rendering.reading_minutes(self.body_text)

    @property
    def summary(self) -> str:
        """Plain text for lists, feeds and search machines."""
        return self.standfirst or rendering.excerpt(self.body_html)

    def accepts_comments(self) -> bool:
        return self.is_published and self.comments_open and not self.comments_ended

    def publish(self, at=None) -> None:
        self.status = self.Status.PUBLISHED
        self.published_at = at or self.published_at or timezone.now()
        self.save()

    def unpublish(self) -> None:
        self.status = self.Status.DRAFT
        self.save()

    @transaction.atomic
    def like(self, user, wish: bool | None = None) -> bool:
        """Like it, or take that back; without a wish, whichever it is not yet. Says what it is now."""
        # The post's row first: whoever clicks at the same moment waits for us here.
        type(self).objects.filter(pk=self.pk).touch()
        mine = self.likes.filter(user=user)
        liked = not mine.exists() if wish is None else wish
        if liked:
            self.likes.get_or_create(user=user)
        else:
            mine.delete()
        type(self).objects.filter(pk=self.pk).count_likes()
        return liked

    @transaction.atomic
    def save(self, *args, **kwargs):
        Blog.touch()
        self.body_html = rendering.render_post(self.body, self.body_format)
        self.body_text = rendering.plain_text(self.body_html)
        stored = None if self._state.adding else type(self).objects.filter(pk=self.pk).first()
        if stored:
            self.modified_at = timezone.now()
            kwargs.setdefault("update_fields", self._fields_of_forms())
        if self.status == self.Status.PUBLISHED:
            self._settle_address(stored)
        super().save(*args, **kwargs)
        if self.status == self.Status.PUBLISHED and not self.slug:
            # A title of signs alone: its number is the only word we have for it.
            self.slug = free_slug(f"{self.kind}-{self.pk}", self._rivals())
            super().save(update_fields=["slug"])
        type(self).objects.filter(pk=self.pk).touch()

    def _slug_or_draft(self) -> str:
        return self.slug if self.status == self.Status.PUBLISHED else f"draft-{self.pk}"

    def _fields_of_forms(self) -> list[str]:
        fields = self._meta.concrete_fields
        return [field.name for field in fields if not field.primary_key and field.name not in self.COUNTERS]

    def _settle_address(self, stored: "Post | None") -> None:
        """Once people can have the address, it stays. Until then it follows title and date."""
        self.published_at = self.published_at or timezone.now()
        moved = stored and not stored.is_published and stored.published_at != self.published_at
        if moved or not self.published_on:
            self.published_on = timezone.localdate(self.published_at)
        self.slug = cleaned(self.slug) or slug_of(self.title)
        if self.kind == self.Kind.PAGE and (self.slug in OUR_OWN or self.slug.isdigit()):
            self.slug = f"{self.slug}-page"
        if self.slug:
            self.slug = free_slug(self.slug, self._rivals())

    def _rivals(self) -> PostQuerySet:
        """Published ones whose address could be the same."""
        rivals = type(self).objects.filter(kind=self.kind, status=self.Status.PUBLISHED).exclude(pk=self.pk)
        return rivals if self.kind == self.Kind.PAGE else rivals.filter(published_on=self.published_on)
