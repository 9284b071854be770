"""A real browser: bytes and requests of the first and the second load, the time to interact, layout shifts."""

import shutil
import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.figures import Figure, median
from demo.accounts import PASSWORD

PART = "In a real browser, the region's screen"
TIMES = 5
SHIFTS = """window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(one => {
if (!one.hadRecentInput) window.shifted += one.value})).observe({type: "layout-shift", buffered: true});"""
# The first screen is HTML until Dash has drawn it; charts are drawn when they come near the screen.
FIRST_SCREEN = "#first-screen"


def measure_browser(port: int) -> list[Figure]:
    """Measure both loads several times; each first load has an empty browser cache."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(path for name in names if (path := shutil.which(name)))
    loads: dict[str, list[dict[str, float]]] = {"first load": [], "second load": []}
    clicks: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(TIMES):
            context = _sign_in(browser, f"http://127.0.0.1:{port}")
            loads["first load"].append(_load(context, f"http://127.0.0.1:{port}/region"))
            loads["second load"].append(_load(context, f"http://127.0.0.1:{port}/region"))
            clicks.append(_click(context, f"http://127.0.0.1:{port}/region"))
            context.close()
        browser.close()
    figures = [one for name, times in loads.items() for one in _figures(name, times)]
    return [*figures, Figure(PART, "a click on a municipality, until it is drawn", median(clicks), "ms in the browser")]


def _sign_in(browser: Browser, address: str) -> BrowserContext:
    """Sign in by requests only, so that the browser cache stays empty."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 1000})
    form = {"login": "assessor", "password": PASSWORD}
    answer = context.request.post(f"{address}/login", form=form, max_redirects=0)
    assert answer.status == 302, answer.status
    return context


def _load(context: BrowserContext, address: str) -> dict[str, float]:
    page = context.new_page()
    page.add_init_script(SHIFTS)
    traffic = _count_traffic(context, page)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("main h1").wait_for()
    headed = time.perf_counter() - start
    page.locator(FIRST_SCREEN).wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    figures = {
        "until its heading is there": headed * 1000,
        "until it answers to its user": page.evaluate(_INTERACTIVE),
        "requests": traffic["requests"],
        "KiB received": traffic["bytes"] / 1024,
        "layout shift": page.evaluate("window.shifted"),
    }
    page.close()
    return figures


# The end of the last long task before the first quiet half second; later drawing does not block the user.
_INTERACTIVE = """() => new Promise(found => { const long = []; new PerformanceObserver(list =>
list.getEntries().forEach(one => long.push(one.startTime + one.duration))).observe({type: "longtask", buffered: true});
setTimeout(() => { const first = performance.getEntriesByName("first-contentful-paint")[0];
found(Math.max(first ? first.startTime : 0, ...long)); }, 600); })"""


def _count_traffic(context: BrowserContext, page: Page) -> dict[str, float]:
    """Count the requests and bytes of the network; the browser cache does not count."""
    traffic = {"requests": 0.0, "bytes": 0.0}
    cached: set[Any] = set()
    tool = context.new_cdp_session(page)
    tool.send("Network.enable")
    tool.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"] and event["requestId"] not in cached:
            traffic["requests"] += 1
            traffic["bytes"] += event["encodedDataLength"]

    tool.on("Network.loadingFinished", finished)
    return traffic


def _click(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address)
    page.locator(FIRST_SCREEN).wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    link = page.locator("main table a[href^='/municipality/']").filter(visible=True).first
    before = page.locator("main h1").inner_text()
    start = time.perf_counter()
    link.click()
    page.locator("main h1").filter(has_not_text=before).wait_for()
    milliseconds = (time.perf_counter() - start) * 1000
    page.close()
    return milliseconds


def _figures(name: str, loads: list[dict[str, float]]) -> list[Figure]:
    units = {"requests": "requests", "KiB received": "KiB", "layout shift": ""}
    figures = []
    for key in loads[0]:
        unit = units.get(key, "ms in the browser")
        label = name if key in {"requests", "KiB received"} else f"{name}, {key}"
        figures.append(Figure(PART, label, median([one[key] for one in loads]), unit))
    return figures
