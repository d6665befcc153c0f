"""Chromium as the tests and the screenshots start it."""

import shutil

# Without a window to draw it needs half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",  # or it plays one, for a third of the time
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def launch_args() -> dict[str, str | list[str]]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "The browser tests need Chromium: apt-get install chromium-headless-shell"
    return {"executable_path": program, "args": list(QUIET)}
