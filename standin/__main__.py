"""python -m standin --port 8001"""

import argparse
import contextlib
import sys
import threading

from standin.server import StandIn


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8001, help="0 for any free one")
    parser.add_argument("--hang", type=float, default=8, help="seconds that a time-out lasts")
    asked = parser.parse_args()
    with StandIn(asked.port, hang=asked.hang) as standin, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"Stand-in for Google, Twitter and Facebook at {standin.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
