"""What one request costs: any of any role leaves a worker within its memory and time, and its answer is small."""

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

import app
from dashboard.pages import PAGES
from dashboard.registry_columns import registry_columns
from queries.registry_filters import RegistryRows
from tests.addresses_of_pages import addresses_of, things_of
from tests.site import PAGE, PASSWORD
from tests.sizes import SIZES
from tests.village import FIRST, OUR_PROVIDER, Village, accounts_of, build_village

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 600 << 20
LONGEST = 10.0
LARGEST = 5 << 20
REFUSALS = {400, 404, 413, 414, 429}
ROLES = ("assessor", "ministry", "municipality", "school", "employee", "provider", "admin")
MEGABYTE = 1_000_000
CALLS = "/_dash-update-component"
REGISTRY_WORDS = ("rows", "columns", "reached", "programme", "level", "state", "since", "step")
ROWS = tuple(RegistryRows)


@dataclass(frozen=True)
class Ask:
    """One request: what it is called in a report, and what is sent."""

    name: str
    path: str
    body: bytes | None = None
    kind: str = "application/json"


class Server:
    """A real server of one worker, and what that worker takes."""

    def __init__(self, database: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
        own = {"PORT": str(self.port), "WEB_CONCURRENCY": "1", "DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
        # By day nothing that was ordered runs beside the requests that are measured: a job has a process of its own.
        own["JOBS_IN_WEB"] = "yes" if SIZES.is_night else "no"
        folders = {name: str(folder / name) for name in ("EXPORTS_FOLDER", "UPLOADS_FOLDER", "CACHE_DIR")}
        environment = {**os.environ, **own, **folders}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        self._wait()
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.worker = Path(f"/proc/{children[0]}")

    def _wait(self) -> None:
        for _ in range(240):
            try:
                if self.send("GET", "/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.5)
        raise AssertionError("the server did not start")

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, int, list[str]]:
        """The status, the size of the answer, its cookies."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, len(answer.read()), answer.headers.get_all("Set-Cookie", [])
        finally:
            connection.close()

    def sign_in(self, login: str) -> str:
        """The cookie of the account."""
        form = urlencode({"login": login, "password": PASSWORD}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, cookies = self.send("POST", "/login", form, kind)
        assert status == 302
        return next(one for one in cookies if one.startswith("session=")).partition(";")[0]

    def memory(self, which: str) -> int:
        """VmRSS, or VmHWM: the most since it was forgotten."""
        lines = (self.worker / "status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(which)).split()[1]) << 10

    def forget_most(self) -> None:
        (self.worker / "clear_refs").write_text("5")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


@pytest.fixture
def village(sqlite: str) -> Village:
    return build_village()


@pytest.fixture
def server(sqlite: str, village: Village, tmp_path: Path) -> Iterator[Server]:
    running = Server(sqlite, tmp_path)
    try:
        yield running
    finally:
        running.stop()


def screen(name: str, path: str, query: str = "") -> Ask:
    """A page, asked for as the browser's script asks."""
    return call(name, "..".join(["", "...".join(PAGE), ""]), {"pathname": path, "search": query})


def call(name: str, output: str, values: Mapping[str, object]) -> Ask:
    """A callback by its output, with values by the names of properties or components."""
    declared = app.app.callback_map[output]
    outputs = [_pair(one.partition("@")[0]) for one in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [_filled(one, values) for one in declared["inputs"]],
        "state": [_filled(one, values) for one in declared["state"]],
        "changedPropIds": [f"{declared['inputs'][0]['id']}.{declared['inputs'][0]['property']}"],
    }
    return Ask(name, CALLS, json.dumps(body).encode())


def _pair(name: str) -> dict[str, str]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


def _filled(one: Mapping[str, str], values: Mapping[str, object]) -> dict[str, object]:
    value = values.get(one["id"], values.get(one["property"]))
    return {"id": str(one["id"]), "property": one["property"], "value": value}


def worst(village: Village) -> list[Ask]:
    """The requests that once cost most, and their like."""
    school, provider = f"/organization/{village.ids[FIRST]}", f"/provider/{village.ids[OUR_PROVIDER]}"
    return [
        *worst_screens(school),
        *worst_of_registries(school, provider),
        call("a search of a megabyte", "search-found.children", {"value": "щ" * 400_000}),
        call("a search of letters", "search-found.children", {"value": " ".join("оаеиу" * 20)}),
        call("a roster of a megabyte", _named("accounts-roster-told"), {"contents": roster()}),
        Ask("a deep object", CALLS, b"[" * 500_000 + b"]" * 500_000),
        Ask("a long address", f"/region?find={'x' * 8_000}"),
        Ask("a form of many fields", ORDER, "&".join(f"a{number}=1" for number in range(90_000)).encode(), FORM),
        order("an order", f"/region/list/staff?rate={'q' * 450_000}", "pdf"),
        order("an order of one's own", f"{school}/list/staff", "docx"),
        Ask("a report of all years", f"{provider}/report.xlsx?since=0001-01-01&until=9999-12-31"),
        Ask("a report of a school", f"{school}/report.pdf?since=0001-01-01&until=9999-12-31"),
        Ask("a table", "/region/list/staff/table/rows.xlsx"),
        Ask("a document", f"/person/{village.ids['Аннаова Примера']}/appendix1.pdf"),
        Ask("many files", "/imports/upload", many_files(900), "multipart/form-data; boundary=b"),
    ]


def worst_screens(school: str) -> list[Ask]:
    """Pages with the longest words and the farthest numbers."""
    text, words = "q" * MEGABYTE, quote(" ".join(["Щ" * 100] * 10))
    names, places = ("rate", "by", "position"), ("/region", school)
    return [
        *(screen(f"{name} of a megabyte", place, f"?{name}={text}") for name in names for place in places),
        screen("a search of long words", "/region/list/staff", f"?search={words}"),
        screen("a page of the far end", "/region/list/staff", "?page=9999999"),
        screen("the last of days", "/region", "?on=2100-12-31&against=2000-01-01"),
        screen("a path of a megabyte", "/region/" + text),
    ]


def worst_of_registries(school: str, provider: str) -> list[Ask]:
    """Registries, periods and catalogues with all their columns and days, and parameters that are too long."""
    text, always = "q" * MEGABYTE, "since=2000-01-01&until=2100-12-31"
    every = "columns=" + ".".join(column.key for column in registry_columns(date(2026, 9, 30)))
    return [
        *(screen(f"{name} of a megabyte", "/region/registry", f"?{name}={text}") for name in REGISTRY_WORDS),
        *(screen(f"every column of {rows}", school + "/registry", f"?rows={rows}&{every}") for rows in ROWS),
        *(screen(f"a century of {where}", f"{where}/period", f"?{always}") for where in ("/region", school)),
        screen("a century of a flow", "/region/period/trainings", f"?{always}&page=9999999"),
        screen("a flow of a megabyte", "/region/period/" + text),
        screen("a catalogue of a megabyte", "/region/catalogue/people", f"?search={text}"),
        Ask("a registry as a table", f"/region/registry/table/rows.xlsx?{every}"),
        Ask("a registry of a provider", f"{provider}/registry/table/rows.csv?rows=results"),
        Ask("a century as a table", f"/region/period/trainings/table/rows.xlsx?{always}"),
        Ask("a century as a document", f"/region/period.pdf?{always}"),
        order("appendix 2 of a registry", f"/region/registry?rows=results&columns={text[:450_000]}", "xlsx"),
    ]


def order(name: str, where: str, suffix: str) -> Ask:
    """Documents of everyone in a list."""
    return Ask(name, ORDER, urlencode({"list": where, "form": "appendix1", "suffix": suffix}).encode(), FORM)


ORDER = "/exports/order"
FORM = "application/x-www-form-urlencoded"


def _named(beginning: str) -> str:
    return next(one for one in app.app.callback_map if one.strip(".").startswith(beginning))


def roster() -> str:
    """As many accounts as a megabyte holds."""
    lines = "Логин;Роль\n" + "".join(f"u{number};assessor\n" for number in range(4_900))
    return "data:text/csv;base64," + base64.b64encode(lines.encode()).decode()


def many_files(count: int) -> bytes:
    """One request with that many small files."""
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="%d.csv"\r\n\r\nx;y\n1;2\n\r\n'
    return b"".join(part % number for number in range(count)) + b"--b--\r\n"


def excess(server: Server, cookie: str, ask: Ask) -> str | None:
    """What the request took too much of; None where it kept within the bounds."""
    server.forget_most()
    before, began = server.memory("VmRSS"), time.monotonic()
    headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{server.port}", "Content-Type": ask.kind}
    status, size, _ = server.send("GET" if ask.body is None else "POST", ask.path, ask.body, headers)
    took, grown = time.monotonic() - began, server.memory("VmHWM") - before
    is_answered = status in {200, 204, 302, 303} or status in REFUSALS
    if is_answered and size <= LARGEST and took <= LONGEST and grown <= MOST_MEMORY:
        return None
    return f"{ask.name}: {status}, {size} bytes, {took:.1f} s, {grown >> 20} MiB"


def test_any_single_request_of_any_role_keeps_within_memory_time_and_size(server: Server, village: Village):
    logins = accounts_of(village)
    things = things_of(logins)
    addresses = [address for page in PAGES for address in addresses_of(page, things)][:: 1 if SIZES.is_night else 60]
    asks = [*worst(village), *(screen(one, one) for one in addresses)]
    exceeded = []
    for role in ROLES:
        cookie = server.sign_in(logins[role])
        exceeded += [f"{role}: {one}" for ask in asks if (one := excess(server, cookie, ask))]
    assert exceeded == []
