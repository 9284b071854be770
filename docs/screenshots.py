"""Makes the pictures of the docs: a demo oblast, the real server, a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from access.demo import PASSWORD

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "screenshots"
SETTLED = 600  # milliseconds after the last request, for the charts to be drawn
# The name of a picture, who looks, at what, and how wide the window is.
SHOTS = (
    ("region", "assessor", "/region", 1440),
    ("municipality", "municipality", "/", 1440),
    ("organization", "school", "/", 1440),
    ("list", "assessor", "/region/list/awaiting_head", 1440),
    ("person", "employee", "/", 1440),
    ("provider", "provider", "/", 1440),
    ("organization-phone", "school", "/", 390),
)


def main() -> None:
    """All pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    named = ("chromium", "chromium-browser", "google-chrome")
    executable = next(path for name in named if (path := shutil.which(name)))
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=ru"]
    with (
        tempfile.TemporaryDirectory() as folder,
        served(f"sqlite:///{folder}/demo.db") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        for name, login, path, width in SHOTS:
            shoot(browser, address, name, login, path, width)
        browser.close()


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The server over a new demo oblast."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    said = {**os.environ, "DATABASE_URL": database_url, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "cli.py", "demo"], cwd=ROOT, env=said, check=True)
    server = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    process = subprocess.Popen(server, cwd=ROOT, env=said)
    try:
        for _ in range(100):
            try:
                urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
                break
            except OSError:
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def shoot(browser: Browser, address: str, name: str, login: str, path: str, width: int) -> None:
    """Sign in, open the page, keep what is seen of it."""
    context = browser.new_context(locale="ru-RU", viewport={"width": width, "height": 1000})
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.locator("main h1").wait_for()
    page.goto(f"{address}{path}")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
