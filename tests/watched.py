"""A server that ends with the tests, however they end."""

import subprocess
from pathlib import Path
from typing import Any

# The shell reads a pipe that this process holds: when it closes, the server stops and
# the folder goes. A server that was killed starts again, as under a system's own watcher,
# but not while there is a file "down".
WATCHED = """
folder=$1; shift
while [ ! -e "$folder/over" ]; do
    [ -e "$folder/down" ] || { "$@" >>"$folder/log" 2>&1 & echo $! >"$folder/pid"; wait $!; }
    sleep 0.1
done 2>/dev/null &
read -r _
touch "$folder/over"
[ -e "$folder/down" ] || kill -INT "$(cat "$folder/pid")"
wait
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
