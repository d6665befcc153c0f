"""When a conversation is over, or cools down: by its post, by the blog's rules, by a pause.

Whoever posts is refused at once. What pages show of it is a mark on the post
(Post.comments_ended), made when a rule or a pause changes, and each day for posts whose time
has come. It raises the post's version, so that its pages are made anew."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from blog.models import Post, PostQuerySet
from comments import limits
from comments.models import Comment, Discussion, Pause
from comments.refusals import Closed, Frozen, SlowMode
from comments.threads.locking import again

AT_ONCE = 500


def refuse_if_over(post: Post, discussion: Discussion) -> None:
    """As things are now, whatever the page says."""
    if not post.comments_open:
        raise Closed
    pause = pause_of(post)
    if pause and pause.is_frozen:
        raise Frozen
    rules = _by_rules(discussion)
    if rules is not None and Post.objects.filter(rules, pk=post.pk).exists():
        raise Closed


def refuse_if_slow(comment: Comment, post: Post) -> None:
    pause = pause_that_slows(comment.author, post)
    if pause and (seconds := limits.seconds_of_pause(comment, pause.slow_seconds)):
        raise SlowMode(seconds)


def pause_that_slows(person: User | None, post: Post) -> Pause | None:
    """The blog's own people may calm things down meanwhile."""
    if person and (person.is_staff or person.pk == post.author_id):
        return None
    pause = pause_of(post)
    return pause if pause and pause.slow_seconds and not pause.is_frozen else None


def pause_of(post: Post) -> Pause | None:
    return getattr(post, "pause", None)


@again
def settle(posts: PostQuerySet | None = None) -> int:
    """Mark those of these posts, or of all, whose conversation is over, and no others. How
    many changed."""
    posts = Post.objects.all() if posts is None else posts
    over = Q(Exists(Pause.objects.filter(post=OuterRef("pk"), is_frozen=True)))
    rules = _by_rules(Discussion.current())
    if rules is not None:
        over |= rules
    changed = 0
    for is_over, found in (
        (True, posts.filter(over, comments_ended=False)),
        (False, posts.filter(comments_ended=True).exclude(over)),
    ):
        keys = list(found.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            some = Post.objects.filter(pk__in=keys[start : start + AT_ONCE])
            changed += some.update(comments_ended=is_over, version=F("version") + 1)
    return changed


def settle_post(instance: Post, raw: bool = False, **kwargs: object) -> None:
    """It is new, or has another date."""
    if not raw:
        settle(Post.objects.filter(pk=instance.pk))


def settle_paused(instance: Pause, **kwargs: object) -> None:
    """Its page shows it in any case."""
    posts = Post.objects.filter(pk=instance.post_id)
    posts.touch()
    settle(posts)


def settle_all(**kwargs: object) -> None:
    settle()


def _by_rules(discussion: Discussion) -> Q | None:
    """The posts whose conversation these rules end; None when they end none."""
    if discussion.who == Discussion.Who.NOBODY:
        return Q(pk__gt=0)
    if discussion.close_after is None:
        return None
    since = timezone.now() - timedelta(days=discussion.close_after)
    late = Q(kind=Post.Kind.POST, published_at__lt=since)
    if discussion.close_counts_activity:
        shown = Comment.objects.filter(post=OuterRef("pk"), status=Comment.Status.APPROVED)
        late &= ~Q(Exists(shown.filter(created_at__gte=since)))
    return late
