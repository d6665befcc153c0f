"""A server that ends with the tests, however they end."""

import subprocess
from pathlib import Path
from typing import Any

# The shell reads a pipe that this process holds: when it closes, the server stops and
# the folder goes.
WATCHED = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 & server=$!
read -r _
kill -INT $server; wait $server
rm -rf "$folder"
"""


def watched(folder: Path, command: list[object], **identity: Any) -> subprocess.Popen:
    """`communicate()` ends it, and waits until it has ended."""
    return subprocess.Popen(
        ["sh", "-c", WATCHED, "watched", folder, *command],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests; the server ends after them
        cwd="/",
        **identity,
    )
