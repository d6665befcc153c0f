"""A Redis of the tests' own, from Debian's program."""

import shutil
import tempfile
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.watched import watched

# One program, which serves when it is called redis-server. Debian's redis-tools has it by
# its other name, without the service that the package redis-server adds.
PROGRAM = shutil.which("redis-server") or shutil.which("redis-check-rdb")
NOTHING_MUST_LAST = ("--save", "", "--appendonly", "no")


class RunningRedis:
    """A context: inside it `url` is a REDIS_URL, and `client` looks at the same server."""

    def __init__(self, port: int):
        assert PROGRAM, "These tests need Redis: apt-get install redis-tools"
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        self.client = Redis.from_url(self.url)

    def __enter__(self) -> "RunningRedis":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.client.close()
        self.stop()

    def start(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="redis-"))
        program = folder / "redis-server"
        program.symlink_to(PROGRAM)
        self.watcher = watched(
            folder,
            [
                *(program, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", folder),
                *NOTHING_MUST_LAST,
            ],
        )
        deadline = time.monotonic() + 15
        while not self._answers():
            if time.monotonic() > deadline:
                log = (folder / "log").read_text()
                self.stop()
                raise RuntimeError(f"Redis did not start:\n{log}")
            time.sleep(0.02)

    def stop(self) -> None:
        self.watcher.communicate()

    def _answers(self) -> bool:
        try:
            return self.client.ping()
        except RedisError:
            return False
