import signal
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
