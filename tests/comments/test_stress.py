"""Many processes at one database: `python -m benchmarks stress` does the same for as long as you like."""

import os
import subprocess
import sys

import pytest

from tests.config.running import ROOT

DATABASE = os.environ.get("DATABASE", "sqlite")
# One after the other: each of them uses all of the machine.
pytestmark = [pytest.mark.xdist_group("stress"), pytest.mark.own_database]
WORKERS = {"sqlite": [8], "postgres": [2, 8, 32]}
KILLS = {"sqlite": ["workers"], "postgres": ["workers", "server"]}


def stress(*arguments: object) -> None:
    command = [sys.executable, "-m", "benchmarks", "stress", "--database", DATABASE, *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "sound" in ended.stdout


@pytest.mark.parametrize("workers", WORKERS[DATABASE])
def test_crowds_read_write_and_moderate_at_once(workers):
    stress("--workers", workers, "--seconds", 3)


@pytest.mark.parametrize("kill", KILLS[DATABASE])
def test_nothing_breaks_when_something_is_killed(kill):
    stress("--workers", 8, "--seconds", 5, "--kill", kill)
