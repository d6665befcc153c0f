"""Starts manage.py's servers as a person would, and ends them as a person would."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent


class Running:
    """`manage.py COMMAND` in a session of its own, which is ended whatever the test does."""

    def __init__(self, command: str, folder: Path, **environment: str):
        self.port, self.standin_port = free_ports(2)
        self.output = folder / "output"
        self.folder = folder
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", command],
                cwd=ROOT,
                env=self._environment(environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _environment(self, own: dict[str, str]) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.served",
            "PYTHONUNBUFFERED": "",  # a line counts when anybody can read it
            "DATABASE_URL": f"sqlite:///{self.folder}/blog.sqlite3",
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "STANDIN_PORT": str(self.standin_port),
            **own,
        }

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *error: object) -> None:
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        self.process.wait()

    def processes(self) -> list[int]:
        """All that it started and that still runs, found by the folder in their environment."""
        mark = f"DATA_DIR={self.folder}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes().split(b"\0"):
                    found.append(int(entry.parent.name))
            except OSError:  # ended meanwhile, or somebody else's
                continue
        return found

    def wait_for_text(self, text: str) -> None:
        self.wait_for(lambda: text in self.output.read_text(), f"no {text!r}")

    def wait_for_address(self, path: str, port: int = 0) -> str:
        def answers() -> bool:
            try:
                with urlopen(f"http://127.0.0.1:{port or self.port}{path}", timeout=30) as answer:
                    self.page = answer.read().decode()
            except (URLError, ConnectionError):
                return False
            return True

        self.wait_for(answers, f"no answer at {path}")
        return self.page

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        self.process.wait(20)

    def wait_for(self, happened, failure: str, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{failure}:\n{self.output.read_text()}")
            time.sleep(0.1)


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
