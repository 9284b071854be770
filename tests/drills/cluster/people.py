"""People who click, and an import that runs: what each of them was answered, and when."""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.drills.cluster import network
from tests.drills.cluster.services import APPS, PEOPLE, PROXY, Cluster
from tests.site import PASSWORD
from tests.world import as_csv

LIST = "/region/list/staff"
ADDRESSES = (LIST, LIST, LIST, "/region", "/region/competences", "/definitions")
_SHOWN = re.compile(r'pager-shown">[^<]*? из ([\d\s]+)')
# Seconds that a person waits for an answer, and the longest pause before the next click.
PATIENCE, PAUSE = 20, 10
# People whom each import adds: a number in between would be half an import.
STEP = 3


@dataclass(frozen=True)
class Look:
    """One answer: when it was asked for and came, the number on it, and what was wrong with it."""

    begun: float
    ended: float
    number: int | None = None
    fault: str = ""


class Person(threading.Thread):
    """Somebody who signs in once and then opens pages."""

    def __init__(self, login: str, stopping: threading.Event) -> None:
        super().__init__(name=login, daemon=True)
        self.looks: list[Look] = []
        self._login, self._stopping, self._cookies = login, stopping, dict[str, str]()
        self._chance = random.Random(login)

    def run(self) -> None:
        network.enter(PEOPLE)
        while not self._stopping.is_set() and not self._signs_in():
            self._stopping.wait(1)
        while not self._stopping.wait(self._chance.uniform(0, PAUSE)):
            self.looks.append(self._opens(self._chance.choice(ADDRESSES)))

    def _signs_in(self) -> bool:
        try:
            status, _ = self._ask("POST", "/login", urlencode({"login": self._login, "password": PASSWORD}))
        except (OSError, HTTPException):
            return False
        return status == 302

    def _opens(self, address: str) -> Look:
        begun = time.monotonic()
        try:
            status, text = self._ask("GET", address)
        except (OSError, HTTPException) as error:
            return Look(begun, time.monotonic(), fault=f"no answer ({type(error).__name__})")
        ended = time.monotonic()
        if status in (302, 401):
            return Look(begun, ended, fault="signed out")
        if status != 200:
            is_polite = "Ваши данные целы" in text
            return Look(begun, ended, fault=f"{status}, polite" if is_polite else f"{status}: {text[:60]!r}")
        if "<title>" not in text or "Ошибка системы" in text:
            return Look(begun, ended, fault="200 with an error on it")
        if address != LIST:
            return Look(begun, ended)
        shown = _SHOWN.search(text)
        if not shown:
            return Look(begun, ended, fault="200 without its number")
        return Look(begun, ended, int(re.sub(r"\D", "", shown[1])))

    def _ask(self, method: str, address: str, body: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection(PROXY.address, 80, timeout=PATIENCE)
        headers = {"Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{PROXY.address}"}
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self._cookies[key] = rest.partition(";")[0]
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()


@dataclass(frozen=True)
class Import:
    """An attempt to import a file: the number of people that it leads to, and whether it was told as done."""

    begun: float
    ended: float
    number: int
    is_done: bool


class Importer(threading.Thread):
    """Imports one small file after another by the command line; one that failed is repeated as it is."""

    def __init__(self, cluster: Cluster, first: int, stopping: threading.Event) -> None:
        super().__init__(name="importer", daemon=True)
        self.attempts: list[Import] = []
        self._cluster, self._number, self._stopping = cluster, first, stopping

    def run(self) -> None:
        hosts = 0
        while not self._stopping.wait(2):
            number, begun = self._number + STEP, time.monotonic()
            file = self._cluster.folder / "shared" / f"{number}.csv"
            file.write_bytes(staff_file(range(self._number, number)))
            is_done = self._cluster.run_command(APPS[hosts % 2], "import", "staff", str(file)) == 0
            self.attempts.append(Import(begun, time.monotonic(), number, is_done))
            if is_done:
                self._number = number
            else:
                hosts += 1


def staff_file(numbers: range) -> bytes:
    """A register of the staff: a person for each number."""
    return as_csv("staff", [_row(number) for number in numbers])


def _row(number: int) -> dict[str, object]:
    place = {"municipality": "Еманжелинский муниципальный округ", "organization": "МБОУ СОШ № 1"}
    who = {"identifier": f"У-{number}", "full_name": f"Примерова Анна {number}", "position": "учитель"}
    return {**place, **who, "category": "педагогический", "since": "01.09.2015"}


class Day:
    """Fifty people and an importer at work; `break_in` breaks something among them and tells what they saw."""

    def __init__(self, cluster: Cluster, logins: list[str], first: int) -> None:
        self._stopping = threading.Event()
        self.first = first
        self.people = [Person(login, self._stopping) for login in logins]
        self.importer = Importer(cluster, first, self._stopping)

    def begin(self) -> None:
        for one in (*self.people, self.importer):
            one.start()

    def end(self) -> None:
        self._stopping.set()
        for one in (*self.people, self.importer):
            one.join(timeout=2 * PATIENCE)

    def looks(self, since: float = 0, until: float = float("inf")) -> list[Look]:
        """The answers that came in this time, in their order."""
        every = [look for person in self.people for look in list(person.looks)]
        return sorted((look for look in every if since <= look.ended <= until), key=lambda look: look.ended)

    def faults(self, since: float, until: float = float("inf")) -> list[Look]:
        return [look for look in self.looks(since, until) if look.fault]

    def wrong_numbers(self) -> list[str]:
        """What nobody may ever see: half an import, less than before, less than an import told as done."""
        wrong = []
        done = [(one.ended, one.number) for one in list(self.importer.attempts) if one.is_done]
        most = self.first + STEP * (len(done) + 1)
        for person in self.people:
            last = self.first
            for look in list(person.looks):
                if look.number is None:
                    continue
                least = max([last, *(number for ended, number in done if ended < look.begun)])
                if (look.number - self.first) % STEP or not least <= look.number <= most:
                    wrong.append(f"{person.name}: {look.number}, at least {least}, at most {most}")
                last = look.number
        return wrong


def measured(what: Callable[[], object]) -> float:
    """The moment just before something is done."""
    moment = time.monotonic()
    what()
    return moment
