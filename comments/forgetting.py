"""What is kept for a while only, and then forgotten by `manage.py db_worker`."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from comments import threads

# What a withdrawn comment said, for moderators, in case it did harm.
WITHDRAWN_KEPT = timedelta(days=30)


def forget_words_later(comment_pk: int) -> None:
    forget_words.using(run_after=timezone.now() + WITHDRAWN_KEPT).enqueue(comment_pk)


@task
def forget_words(comment_pk: int) -> None:
    """Of a comment that its writer withdrew a while ago."""
    threads.forget_words(comment_pk)
