"""Tasks whose worker was killed: db_worker leaves them as running for ever."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# No task of ours takes as long; those of a worker that starts again need no waiting.
LONG = timedelta(hours=1)
# What was interrupted this often perhaps kills its worker.
TRIES = 3


class Interrupted(Exception):
    """Its worker ended in the middle of it, each time."""


def take_up(worker_id: str) -> int:
    """Puts them back into the queue, and says how many: `worker_id` is of a worker that begins
    just now. A task may so be done twice, and is not done in part and forgotten."""
    taken = 0
    with transaction.atomic():
        for result in DBTaskResult.objects.running().select_for_update():
            is_own = result.worker_ids[-1:] == [worker_id]
            if not is_own and timezone.now() - result.started_at < LONG:
                continue
            if len(result.worker_ids) >= TRIES:
                result.set_failed(Interrupted())
                continue
            result.status = TaskResultStatus.READY
            result.save(update_fields=["status"])
            taken += 1
    return taken
