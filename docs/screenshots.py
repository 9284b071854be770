"""Makes the pictures of the docs and of the guides: a demo oblast, the real server, a real browser."""

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

from demo.accounts import PASSWORD

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "screenshots"
GUIDE = ROOT / "docs" / "guide"
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
# The same for the guides, and the part of the screen that is told of: by its selector, None for what is seen first.
GUIDE_SHOTS = (
    ("ministry-targets", "ministry", "/region", 1440, "#part-targets"),
    ("ministry-behind", "ministry", "/region", 1440, "#part-behind"),
    ("assessor-imports", "assessor", "/imports", 1440, None),
    ("assessor-queue", "assessor", "/region", 1440, "#part-attention"),
    ("assessor-list", "assessor", "/region/list/awaiting_head", 1440, None),
    ("municipality-queue", "municipality", "/", 1440, "#part-attention"),
    ("municipality-parts", "municipality", "/", 1440, "#part-parts"),
    ("municipality-imports", "municipality", "/imports", 1440, None),
    ("school-phone", "school", "/", 390, "#part-attention"),
    ("school-staff", "school", "/", 1440, "#part-staff"),
    ("provider-queue", "provider", "/", 1440, "section:has(.concerns)"),
    ("provider-programmes", "provider", "/", 1440, "section:has(> div > .section-title:text-is('Программы'))"),
    ("employee-route", "employee", "/", 1440, "section:has(> div > .section-title:text-matches('^ИОМ от'))"),
    ("employee-competences", "employee", "/", 1440, "section:has(> div > .section-title:text('компетенции'))"),
    ("employee-viewings", "employee", "/viewings", 1440, None),
    ("admin-accounts", "admin", "/accounts", 1440, None),
    ("admin-journal", "admin", "/journal", 1440, None),
)
TALLEST = 900  # what is told of fits a reader's screen
MARGIN = 12


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
            shoot(browser, address, PICTURES / f"{name}.png", login, path, width)
        for name, login, path, width, part in GUIDE_SHOTS:
            shoot(browser, address, GUIDE / f"{name}.png", login, path, width, part)
        browser.close()


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The server over a new demo oblast."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": database_url, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "cli.py", "demo"], cwd=ROOT, env=environment, check=True)
    server = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    process = subprocess.Popen(server, cwd=ROOT, env=environment)
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


def shoot(
    browser: Browser, address: str, picture: Path, login: str, path: str, width: int, part: str | None = None
) -> None:
    """Sign in, open the page, keep what is seen of it or of its part."""
    context = browser.new_context(locale="ru-RU", color_scheme="light", viewport={"width": width, "height": 1000})
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.locator("main h1").wait_for()
    page.goto(f"{address}{path}")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)
    hint = page.locator(".hint-close:visible")
    if hint.count():
        hint.click()
    if part is None:
        page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": width, "height": TALLEST})
    else:
        box = page.locator(part).first.bounding_box()
        assert box, f"{path} has no {part}"
        x, y = max(0, box["x"] - MARGIN), box["y"] - MARGIN
        clip = {"x": x, "y": y, "width": min(width - x, box["width"] + 2 * MARGIN)}
        clip["height"] = min(box["height"] + 2 * MARGIN, TALLEST)
        page.screenshot(path=picture, full_page=True, clip=clip)
    context.close()


if __name__ == "__main__":
    main()
