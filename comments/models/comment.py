from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from accounts.faces import colour_of, initials_of
from blog import rendering
from blog.models import Post
from comments import threads
from comments.models.tree import CommentTree


def moderates(user) -> bool:
    """May judge comments, in the admin and where they stand."""
    return user.is_staff and user.has_perm("comments.moderate_comment")


# No moderator has decided: held, or taken for spam by the machine alone, which its writer is
# not told. Spam of a moderator has been something else before.
UNDECIDED = Q(status="pending") | Q(status="spam", status_before="", imported_key=None)


class CommentQuerySet(TreeQuerySet):
    def published(self):
        """What anybody may read: the one filter of feeds, counts and what may be answered."""
        return self.filter(
            status=Comment.Status.APPROVED, kind=Comment.Kind.COMMENT, post__in=Post.objects.published()
        )

    def answers_by_author_of(self, post):
        """What the post's author said to somebody, as far as anybody may read it."""
        return self.filter(
            post=post,
            author=post.author_id,
            parent__isnull=False,
            status=Comment.Status.APPROVED,
            kind=Comment.Kind.COMMENT,
        )

    def shown_since(self, post: Post, version: int):
        """What came to be read after this version of the post, in that order."""
        # SQLite takes the index of approved comments only if it reads the word.
        approved = self.extra(where=["comments_comment.status = 'approved'"])
        return approved.filter(post=post, kind=Comment.Kind.COMMENT, shown_in__gt=version).order_by(
            "shown_in", "pk"
        )

    def in_thread_order(self):
        return self.order_by("tree_id", "lft")

    # Verbs for many at once; each returns the keys of those it changed.

    def approve(self):
        return threads.change_status(self, Comment.Status.APPROVED)

    def hold(self):
        return threads.change_status(self, Comment.Status.PENDING)

    def mark_spam(self):
        return threads.change_status(self, Comment.Status.SPAM)

    def trash(self):
        return threads.change_status(self, Comment.Status.TRASH)

    def restore(self):
        return threads.restore(self)

    # The tree's numbers follow from `parent`, so writes that skip Comment.save() would
    # break them without a word. comments.threads has a verb for each of these.
    def delete(self):
        raise threads.Unguarded("delete")

    def bulk_create(self, *args, **kwargs):
        threads.require_lock("bulk_create")
        return super().bulk_create(*args, **kwargs)

    def update(self, **kwargs):
        if threads.STRUCTURE & kwargs.keys():
            threads.require_lock("update")
        return super().update(**kwargs)


class CommentManager(TreeManager.from_queryset(CommentQuerySet)):
    def rebuild(self, *args, **kwargs):
        raise threads.Unguarded("rebuild")

    partial_rebuild = delay_mptt_updates = disable_mptt_updates = rebuild


class Comment(MPTTModel):
    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        PINGBACK = "pingback", _("pingback")

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        SPAM = "spam", _("spam")
        TRASH = "trash", _("trash")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ERASED = "erased", _("erased")

    class Removal(models.TextChoices):
        """Why a moderator took it away, as its place in the thread says."""

        OFF_TOPIC = "off_topic", _("off topic")
        UNKIND = "unkind", _("unkind")
        ADVERTISING = "advertising", _("advertising")
        PERSONAL = "personal", _("personal details")
        REPEATED = "repeated", _("said before")

    class Provider(models.TextChoices):
        GOOGLE = "google", "Google"
        TWITTER = "twitter", "Twitter"
        FACEBOOK = "facebook", "Facebook"

    # Longest text, in characters: WordPress cuts at 65,525 bytes, we refuse long before.
    MAX_LENGTH = 10_000

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", verbose_name=_("post"))
    parent = TreeForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="children", verbose_name=_("in reply to")
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT, editable=False)

    # RESTRICT: comments go with their post, never with a row that only counts them.
    thread = models.ForeignKey(
        CommentTree,
        models.RESTRICT,
        related_name="comments",
        editable=False,
        db_index=False,  # comment_thread begins with it
        verbose_name=_("thread"),
    )

    # Who speaks, as it was when it was written.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        db_index=False,  # comment_author begins with it
    )
    name = models.CharField(_("name"), max_length=245)
    email = models.EmailField(_("e-mail"), max_length=100, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    provider = models.CharField(
        _("signed in with"), max_length=20, choices=Provider, blank=True, editable=False
    )
    picture = models.CharField(max_length=120, blank=True, editable=False)
    is_by_staff = models.BooleanField(default=False, editable=False)

    body = models.TextField(_("comment"))
    body_format = models.CharField(
        max_length=10, choices=Post.Format, default=Post.Format.MARKDOWN, editable=False
    )
    body_html = models.TextField(editable=False)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    # What `restore` goes back to, while the comment is spam or in the trash.
    status_before = models.CharField(max_length=10, choices=Status, blank=True, editable=False)
    # Why the machine held it, for moderators: codes of comments.holding.
    held_because = models.CharField(max_length=200, blank=True, editable=False)
    removed_because = models.CharField(_("removed because"), max_length=20, choices=Removal, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    # The last time its words changed after somebody had answered them.
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    # The version of the post at which anybody could first read it; None as long as nobody
    # could. What has a higher number than a page is new to that page. Imports have 0.
    shown_in = models.PositiveBigIntegerField(null=True, editable=False)
    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)

    # For limits and moderators; never shown in public.
    ip_address = models.GenericIPAddressField(null=True, blank=True, editable=False)
    # The address, or its /64 where one household owns as much: what limits count by.
    network = models.CharField(max_length=50, blank=True, editable=False)
    user_agent = models.CharField(max_length=300, blank=True, editable=False)
    imported_key = models.CharField(max_length=300, unique=True, null=True, editable=False)
    # When it came here; `created_at` is when it was written there.
    imported_at = models.DateTimeField(null=True, editable=False)

    # What is left of an erased comment: nothing that is anybody's.
    ERASED: ClassVar = {
        "status": "erased",
        "author": None,
        "is_by_staff": False,
        "edited_at": None,
        **dict.fromkeys(["status_before", "held_because", "removed_because", "provider", "picture"], ""),
        **dict.fromkeys(["name", "email", "website", "body", "body_html", "network", "user_agent"], ""),
        "ip_address": None,
    }

    objects = CommentManager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        # No index holds lft or rght: each reply shifts them in half the tree, and an
        # unindexed shift is six times cheaper on PostgreSQL (heap-only updates).
        indexes = [
            models.Index(fields=["thread", "tree_id"], name="comment_thread"),
            models.Index(fields=["status", "-created_at"], name="comment_queue"),
            models.Index(fields=["network", "-created_at"], name="comment_network"),
            models.Index(fields=["author", "-created_at"], name="comment_author"),
            models.Index(Upper("email"), "name", name="comment_guest"),
            models.Index(fields=["-created_at"], name="comment_newest"),
            models.Index(
                fields=["post", "-shown_in", "-created_at"],
                condition=Q(status="approved"),
                name="comment_last_shown",
            ),
            models.Index(
                fields=["post", "author", "thread"],
                condition=Q(author__isnull=False),
                name="comment_author_on_post",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tree_id"], condition=Q(level=0), name="comment_one_root_per_tree"
            ),
            models.CheckConstraint(condition=Q(lft__gte=1, rght__gt=F("lft")), name="comment_edges_in_order"),
            models.CheckConstraint(
                condition=Q(level=0, lft=1) | Q(level__gt=0, lft__gt=1), name="comment_root_starts_at_one"
            ),
        ]
        permissions = [("moderate_comment", _("Can approve, spam, trash and restore comments"))]

    def __str__(self):
        return f"{self.name}: {rendering.excerpt(self.body_html, 12)}"

    def get_absolute_url(self):
        """Leads to the comment on whatever page of its thread it is by then."""
        return reverse("comments:permalink", args=[self.pk])

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def colour(self) -> str:
        return colour_of(f"user:{self.author_id}" if self.author_id else f"guest:{self.name}")

    @property
    def is_by_post_author(self) -> bool:
        return self.author_id is not None and self.author_id == self.post.author_id

    @property
    def website_host(self) -> str:
        return urlsplit(self.website).hostname or ""

    @property
    def is_shown(self) -> bool:
        return self.status == self.Status.APPROVED and self.kind == self.Kind.COMMENT

    @property
    def is_undecided(self) -> bool:
        """The same as UNDECIDED."""
        if self.status == self.Status.SPAM:
            return not self.status_before and self.imported_key is None
        return self.status == self.Status.PENDING

    def is_readable_by(self, user, held: frozenset[int] = frozenset()) -> bool:
        """Approved, or undecided and one's own: by account, or among `held` (comments.own). A
        moderator reads all that waits."""
        if self.is_shown:
            return True
        if not self.is_undecided or self.kind != self.Kind.COMMENT:
            return False
        is_own = self.pk in held or (user.is_authenticated and self.author_id == user.pk)
        return is_own or (self.status == self.Status.PENDING and moderates(user))

    def render(self) -> None:
        self.body_html = rendering.render_comment(self.body, self.body_format)

    # Verbs. All of them write through comments.threads, under the tree's lock.

    def post_reply(self) -> "Comment":
        """Put a new comment in its place in the thread."""
        self.render()
        threads.insert(self)
        return self

    def approve(self) -> None:
        threads.change_status([self], self.Status.APPROVED)

    def hold(self) -> None:
        threads.change_status([self], self.Status.PENDING)

    def mark_spam(self) -> None:
        threads.change_status([self], self.Status.SPAM)

    def trash(self) -> None:
        threads.change_status([self], self.Status.TRASH)

    def restore(self) -> None:
        threads.restore([self])

    def edit(self, *fields: str) -> None:
        """Save these changed fields, and what follows from them."""
        self.render()
        threads.edit(self, [*fields, "body_html"])

    def save(self, *args, **kwargs):
        # A row loaded a minute ago does not know that its thread moved since.
        update_fields = kwargs.get("update_fields")
        if self._state.adding or update_fields is None or threads.STRUCTURE & set(update_fields):
            threads.require_lock("save")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        threads.require_lock("delete")
        return super().delete(*args, **kwargs)


# MPTT adds an index on (tree_id, lft) by itself: see Meta.indexes for why it must not stay.
Comment._meta.indexes = [index for index in Comment._meta.indexes if "lft" not in index.fields]
