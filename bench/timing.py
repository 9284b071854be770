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
from bench.screens import Known, Screen
from bench.serving import KEPT, ROOT, surroundings
from demo.accounts import PASSWORD

WARM_UPS, MOST, MOST_ANEW, LEAST, SECONDS = 10, 40, 12, 3, 5.0
SOME = 5  # of a kind are asked for when they are to be warm
FLOOR = callback_body(("bench-floor.children",), {"bench-floor.title": "x"}, {})
ROUNDS = 4


class Measured:
    """One run over one server: who is signed in, the floors met between the screens, the figures so far."""

    def __init__(self, port: int, folder: Path) -> None:
        self.kept = folder / KEPT
        self.browsers: dict[str, Browser] = {}
        self.port = port
        self.floors: list[float] = []
        self.figures: list[Figure] = []

    def browser(self, login: str) -> Browser:
        """The browser of an account, signed in once."""
        if login not in self.browsers:
            self.browsers[login] = Browser(self.port)
            self.browsers[login].sign_in(login, PASSWORD)
        return self.browsers[login]

    def tell(self, figure: Figure) -> None:
        """One figure more; whoever waits sees how far it has got."""
        self.figures.append(figure)
        print(f"  {figure.name}: {figure.value:,.0f} {figure.unit}, {figure.count} times", flush=True)

    def floor(self, count: int = 6) -> None:
        """A few more times of the floor: taken all along, as whatever else the machine does falls on it too."""
        self.floors += [self.browser("assessor").call(FLOOR).milliseconds for _ in range(count)]

    def forget(self) -> None:
        """No finished screen is kept any more."""
        for file in self.kept.rglob("*"):
            if file.is_file():
                file.unlink(missing_ok=True)

    def anew(self, part: str, screen: Screen) -> None:
        """Several times of a screen that has to be made, by workers that have made such ones before."""
        browser, times, end = self.browser(screen.login), [], time.perf_counter() + SECONDS
        for turn in range(MOST_ANEW):
            if turn >= LEAST and time.perf_counter() > end:
                break
            self.forget()
            times.append(browser.call(screen.bodies[turn % len(screen.bodies)]).milliseconds)
        self.tell(of_times(part, screen.name, times))
        self.floor()

    def warm(self, part: str, screen: Screen) -> None:
        """Many times of a few such screens, each of which has been shown before."""
        browser = self.browser(screen.login)
        bodies = screen.bodies[:SOME]
        for answer in _asked(browser, bodies, least=len(bodies), most=WARM_UPS):
            _checked(screen, answer)
        times = [answer.milliseconds for answer in _asked(browser, bodies, least=LEAST, most=MOST)]
        self.tell(of_times(part, screen.name, times, screen.goal))
        self.floor()


def _asked(browser: Browser, bodies: Sequence[dict[str, Any]], *, least: int, most: int) -> Iterator[Answer]:
    """The answers to callbacks by turns, until there are enough or it takes too long."""
    end = time.perf_counter() + SECONDS
    for turn in range(most):
        if turn >= least and time.perf_counter() > end:
            return
        yield browser.call(bodies[turn % len(bodies)])


def _checked(screen: Screen, answer: Answer) -> None:
    """It is the screen that was meant, not a refusal."""
    assert answer.status == 200, f"{screen.name}: {answer.status}"
    if "frame-title" in answer.told["response"]:
        assert answer.title not in {"Ошибка", "Страница не найдена"}, f"{screen.name}: {answer.title}"


def floor_of(run: Measured) -> Figure:
    """The floor itself."""
    return of_times("Floor", "a callback that does nothing, in the same server", run.floors)


def measure_warm(run: Measured, found: Known) -> None:
    """Every page and every turn."""
    run.floor(40)
    for part, some in (
        ("Opening, warm", screens.places(found)),
        ("Other pages, warm", screens.pages(found)),
        ("Dates, filters, orders", screens.turns(found)),
        ("People", screens.people(found)),
    ):
        for screen in some:
            run.warm(part, screen)


def measure_anew(run: Measured, found: Known) -> None:
    """What has to be made, since nobody has looked at it after the last import."""
    places = [*screens.places(found)[:1], *screens.others(found)]
    for screen in [*places, *screens.pages(found)[:9], *screens.turns(found), *screens.people(found)[:5]]:
        run.anew("Not looked at since the last import", screen)


def measure_first(run: Measured, found: Known, disturb: Callable[[int], None]) -> None:
    """Each screen once after an import that touched somebody, in another order each round."""
    asked = [*screens.places(found), *_firsts(found)]
    times: dict[str, list[float]] = {screen.name: [] for screen in asked}
    for number in range(ROUNDS):
        disturb(number)
        turned = asked[number % len(asked) :] + asked[: number % len(asked)]
        for screen in turned:
            body = screen.bodies[number % len(screen.bodies)]
            times[screen.name].append(run.browser(screen.login).call(body).milliseconds)
        run.floor()
    for screen in asked:
        goal = screens.FIRST if screen.goal != Goal() else screen.goal
        run.tell(of_times("First after an import", screen.name, times[screen.name], goal))


def _firsts(found: Known) -> list[Screen]:
    names = {"competences", "applications", "events", "people list, first page", "region by position"}
    every = (*screens.pages(found), *screens.turns(found), *screens.people(found))
    return [screen for screen in every if screen.name in names]


def disturbing(url: str, folder: Path) -> Callable[[int], None]:
    """Imports a register of one person whose position is another each time."""
    with (folder / "registers" / BEFORE / "0" / "staff.csv").open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=";")
        headings, row = next(reader), next(reader)
    place = headings.index("Должность")

    def disturb(number: int) -> None:
        file = folder / "disturbance.csv"
        told = [*row[:place], f"демонстратор {number}", *row[place + 1 :]]
        with file.open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines, delimiter=";").writerows([headings, told])
        command = [sys.executable, "-m", "bench.loading", "one", "staff", str(file)]
        subprocess.run(command, cwd=ROOT, env=surroundings(url, folder), check=True, stdout=subprocess.DEVNULL)

    return disturb


def sizes(run: Measured, some: Sequence[Screen]) -> list[Figure]:
    """How many bytes of answer the screens are, as sent."""
    told = []
    for screen in some:
        answer = run.browser(screen.login).call(screen.bodies[0])
        told.append(Figure("Answers, as sent", screen.name, len(answer.body) / 1024, "KiB"))
    return told
