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
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from ingest.writing.derivation import derive_outdated
from model import migrations
from tests.site import PASSWORD
from tests.village import Village, accounts_of, build_village

ROOT = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without the browser's own requests to its maker.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
START_SECONDS = 180
# Playwright turns other features off by the same option, of which the last one counts: they are named again. The
# browser's own pages in its window, loaded ahead for each of ours, are nobody's here.
FLAGS += [
    "--disable-features=DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying,"
    "PreconnectToSearch,PreloadTopChromeWebUI"
]
# A busy machine needs longer than the five seconds of Playwright.
expect.set_options(timeout=20_000)
# The screen has arrived (see assets/waiting.js) and its charts are drawn and laid out.
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
    """A served village: its address, and the login of each role."""

    address: str
    village: Village
    logins: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over a village, shared by all tests of a worker, which do not change its facts."""
    with site_of_its_own(tmp_path_factory) as site:
        yield site


@contextmanager
def site_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over a new village, as gunicorn serves it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('served') / 'village.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        migrations.migrate()
        derive_outdated(lambda *_: None)
        village = build_village()
        logins = accounts_of(village)
        with serve(url) as address:
            yield Site(address, village, logins)


@contextmanager
def serve(database_url: str) -> Iterator[str]:
    """Serve the product over a database and yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    uploads = tempfile.mkdtemp()
    # The only worker is not renewed: nothing would answer meanwhile.
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--max-requests", "0", "app:server"]
    environment = {"DATABASE_URL": database_url, "PORT": str(port), "WEB_CONCURRENCY": "1", "PYTHONPATH": str(ROOT)}
    environment["UPLOADS_FOLDER"] = uploads
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
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
    """The installed browser, headless."""
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert executable, "no Chromium: run `make needs-browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page of the browser with the errors seen on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._complain(message.type == "error", f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._complain(True, f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", lambda request: self._complain(self._is_foreign(request.url), f"left: {request.url}"))

    def _failed(self, request: Request) -> None:
        # The browser cancels what was still loading when the address changed.
        self._complain(request.failure != "net::ERR_ABORTED", f"failed: {request.url} {request.failure}")

    def _is_foreign(self, url: str) -> bool:
        return not url.startswith("data:") and urlsplit(url).netloc != urlsplit(self.address).netloc

    def _complain(self, is_wrong: bool, text: str) -> None:
        if is_wrong:
            self.complaints.append(text)

    def open(self, path: str) -> None:
        """Open a path and wait for its screen."""
        self.page.goto(f"{self.address}{path}")
        self.wait_until_live()

    def wait_until_live(self) -> None:
        """Wait until Dash has drawn the screen that came with the page."""
        self.page.locator("main h1").wait_for()
        self.page.locator("#first-screen").wait_for(state="detached")

    def settle(self) -> None:
        """Wait until the screen is complete."""
        self.page.wait_for_function(IS_SETTLED)
        self.page.evaluate(LAID_OUT)

    def sign_in(self, login: str) -> None:
        """Sign in without a screen: most tests are about another one."""
        form = {"login": login, "password": PASSWORD}
        answer = self.page.context.request.post(f"{self.address}/login", form=form, max_redirects=0)
        assert answer.status == 302, answer.status

    def sign_in_by_form(self, login: str) -> None:
        """Sign in as a person does, which shows the start screen."""
        self.page.goto(f"{self.address}/login")
        self.page.get_by_label("Логин").fill(login)
        self.page.get_by_label("Пароль").fill(PASSWORD)
        self.page.get_by_role("button", name="Войти").click()
        self.page.locator("#frame-content").wait_for(state="attached")
        self.wait_until_live()

    def sign_out(self) -> None:
        """Sign out by the menu of the account."""
        self.page.locator("details.account > summary").click()
        self.page.get_by_role("button", name="Выйти").click()

    def heading(self) -> str:
        """The first heading of the screen."""
        return self.page.locator("main h1").inner_text()


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """The browser session of all tests of a worker: scripts are loaded and compiled once."""
    context = new_context(chromium)
    yield context
    context.close()


@pytest.fixture
def watched(site: Site, context: BrowserContext) -> Iterator[Watched]:
    """A page of a browser that remembers nothing but scripts; fails the test if errors occurred on it."""
    page = Watched(context.new_page(), site.address)
    yield page
    forget(page)
    assert page.complaints == []


@pytest.fixture
def watched_anew(site: Site, chromium: Browser) -> Iterator[Watched]:
    """A page of a browser that has loaded nothing yet; fails the test if errors occurred on it."""
    context = new_context(chromium)
    page = Watched(context.new_page(), site.address)
    yield page
    context.close()
    assert page.complaints == []


def new_context(browser: Browser) -> BrowserContext:
    """A browser session of a Russian desk."""
    return browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 1000})


def forget(watched: Watched) -> None:
    """Close all pages of the browser session and clear all that it remembers but the cache of files."""
    context = watched.page.context
    context.set_offline(False)
    # A screen on its way would hold the storage.
    watched.page.goto("about:blank")
    origin = {"origin": watched.address, "storageTypes": "all"}
    context.new_cdp_session(watched.page).send("Storage.clearDataForOrigin", origin)
    for page in context.pages:
        page.close()
    context.clear_cookies()
    context.clear_permissions()
