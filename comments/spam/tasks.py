"""What the spam filter does after the request."""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.tasks import WAITS
from comments import moderation
from comments.models import Act, Comment, Fingerprint
from comments.spam import akismet, learning, repeats, weighing
from comments.spam.points import HOLD_FROM, SPAM_FROM, Point

logger = logging.getLogger(__name__)

# A moderator who works through a queue is waited for.
TRAINING_WAITS = timedelta(minutes=2)


@task
def train() -> None:
    learning.train()
    Fingerprint.objects.filter(made_at__lt=timezone.now() - timedelta(days=repeats.DAYS)).delete()


def train_soon() -> None:
    """Once for all verdicts of the next minutes."""
    if not train.get_backend().supports_defer:
        train.enqueue()
    elif not DBTaskResult.objects.filter(task_path=train.module_path, status=TaskResultStatus.READY).exists():
        train.using(run_after=timezone.now() + TRAINING_WAITS).enqueue()


@task
def ask_akismet(comment_pk: int, publish: bool, tries: int = 0) -> None:
    """`publish`: nothing else speaks against the comment, which waits for this answer alone.
    Without an answer it goes on waiting, for a moderator."""
    comment = _undecided(comment_pk)
    if comment is None or not akismet.is_on():
        return
    try:
        is_spam = akismet.is_spam(comment)
    except akismet.NoAnswer as error:
        logger.warning("Akismet did not answer about comment %s: %s", comment_pk, error)
        if tries < len(WAITS) and ask_akismet.get_backend().supports_defer:
            later = ask_akismet.using(run_after=timezone.now() + WAITS[tries])
            later.enqueue(comment_pk, publish, tries + 1)
        else:
            weighing.add(comment, Point("akismet_silent", 1, HOLD_FROM))
        return
    if is_spam:
        weighing.add(comment, Point("akismet", 1, SPAM_FROM))
        moderation.decide([comment], Act.Verb.SPAM, by=None, why="Akismet")
    elif publish:
        moderation.decide([comment], Act.Verb.APPROVE, by=None, why="Akismet")


@task
def correct_akismet(comment_pk: int, is_spam: bool) -> None:
    """Once: it is a favour, and the next mistake is told, too."""
    comment = Comment.objects.select_related("post").filter(pk=comment_pk).first()
    if comment and akismet.is_on():
        try:
            akismet.correct(comment, is_spam=is_spam)
        except akismet.NoAnswer as error:
            logger.warning("Akismet was not corrected about comment %s: %s", comment_pk, error)


def _undecided(pk: int) -> Comment | None:
    """Waiting still, and no moderator was quicker."""
    waiting = Comment.objects.select_related("post").filter(pk=pk, status=Comment.Status.PENDING)
    return waiting.exclude(Exists(Act.objects.by_people().filter(comment=OuterRef("pk")))).first()
