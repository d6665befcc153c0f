import signal
import sqlite3
from contextlib import closing
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.config.running import Running

pytestmark = pytest.mark.one_database

KEYS = {
    "DEBUG": "0",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "127.0.0.1",
    "BASE_URL": "http://127.0.0.1",
    "WORKERS": "1",
}


@pytest.fixture
def serve(tmp_path):
    def serve(**environment) -> Running:
        return Running("serve", tmp_path, **KEYS | environment)

    return serve


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_an_empty_blog_and_runs_tasks_and_ends_both(serve, number):
    with serve() as running:
        running.wait_for_address("/readyz")
        running.wait_for_text("Starting worker worker_id")
        assert "/backward-running/" not in running.wait_for_address("/")
        with pytest.raises(URLError):
            urlopen(f"http://127.0.0.1:{running.standin_port}/")
        running.end(number)
        assert running.processes() == []


def test_a_task_that_was_killed_with_its_worker_is_done_after_all(serve, tmp_path):
    def tasks(sql: str) -> list[tuple]:
        with closing(sqlite3.connect(tmp_path / "blog.sqlite3", timeout=20)) as blog, blog:
            return blog.execute(sql).fetchall()

    done = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'"
    with serve() as running:
        running.wait_for_text("state=SUCCESSFUL")
        running.end(signal.SIGTERM)
    before = tasks(done)
    tasks(
        "UPDATE django_tasks_database_dbtaskresult SET status = 'RUNNING',"
        " started_at = datetime('now', '-2 hours') WHERE status = 'SUCCESSFUL'"
    )
    assert tasks(done) < before
    with serve() as running:
        running.wait_for(lambda: tasks(done) >= before, "not done")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_missing_key_stops_the_start_with_one_sentence(serve, missing):
    with serve(**{missing: ""}) as running:
        assert running.process.wait(30) == 1
        assert running.output.read_text().strip() == (
            f"Set {missing} in the environment: with DEBUG off there is no default for it."
        )


def test_debug_on_stops_the_start(serve):
    with serve(DEBUG="1") as running:
        assert running.process.wait(30) == 1
        assert "DEBUG is on" in running.output.read_text()
