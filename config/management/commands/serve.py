import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import Error, connections

from config import daily, interrupted

PATIENCE = 35  # gunicorn gives requests 30 seconds to finish
RESTART_AFTER = 5


class Stop(Exception):
    pass


class Command(BaseCommand):
    help = "Serve the blog: bring the database up to date, then gunicorn and the task worker until stopped."

    def handle(self, *args: object, **options: object) -> None:
        if settings.DEBUG:
            raise CommandError("DEBUG is on. Set DEBUG=0 to serve, or use rundev to develop.")
        call_command("migrate", verbosity=1)
        call_command("createcachetable")
        daily.begin()
        call_command("collectstatic", interactive=False, verbosity=0)
        connections.close_all()
        sys.exit(self.serve())

    def serve(self) -> int:
        """Ends when gunicorn does; a worker that fell over (the database was away) comes back."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, stop)
        tasks = None
        web = start("gunicorn", "config.wsgi", *gunicorn_options())
        with contextlib.suppress(Stop):
            while web.poll() is None:
                if tasks is None or tasks.poll() is not None:
                    tasks = start_tasks()
                wait(web, RESTART_AFTER)
        end(web, tasks)
        return web.returncode


def gunicorn_options() -> list[str]:
    return [
        f"--bind=0.0.0.0:{settings.PORT}",
        f"--workers={os.environ.get('WORKERS', '2')}",
        "--worker-class=gthread",
        "--threads=4",
        "--no-control-socket",
    ]


def start(module: str, *arguments: str) -> subprocess.Popen:
    # A session of its own: Ctrl-C reaches this process only, which then ends both in order.
    return subprocess.Popen([sys.executable, "-m", module, *arguments], start_new_session=True)


def start_tasks() -> subprocess.Popen:
    worker = f"{socket.gethostname()[:50]}:{settings.PORT}"
    # Without the database it ends, and is started again.
    with contextlib.suppress(Error):
        interrupted.take_up(worker)
    connections.close_all()
    return start("django", "db_worker", "--queue-name=*", "--no-reload", f"--worker-id={worker}")


def stop(*_signal: object) -> None:
    raise Stop


def wait(process: subprocess.Popen, seconds: float) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def end(*processes: subprocess.Popen | None) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    running = [process for process in processes if process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        wait(process, max(0, deadline - time.monotonic()))
        process.kill()
        process.wait()
