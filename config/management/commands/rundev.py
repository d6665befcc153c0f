import logging
import os
import threading
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer
from django.core.management import CommandError, call_command
from django.db import Error, connections
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands.db_worker import Worker

from config import daily, interrupted
from standin.server import StandIn

logger = logging.getLogger(__name__)
WORKER = "rundev"


class Command(RunServer):
    help = "Develop: database, demo content, the blog, its tasks and stand-in providers, in one process."
    default_port = str(settings.PORT)

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("rundev is for development, and DEBUG is off. Use serve.")
        if os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":  # once, not after each change
            self.prepare()
        super().handle(*args, **options)

    def prepare(self):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        daily.begin()
        if not get_user_model().objects.exists():
            call_command("demo")
        connections.close_all()

    def inner_run(self, *args, **options):
        if settings.STANDIN_URL:
            try:
                StandIn(urlsplit(settings.STANDIN_URL).port).start()
            except OSError as error:
                self.stderr.write(
                    f"The stand-in providers cannot use {settings.STANDIN_URL}: {error.strerror}."
                )
                os._exit(1)  # as runserver does: sys.exit in this thread would leave the reloader waiting
        threading.Thread(target=run_tasks, name="tasks", daemon=True).start()
        super().inner_run(*args, **options)

    def on_bind(self, server_port):
        self.stdout.write(
            f"\nLeave a Reply is at http://{self.addr}:{server_port}/ (Ctrl-C ends it)", self.style.SUCCESS
        )
        self.stdout.flush()  # a file or a pipe would have it much later


def run_tasks() -> None:
    """What `db_worker` does in production, as a thread that ends with the process."""
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    while True:
        try:
            interrupted.take_up(WORKER)  # each change of the code ends this process
            Worker(
                queue_names=["*"],
                excluded_queue_names=[],
                interval=1,
                batch=False,
                backend_name="default",
                startup_delay=True,
                max_tasks=None,
                worker_id=WORKER,
            ).run()
        except Error:  # the database was replaced or is away: a developer's everyday
            logger.exception("Tasks wait for the database")
            connections.close_all()
            time.sleep(5)
