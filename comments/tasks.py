"""Slow work of this app, done after the request by `manage.py db_worker`."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.tasks import WAITS
from comments import notifications
from comments.models import Comment, Follow, Notice

# As long as somebody may run a task again; for longer nobody has to remember who was told.
NOTICES_KEPT = timedelta(days=30)


def tell_later(comments: Sequence[Comment], **kwargs: object) -> None:
    """Anybody may read these since just now: their followers hear of it, unless they came
    from another blog, where it was long ago."""
    new = [comment for comment in comments if comment.imported_key is None]
    posts = {comment.post_id for comment in new}
    followed = set(
        Follow.objects.confirmed().filter(post__in=posts).values_list("post", flat=True).distinct()
    )
    for comment in new:
        if comment.post_id in followed:
            tell_followers.enqueue(comment.pk)


@task
def tell_followers(comment_pk: int) -> None:
    """A task for each of them, so that one bad address keeps nobody waiting."""
    comment = _readable(comment_pk)
    if comment is None:
        return
    Notice.objects.filter(sent_at__lt=timezone.now() - NOTICES_KEPT).delete()
    told = set()
    with transaction.atomic():
        for pk, email in Follow.objects.wanting(comment).order_by("pk").values_list("pk", "email"):
            if email.lower() not in told:
                told.add(email.lower())
                tell_follower.enqueue(comment.pk, pk)


@task
def tell_follower(comment_pk: int, follow_pk: int, tries: int = 0) -> None:
    """As things are now: a comment that was taken away since, or a follower who stopped, is
    no reason to write."""
    comment = _readable(comment_pk)
    if comment is None:
        return
    follow = Follow.objects.wanting(comment).filter(pk=follow_pk).first()
    if follow is None or comment.notices.filter(follow__in=Follow.objects.of_address(follow.email)).exists():
        return
    try:
        notifications.mail_about(comment, follow).send()
    except OSError:  # what smtplib raises is one, too
        if tries == len(WAITS):
            raise
        later = tell_follower.using(run_after=timezone.now() + WAITS[tries])
        later.enqueue(comment_pk, follow_pk, tries + 1)
        return
    Notice.objects.get_or_create(comment=comment, follow=follow)


def _readable(pk: int) -> Comment | None:
    return Comment.objects.published().select_related("post", "parent").filter(pk=pk).first()
