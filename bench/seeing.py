"""A real browser: bytes and requests of the first and the second load, when it can be used, what shifts."""

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
LAST_DRAWN = ".js-plotly-plot .main-svg"


def measure_browser(port: int) -> list[Figure]:
    """Both loads several times, each first one in a browser that has never been there."""
    named = ("chromium", "chromium-browser", "google-chrome")
    executable = next(path for name in named if (path := shutil.which(name)))
    loads: dict[str, list[dict[str, float]]] = {"first load": [], "second load": []}
    clicks: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(TIMES):
            context = _signed_in(browser, f"http://127.0.0.1:{port}")
            loads["first load"].append(_load(context, f"http://127.0.0.1:{port}/region"))
            loads["second load"].append(_load(context, f"http://127.0.0.1:{port}/region"))
            clicks.append(_click(context, f"http://127.0.0.1:{port}/region"))
            context.close()
        browser.close()
    told = [one for name, times in loads.items() for one in _figures(name, times)]
    return [*told, Figure(PART, "a click on a municipality, until it is drawn", median(clicks), "ms in the browser")]


def _signed_in(browser: Browser, address: str) -> BrowserContext:
    """By the requests alone: nothing of the site is in the cache of the browser yet."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 1000})
    said = {"login": "assessor", "password": PASSWORD}
    answer = context.request.post(f"{address}/login", form=said, max_redirects=0)
    assert answer.status == 302, answer.status
    return context


def _load(context: BrowserContext, address: str) -> dict[str, float]:
    page = context.new_page()
    page.add_init_script(SHIFTS)
    met = _listening(context, page)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("main h1").wait_for()
    headed = time.perf_counter() - start
    page.locator(LAST_DRAWN).first.wait_for()
    page.wait_for_load_state("networkidle")
    told = {
        "until its heading is there": headed * 1000,
        "until it answers to its user": page.evaluate(_INTERACTIVE),
        "requests": met["requests"],
        "KiB received": met["bytes"] / 1024,
        "layout shift": page.evaluate("window.shifted"),
    }
    page.close()
    return told


# When the last long task before the first quiet half second ended; what is drawn later does not hold anybody up.
_INTERACTIVE = """() => new Promise(found => { const long = []; new PerformanceObserver(list =>
list.getEntries().forEach(one => long.push(one.startTime + one.duration))).observe({type: "longtask", buffered: true});
setTimeout(() => { const first = performance.getEntriesByName("first-contentful-paint")[0];
found(Math.max(first ? first.startTime : 0, ...long)); }, 600); })"""


def _listening(context: BrowserContext, page: Page) -> dict[str, float]:
    """Counts what comes over the wire; what the cache of the browser holds is no request."""
    met = {"requests": 0.0, "bytes": 0.0}
    kept: set[Any] = set()
    tool = context.new_cdp_session(page)
    tool.send("Network.enable")
    tool.on("Network.requestServedFromCache", lambda told: kept.add(told["requestId"]))

    def came(told: dict[str, Any]) -> None:
        if told["encodedDataLength"] and told["requestId"] not in kept:
            met["requests"] += 1
            met["bytes"] += told["encodedDataLength"]

    tool.on("Network.loadingFinished", came)
    return met


def _click(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address)
    page.locator(LAST_DRAWN).first.wait_for()
    page.wait_for_load_state("networkidle")
    link = page.locator("main table a[href^='/municipality/']").filter(visible=True).first
    before = page.locator("main h1").inner_text()
    start = time.perf_counter()
    link.click()
    page.locator("main h1").filter(has_not_text=before).wait_for()
    page.locator(LAST_DRAWN).first.wait_for()
    taken = (time.perf_counter() - start) * 1000
    page.close()
    return taken


def _figures(name: str, loads: list[dict[str, float]]) -> list[Figure]:
    units = {"requests": "requests", "KiB received": "KiB", "layout shift": ""}
    told = []
    for key in loads[0]:
        unit = units.get(key, "ms in the browser")
        label = name if key in {"requests", "KiB received"} else f"{name}, {key}"
        told.append(Figure(PART, label, median([one[key] for one in loads]), unit))
    return told
