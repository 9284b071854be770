"""The real server over a village, and a real browser that must not complain."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from model import migrations
from tests.site import PASSWORD
from tests.village import Village, accounts_of, build_village

ROOT = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
# The browser's own errands to its maker are no part of what is tested.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
START_SECONDS = 60
# A busy machine answers later than the five seconds that Playwright waits by itself.
expect.set_options(timeout=20_000)
# The screen has come (assets/waiting.js says so), its charts are drawn, and what was drawn is laid out.
IS_SETTLED = """() => {
    const content = document.getElementById("content");
    if (!content || content.getAttribute("aria-busy") !== "false") return false;
    if (document.readyState !== "complete" || !document.querySelector("main h1")) return false;
    const charts = [...document.querySelectorAll("main .dash-graph")];
    return charts.every(one => one.querySelector(".main-svg") && !one.closest(".dash-graph--pending"));
}"""
LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


@dataclass
class Site:
    """A served village: where it is, and the login of each role."""

    address: str
    village: Village
    logins: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server over a village, one for all tests of a worker: none of them changes the facts of the village."""
    with site_of_its_own(tmp_path_factory) as site:
        yield site


@contextmanager
def site_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over a new village, as gunicorn serves it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('served') / 'village.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        migrations.migrate()
        village = build_village()
        logins = accounts_of(village)
        with served(url) as address:
            yield Site(address, village, logins)


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The address of the product over a database."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    uploads = tempfile.mkdtemp()
    # The only worker is not renewed: nobody would answer meanwhile.
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--max-requests", "0", "app:server"]
    said = {"DATABASE_URL": database_url, "PORT": str(port), "WEB_CONCURRENCY": "1", "PYTHONPATH": str(ROOT)}
    said["UPLOADS_FOLDER"] = uploads
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **said})
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(uploads, ignore_errors=True)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(f"{address}/health", timeout=5):
                return
        except (URLError, OSError):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.2)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own browser, without a window."""
    executable = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert executable, "no Chromium: run `make needs-browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page of the browser, and what went wrong on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._complain(said.type == "error", f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self._complain(True, f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", lambda request: self._complain(self._is_foreign(request.url), f"left: {request.url}"))

    def _failed(self, request: Request) -> None:
        # What was still loading when the person went on is cancelled by the browser, not refused by us.
        self._complain(request.failure != "net::ERR_ABORTED", f"failed: {request.url} {request.failure}")

    def _is_foreign(self, url: str) -> bool:
        return not url.startswith("data:") and urlsplit(url).netloc != urlsplit(self.address).netloc

    def _complain(self, is_wrong: bool, text: str) -> None:
        if is_wrong:
            self.complaints.append(text)

    def open(self, path: str) -> None:
        """Go to a path and wait for its screen."""
        self.page.goto(f"{self.address}{path}")
        self.page.locator("main h1").wait_for()

    def settle(self) -> None:
        """Wait until nothing more comes to the screen."""
        self.page.wait_for_function(IS_SETTLED)
        self.page.evaluate(LAID_OUT)

    def sign_in(self, login: str) -> None:
        """Through the form, as a person does."""
        self.page.goto(f"{self.address}/login")
        self.page.get_by_label("Логин").fill(login)
        self.page.get_by_label("Пароль").fill(PASSWORD)
        self.page.get_by_role("button", name="Войти").click()
        self.page.locator("main h1").wait_for()

    def heading(self) -> str:
        """The first heading of the screen."""
        return self.page.locator("main h1").inner_text()


@pytest.fixture
def watched(site: Site, chromium: Browser) -> Iterator[Watched]:
    """A page of a fresh browser session; at the end nothing may have gone wrong on it."""
    context = chromium.new_context(locale="ru-RU", viewport={"width": 1440, "height": 1000})
    page = Watched(context.new_page(), site.address)
    yield page
    context.close()
    assert page.complaints == []
