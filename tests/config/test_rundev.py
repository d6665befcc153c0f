import contextlib
import signal
import socket
import sqlite3

import pytest

from tests.config.running import Running

pytestmark = pytest.mark.one_database

READY = "Leave a Reply is at http://127.0.0.1:{}/"


@pytest.fixture
def develop(tmp_path):
    def develop() -> Running:
        return Running("rundev", tmp_path, DEBUG="1")

    return develop


def test_first_start_brings_the_demo_and_later_ones_keep_what_was_written(develop, tmp_path):
    with develop() as running:
        running.wait_for_text(READY.format(running.port))
        lines = running.output.read_text().splitlines()
        assert any(line.startswith("Leave a Reply is at") for line in lines)
        assert "/backward-running/" in running.wait_for_address("/")
        assert "Google" in running.wait_for_address("/", running.standin_port)
        running.end(signal.SIGINT)
        assert running.processes() == []
    with contextlib.closing(sqlite3.connect(tmp_path / "blog.sqlite3")) as database, database:
        database.execute("UPDATE blog_blog SET title = 'Renamed by its owner'")
    with develop() as running:
        assert "Renamed by its owner" in running.wait_for_address("/")
        running.end(signal.SIGTERM)
        assert running.processes() == []
    with develop() as running, socket.create_server(("127.0.0.1", running.standin_port)):
        running.process.wait(60)
        assert "stand-in providers cannot use" in running.output.read_text()
        assert "Traceback" not in running.output.read_text()
        assert running.processes() == []


def test_it_refuses_to_run_without_debug(tmp_path):
    with Running("rundev", tmp_path, DEBUG="0", SECRET_KEY="k" * 60, ALLOWED_HOSTS="blog.example") as running:
        assert running.process.wait(30) == 1
        assert "rundev is for development" in running.output.read_text()
