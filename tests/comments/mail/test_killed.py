"""A worker that is killed in the middle of a letter, as the kernel kills: nothing of it can tidy up."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.db import connection

from comments.models import Letter
from config import interrupted
from tests.comments.letters import hold, let_time_pass, letters
from tests.config.running import ROOT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tasks_are_rows"),
    pytest.mark.own_database,
]
WORKER = "one"


@pytest.fixture
def mailbox():
    """A mail server that can be asked how far a letter has come."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


def worker(mailbox: socket.socket) -> subprocess.Popen:
    """At the test's own database."""
    database = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    url = f"sqlite:///{database}" if connection.vendor == "sqlite" else f"{url.rpartition('/')[0]}/{database}"
    mail = f"smtp://127.0.0.1:{mailbox.getsockname()[1]}"
    options = ["--queue-name=*", "--no-reload", "--no-startup-delay", f"--worker-id={WORKER}"]
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", *options],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.served", "DATABASE_URL": url, "EMAIL_URL": mail},
    )


@contextmanager
def half_a_letter(mailbox: socket.socket) -> None:
    """As far as its words, which nobody asks for."""
    talk, _address = mailbox.accept()
    with talk, talk.makefile("rw", newline="\r\n") as lines:
        line = ""
        while not line.startswith("data"):
            print("250 Go on" if line else "220 Here", file=lines, flush=True)
            line = lines.readline().lower()
            assert line
        yield


def test_the_letter_goes_out_all_the_same(client, post, mo, mailbox):
    comment = hold(client, post)
    process = worker(mailbox)
    try:
        with half_a_letter(mailbox):
            process.send_signal(signal.SIGKILL)
            assert process.wait(10) == -signal.SIGKILL
    finally:
        process.kill()
        process.wait()
    assert Letter.objects.get().is_due
    assert interrupted.take_up(WORKER) == 1
    assert letters() == {}  # it may be on its way after all
    let_time_pass(minutes=11)
    assert comment.body in letters()["mo@blog.example"].body
    assert not Letter.objects.get().is_due
    let_time_pass(minutes=30)
    assert letters() == {}
