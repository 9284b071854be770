"""Measures screens over HTTP: warm, first after an import, and the floor between them."""

import csv
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import screens
from bench.browsing import Answer, Browser, callback_body
from bench.figures import Figure, Goal, of_times
from bench.month import BEFORE
from bench.screens import DatabaseSample, Screen
from bench.serving import KEPT, ROOT, environment_for
from demo.accounts import PASSWORD

WARM_UPS, MOST, MOST_ANEW, LEAST, SECONDS = 10, 40, 12, 3, 5.0
SOME = 5  # the number of screens of a kind to measure warm
FLOOR = callback_body(("bench-floor.children",), {"bench-floor.title": "x"}, {})
ROUNDS = 4


class Measured:
    """One run on one server: the signed-in browsers, the times of the floor, the figures so far."""

    def __init__(self, port: int, folder: Path) -> None:
        self.cache_folder = folder / KEPT
        self.browsers: dict[str, Browser] = {}
        self.port = port
        self.floors: list[float] = []
        self.figures: list[Figure] = []

    def browser(self, login: str) -> Browser:
        """The browser of an account, signed in on first use."""
        if login not in self.browsers:
            self.browsers[login] = Browser(self.port)
            self.browsers[login].sign_in(login, PASSWORD)
        return self.browsers[login]

    def add(self, figure: Figure) -> None:
        """Add a figure and print it."""
        self.figures.append(figure)
        print(f"  {figure.name}: {figure.value:,.0f} {figure.unit}, {figure.count} times", flush=True)

    def floor(self, count: int = 6) -> None:
        """Measure the floor between screens, so that other load on the machine affects it too."""
        self.floors += [self.browser("assessor").call(FLOOR).milliseconds for _ in range(count)]

    def forget(self) -> None:
        """Delete all cached pages."""
        for file in self.cache_folder.rglob("*"):
            if file.is_file():
                file.unlink(missing_ok=True)

    def anew(self, part: str, screen: Screen) -> None:
        """Measure a screen that is not cached, by workers that have built such screens before."""
        browser, times, end = self.browser(screen.login), [], time.perf_counter() + SECONDS
        for turn in range(MOST_ANEW):
            if turn >= LEAST and time.perf_counter() > end:
                break
            self.forget()
            times.append(browser.call(screen.bodies[turn % len(screen.bodies)]).milliseconds)
        self.add(of_times(part, screen.name, times))
        self.floor()

    def warm(self, part: str, screen: Screen) -> None:
        """Measure a few screens of a kind, after each was shown once."""
        browser = self.browser(screen.login)
        bodies = screen.bodies[:SOME]
        for answer in _answers(browser, bodies, least=len(bodies), most=WARM_UPS):
            _check(screen, answer)
        times = [answer.milliseconds for answer in _answers(browser, bodies, least=LEAST, most=MOST)]
        self.add(of_times(part, screen.name, times, screen.goal))
        self.floor()


def _answers(browser: Browser, bodies: Sequence[dict[str, Any]], *, least: int, most: int) -> Iterator[Answer]:
    """The answers to the callbacks in turn, until there are enough or time is up."""
    end = time.perf_counter() + SECONDS
    for turn in range(most):
        if turn >= least and time.perf_counter() > end:
            return
        yield browser.call(bodies[turn % len(bodies)])


def _check(screen: Screen, answer: Answer) -> None:
    """Check that the answer is the screen, not an error."""
    assert answer.status == 200, f"{screen.name}: {answer.status}"
    if "frame-title" in answer.payload["response"]:
        assert answer.title not in {"Ошибка", "Страница не найдена"}, f"{screen.name}: {answer.title}"


def floor_of(run: Measured) -> Figure:
    """The floor as a figure."""
    return of_times("Floor", "a callback that does nothing, in the same server", run.floors)


def measure_warm(run: Measured, sample: DatabaseSample) -> None:
    """Measure every page and every change of date, filter and order."""
    run.floor(40)
    for part, group in (
        ("Opening, warm", screens.places(sample)),
        ("Other pages, warm", screens.pages(sample)),
        ("Dates, filters, orders", screens.turns(sample)),
        ("People", screens.people(sample)),
    ):
        for screen in group:
            run.warm(part, screen)


def measure_anew(run: Measured, sample: DatabaseSample) -> None:
    """Measure the screens without a cached page, as after an import."""
    places = [*screens.places(sample)[:1], *screens.others(sample)]
    for screen in [*places, *screens.pages(sample)[:9], *screens.turns(sample), *screens.people(sample)[:5]]:
        run.anew("Not looked at since the last import", screen)


def measure_first(run: Measured, sample: DatabaseSample, disturb: Callable[[int], None]) -> None:
    """Measure each screen once after an import that changes a person, in another order each round."""
    measured = [*screens.places(sample), *_firsts(sample)]
    times: dict[str, list[float]] = {screen.name: [] for screen in measured}
    for number in range(ROUNDS):
        disturb(number)
        rotated = measured[number % len(measured) :] + measured[: number % len(measured)]
        for screen in rotated:
            body = screen.bodies[number % len(screen.bodies)]
            times[screen.name].append(run.browser(screen.login).call(body).milliseconds)
        run.floor()
    for screen in measured:
        goal = screens.FIRST if screen.goal != Goal() else screen.goal
        run.add(of_times("First after an import", screen.name, times[screen.name], goal))


def _firsts(sample: DatabaseSample) -> list[Screen]:
    names = {"competences", "applications", "events", "people list, first page", "region by position"}
    all_screens = (*screens.pages(sample), *screens.turns(sample), *screens.people(sample))
    return [screen for screen in all_screens if screen.name in names]


def disturbing(url: str, folder: Path) -> Callable[[int], None]:
    """A function that imports a register of one person with a new position each time."""
    with (folder / "registers" / BEFORE / "0" / "staff.csv").open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=";")
        headings, row = next(reader), next(reader)
    place = headings.index("Должность")

    def disturb(number: int) -> None:
        file = folder / "disturbance.csv"
        changed = [*row[:place], f"демонстратор {number}", *row[place + 1 :]]
        with file.open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines, delimiter=";").writerows([headings, changed])
        command = [sys.executable, "-m", "bench.loading", "one", "staff", str(file)]
        subprocess.run(command, cwd=ROOT, env=environment_for(url, folder), check=True, stdout=subprocess.DEVNULL)

    return disturb


def sizes(run: Measured, some: Sequence[Screen]) -> list[Figure]:
    """The size of the answers of the screens in KiB, as sent."""
    figures = []
    for screen in some:
        answer = run.browser(screen.login).call(screen.bodies[0])
        figures.append(Figure("Answers, as sent", screen.name, len(answer.body) / 1024, "KiB"))
    return figures
