"""Takes the pictures in docs/screenshots/ of a demo blog that lives as long as this script."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch_args

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
SIZES = {1280: 1000, 375: 800}
PAGES = {
    "front": "/",
    "post": "/2013/04/25/backward-running/",
    "thread": "/2013/04/25/backward-running/#comments",
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        site, server = start(data)
        try:
            browser = playwright.chromium.launch(**launch_args())
            for width in SIZES:
                for scheme in ("light", "dark"):
                    take(browser, site, width, scheme)
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def start(data: str) -> tuple[str, subprocess.Popen]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "DEBUG": "1",
        "DATA_DIR": data,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{data}/blog.sqlite3",
    }
    server = subprocess.Popen(
        [sys.executable, "manage.py", "rundev", "--noreload"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    site = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            urlopen(f"{site}/healthz").close()
        except URLError:
            time.sleep(0.2)
        else:
            return site, server
    raise SystemExit("The demo blog did not start.")


def take(browser: Browser, site: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto("about:blank")  # the same page with another fragment would not be opened again
        answer = page.goto(f"{site}{path}", wait_until="networkidle")
        if not answer.ok:
            raise SystemExit(f"{path} answers {answer.status}")
        keep(page.screenshot(), FOLDER / f"{name}-{width}-{scheme}.png")
    context.close()


def keep(picture: bytes, path: Path) -> None:
    """Two inks on paper need few colours."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)} {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
