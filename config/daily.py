"""What `manage.py db_worker` does once a day: commands, which anybody may run by hand as well."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

DAY = timedelta(days=1)
COMMANDS: dict[str, dict[str, object]] = {
    "close_conversations": {},
    "forget_removed": {},
    "clearsessions": {},
    "prune_db_task_results": {"queue_name": "*", "min_age_days": 14, "verbosity": 0},
}


@task
def every_day() -> None:
    """With the next day's in the queue first."""
    begin(first_in=DAY)
    for name in COMMANDS:
        run.enqueue(name)


@task
def run(name: str) -> None:
    """In a task of its own: one that fails keeps none of the others from being done."""
    call_command(name, **COMMANDS[name])


def begin(first_in: timedelta = timedelta(0)) -> None:
    """From now on, for as long as a db_worker runs."""
    if not DBTaskResult.objects.filter(task_path=every_day.module_path, status="READY").exists():
        every_day.using(run_after=timezone.now() + first_in).enqueue()
