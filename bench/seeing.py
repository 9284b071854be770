"""A real browser: both loads of the region's screen and a click, beside the same of a plain Dash page with one card."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.figures import NO_GOAL, Figure, Goal, median
from bench.serving import WORKERS, environment_for, free_port, running
from demo.accounts import PASSWORD

PART = "In a real browser, the region's screen"
TIMES = 5
MS = "ms in the browser"
HEADING, ANSWERS = "until its heading is there", "until it answers to its user"
LONGEST, SHIFT = "longest task", "layout shift"
FIRST, SECOND, CLICK = "first load", "second load", "a click on a municipality"
DRAWN = "until its first screenful is drawn"
_UNITS = {"requests": "requests", "KiB received": "KiB", SHIFT: ""}
GOALS: Mapping[tuple[str, str], Goal] = {
    (FIRST, ANSWERS): Goal(floors=1.5),
    (SECOND, ANSWERS): Goal(floors=1.2),
    (FIRST, "KiB received"): Goal(most=700),
    (SECOND, "KiB received"): Goal(most=60),
    (SECOND, "requests"): Goal(most=6),
    (CLICK, DRAWN): Goal(most=300, floors=2),
    **{(step, SHIFT): Goal(most=0) for step in (FIRST, SECOND, CLICK)},
    **{(step, LONGEST): Goal(most=100) for step in (FIRST, SECOND, CLICK)},
}


@dataclass(frozen=True)
class Place:
    """A page to measure: its address, when Dash has drawn it, and the link to click on."""

    address: str
    is_live: str
    link: str


# The first screen of the product is HTML until Dash has drawn it.
PRODUCT = (
    "document.querySelector('main h1') && !document.getElementById('first-screen')",
    "main table a[href^='/mun']",
)
CARD = ("document.querySelector('main h1')", "main a")
# Written down in the page itself, so that the tool which drives the browser does not count.
_WATCH = """
window.seen = {long: [], shift: 0, heading: 0, live: 0};
const watch = (type, note) =>
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
watch("longtask", one => seen.long.push([one.startTime, one.duration]));
watch("layout-shift", one => { if (!one.hadRecentInput) seen.shift += one.value });
const look = () => {
    if (!seen.heading && document.querySelector("main h1")) seen.heading = performance.now();
    if (%s) seen.live = performance.now(); else requestAnimationFrame(look);
};
requestAnimationFrame(look);
const heading = () => (document.querySelector("main h1") || {}).textContent;
window.addEventListener("click", event => {
    const before = heading();
    const wait = () => heading() === before ? requestAnimationFrame(wait) : requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => seen.drawn = performance.now() - event.timeStamp;
        painted.port2.postMessage(0);
    });
    wait();
}, {capture: true});
"""
# Half a second without a long task: later drawing does not block the user.
_QUIET = """() => new Promise(done => { const look = () => {
    const end = Math.max(0, ...seen.long.map(([start, duration]) => start + duration));
    if (IS_THERE && performance.now() > end + 600) done(seen); else setTimeout(look, 50);
}; setTimeout(look, 600); })"""


def measure_browser(port: int, folder: Path) -> list[Figure]:
    """Measure both loads and a click several times, of the card and of the product in turn, each time anew."""
    card_port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{card_port}", "-w", str(WORKERS), "--threads", "4"]
    environment = environment_for("", folder)
    runs: dict[str, list[dict[str, dict[str, float]]]] = {"card": [], "product": []}
    places = {
        "card": Place(f"http://127.0.0.1:{card_port}/", *CARD),
        "product": Place(f"http://127.0.0.1:{port}/region", *PRODUCT),
    }
    with (
        (folder / "card.log").open("w") as log,
        running([*command, "bench.card:server"], environment, str(card_port), log),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=_executable(), args=["--no-sandbox", "--disable-gpu"])
        for _ in range(TIMES):
            for name, place in places.items():
                runs[name].append(_visit(browser, place, f"http://127.0.0.1:{port}/login"))
        browser.close()
    return _figures(runs["product"], runs["card"])


def _executable() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(path for name in names if (path := shutil.which(name)))


def _visit(browser: Browser, place: Place, sign_in: str) -> dict[str, dict[str, float]]:
    """Both loads and a click; signing in by a request only leaves the browser's cache empty."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 1000})
    form = {"login": "assessor", "password": PASSWORD}
    answer = context.request.post(sign_in, form=form, max_redirects=0)
    assert answer.status == 302, answer.status
    figures = {name: _load(context, place) for name in (FIRST, SECOND)}
    figures[CLICK] = _click(context, place)
    context.close()
    return figures


def _load(context: BrowserContext, place: Place) -> dict[str, float]:
    page, traffic = _open(context, place)
    marks = page.evaluate(_QUIET.replace("IS_THERE", "seen.live"))
    page.wait_for_load_state("networkidle")
    ends = [start + duration for start, duration in marks["long"]]
    page.close()
    return {HEADING: marks["heading"], ANSWERS: max(marks["live"], *ends, 0), **traffic, **_blocks(marks)}


def _click(context: BrowserContext, place: Place) -> dict[str, float]:
    page, _ = _open(context, place)
    page.evaluate(_QUIET.replace("IS_THERE", "seen.live"))
    page.wait_for_load_state("networkidle")
    link = page.locator(place.link).filter(visible=True).first
    link.scroll_into_view_if_needed()
    page.evaluate("() => { seen.long = []; seen.shift = 0 }")
    link.click()
    marks = page.evaluate(_QUIET.replace("IS_THERE", "seen.drawn"))
    page.close()
    return {DRAWN: marks["drawn"], **_blocks(marks)}


def _blocks(marks: Mapping[str, Any]) -> dict[str, float]:
    return {LONGEST: max([duration for _, duration in marks["long"]], default=0), SHIFT: marks["shift"]}


def _open(context: BrowserContext, place: Place) -> tuple[Page, dict[str, float]]:
    page = context.new_page()
    page.add_init_script(_WATCH.replace("%s", place.is_live))
    traffic = _count_traffic(context, page)
    page.goto(place.address, wait_until="commit")
    return page, traffic


def _count_traffic(context: BrowserContext, page: Page) -> dict[str, float]:
    """Count the requests and KiB of the network; the browser cache does not count."""
    traffic = {"requests": 0.0, "KiB received": 0.0}
    cached: set[Any] = set()
    tool = context.new_cdp_session(page)
    tool.send("Network.enable")
    tool.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"] and event["requestId"] not in cached:
            traffic["requests"] += 1
            traffic["KiB received"] += event["encodedDataLength"] / 1024

    tool.on("Network.loadingFinished", finished)
    return traffic


def _figures(product: list[dict[str, dict[str, float]]], card: list[dict[str, dict[str, float]]]) -> list[Figure]:
    """The medians of the product, times over those of the card."""
    return [
        Figure(
            PART,
            f"{step}, {name}",
            median([one[step][name] for one in product]),
            _UNITS.get(name, MS),
            floor=median([one[step][name] for one in card]) if name in (ANSWERS, DRAWN) else None,
            goal=GOALS.get((step, name), NO_GOAL),
        )
        for step in product[0]
        for name in product[0][step]
    ]
