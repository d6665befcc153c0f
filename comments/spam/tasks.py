"""What the spam filter does after the request."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from comments.models import Fingerprint
from comments.spam import learning, repeats

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
