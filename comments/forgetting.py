"""What is kept for a while only, and then forgotten by `manage.py db_worker`."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import ngettext
from django_tasks import task

from comments import threads
from comments.models import Act, Comment
from comments.queue import earlier

# What a withdrawn comment said, for moderators, in case it did harm.
WITHDRAWN_KEPT = timedelta(days=30)
# Spam and trash. Never less than what an undo could bring back.
REMOVED_KEPT = max(timedelta(days=30), Act.UNDO_FOR)
AT_ONCE = 200


def forget_words_later(comment_pk: int) -> None:
    forget_words.using(run_after=timezone.now() + WITHDRAWN_KEPT).enqueue(comment_pk)


@task
def forget_words(comment_pk: int) -> None:
    """Of a comment that its writer withdrew a while ago."""
    threads.forget_words(comment_pk)


def removed_long_ago() -> Any:
    """Spam and trash that nobody has touched for so long. What came as such from another
    blog is kept for as long from then on, however old it is."""
    late = timezone.now() - REMOVED_KEPT
    here = Q(imported_at=None) | Q(imported_at__lte=late)
    removed = Comment.objects.filter(here, status__in=threads.GONE, created_at__lte=late)
    return removed.exclude(Exists(Act.objects.filter(comment=OuterRef("pk"), at__gt=late)))


def forget_removed(progress: Callable[[int], None] = lambda done: None) -> int:
    """Delete for good what was removed long ago; where people answered, the place stays. How
    many there were is an act of the machine, which grows as they go."""
    gone: Counter[str] = Counter()
    act = None

    def check(fresh: Comment) -> bool:
        return removed_long_ago().filter(pk=fresh.pk).exists()

    # Replies before what they answer: then nothing is left of either.
    waiting = removed_long_ago().order_by("-created_at", "-pk").only("created_at", "status", "thread_id")
    some = list(waiting[:AT_ONCE])
    while some:
        gone.update(comment.status for comment in some if threads.erase(comment, check))
        if n := gone.total():
            act = act or Act.objects.create(by=None, verb=Act.Verb.ERASE)
            words = ngettext(
                "%(n)d comment that was removed long ago", "%(n)d comments that were removed long ago", n
            )
            act.why, act.before = words % {"n": n}, dict(gone)
            act.save(update_fields=["why", "before"])
        progress(gone.total())
        some = list(earlier(waiting, some[-1])[:AT_ONCE])
    return gone.total()
