"""python -m bench: measures everything in one run and writes it down; `make bench` gives the options."""

import argparse
import json
import os
import platform
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench import comparing, crowd, importing, limit, report, screens, seeing, timing
from bench.figures import Figure, Goal, Run, over_floor, printed, table
from bench.serving import Server, served, surroundings
from bench.timing import Measured
from bench.venvs import tool
from model import migrations

PARTS = ("import", "pages", "usual", "limit", "browser", "crowd")
CROWDS = (50, 200)
# The environments that parts want: made before anything is measured.
TOOLS = (("usual", "dash"), ("usual", "streamlit"), ("crowd", "load"))


def options() -> argparse.Namespace:
    """What is asked for."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--scale", choices=["small", "region"], default="region")
    asked.add_argument("--oblasts", type=int, default=1, help="more than one: a part of the nation, as large as that")
    asked.add_argument("--folder", type=Path, default=Path("var/bench"), help="where all that is made for it lies")
    asked.add_argument("--postgres", default="", help="a PostgreSQL server, in which a database is made for it")
    asked.add_argument("--keep", action="store_true", help="take the database of the last run, if it is there")
    asked.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    asked.add_argument("--seconds", type=int, default=60, help="for how long the crowds click")
    return asked.parse_args()


class Bench:
    """One run: its folder, its database, what it has measured."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        database = "PostgreSQL" if asked.postgres else "SQLite"
        size = f"{asked.scale} × {asked.oblasts}" if asked.oblasts > 1 else asked.scale
        self.name = f"{database}-{size}".lower().replace(" × ", "-")
        self.folder: Path = (asked.folder / self.name).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.url = self._url()
        # What runs in this very process reads the same database.
        os.environ.update(surroundings(self.url, self.folder))
        self.run = Run(f"{database}, {size}", {})
        self.failed: list[str] = []
        self.load = os.getloadavg()[1]
        self._share("venvs")

    def _url(self) -> str:
        if not self.asked.postgres:
            return f"sqlite:///{self.folder / 'bench.db'}"
        name = f"bench_{self.asked.scale}_{self.asked.oblasts}"
        return make_url(self.asked.postgres).set(database=name).render_as_string(hide_password=False)

    def _share(self, name: str) -> None:
        """All runs take the same environments."""
        (self.folder.parent / name).mkdir(exist_ok=True)
        if not (self.folder / name).exists():
            (self.folder / name).symlink_to(self.folder.parent / name)

    def ready(self) -> None:
        """A database: the one of the last run where that was asked for, else a new one whose import is measured."""
        for part, name in TOOLS:
            if part in self.asked.only:
                tool(self.folder, name, "python")
        kept = self.folder / "loaded.json"
        if self.asked.keep and kept.exists():
            told = json.loads(kept.read_text())
            self.run.figures += [Figure(**{**one, "goal": Goal(**one["goal"])}) for one in told]
            migrations.migrate()
            # The sums of today are stored by whatever is imported first today.
            timing.disturbing(self.url, self.folder)(timing.ROUNDS)
            return
        kept.unlink(missing_ok=True)
        importing.write_registers(self.folder, self.asked.scale, self.asked.oblasts, os.environ)
        self._empty()
        loaded = importing.measure_import(self.folder, self.asked.scale, self.asked.oblasts, os.environ)
        self.run.figures += loaded
        kept.write_text(json.dumps(Run("", {}, loaded).as_json()["figures"]))

    def _empty(self) -> None:
        if not self.asked.postgres:
            for file in self.folder.glob("bench.db*"):
                file.unlink()
            return
        engine = create_engine(make_url(self.asked.postgres), isolation_level="AUTOCOMMIT")
        name = make_url(self.url).database
        with engine.connect() as connection:
            connection.execute(text(f"drop database if exists {name} with (force)"))
            connection.execute(text(f"create database {name} encoding 'UTF8' template template0"))

    def measure(self) -> None:
        """Everything that was asked for, from the quiet to the loud."""
        self.ready()
        with served(self.url, self.folder) as server:
            run = Measured(server.port, self.folder)
            run.floor(40)
            for name in self.asked.only:
                self._try(name, self.parts(run, server).get(name, lambda: None))
            self.run.figures += over_floor([timing.floor_of(run), *run.figures], timing.floor_of(run).value)

    def _try(self, name: str, measure: Callable[[], None]) -> None:
        """A part that can't be measured is told and does not take the others with it."""
        try:
            with told_time(name):
                measure()
        except Exception:
            traceback.print_exc()
            self.failed.append(name)

    def parts(self, run: Measured, server: Server) -> dict[str, Callable[[], None]]:
        """What each part does."""
        return {
            "pages": lambda: self._pages(run),
            "usual": lambda: comparing.measure_usual(run, self.url, self.folder),
            "limit": lambda: run.figures.extend(limit.measure_limit()),
            "browser": lambda: run.figures.extend(seeing.measure_browser(server.port)),
            "crowd": lambda: self._crowds(run, server),
        }

    def _pages(self, run: Measured) -> None:
        found = screens.known()
        timing.measure_warm(run, found)
        timing.measure_anew(run, found)
        timing.measure_first(run, found, timing.disturbing(self.url, self.folder))
        run.figures += timing.sizes(run, [*screens.places(found), *screens.people(found)[:1]])

    def _crowds(self, run: Measured, server: Server) -> None:
        found = screens.known()
        run.floor(40)
        memory = [("before the crowds", server.memory())]
        for users in CROWDS:
            crowd.measure_crowd(run, found, self.folder, users, self.asked.seconds)
            memory.append((f"after {users} users", server.memory()))
        for name, sizes in memory:
            for place, size in enumerate(sizes, start=1):
                told = Figure("Memory of a worker", f"worker {place}, {name}", size, "MiB", goal=crowd.FLAT)
                run.figures.append(told)

    def write_down(self) -> None:
        """The figures as JSON, as a page of the docs, and on the terminal."""
        self.run.about = {
            "taken": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
            "besides": f"a load of {self.load:.1f} by other things in the minutes before (0 is a quiet machine)",
            "database": self._database(),
        }
        (self.folder / "figures.json").write_text(json.dumps(self.run.as_json(), ensure_ascii=False, indent=1))
        report.write_page(self.folder.parent)
        print(printed(table(self.run)))

    def _database(self) -> str:
        with create_engine(self.url).connect() as connection:
            counts = [
                f"{connection.scalar(text(f'select count(*) from {name}')):,} {told}".replace(",", " ")
                for name, told in (("person", "people"), ("assessment", "assessments"), ("application", "applications"))
            ]
            if not self.asked.postgres:
                return ", ".join([*counts, f"{(self.folder / 'bench.db').stat().st_size / 2**20:,.0f} MiB"])
            size = connection.scalar(text("select pg_database_size(current_database())"))
            version = connection.scalar(text("show server_version"))
            return ", ".join([*counts, f"{size / 2**20:,.0f} MiB", f"PostgreSQL {version}"])


@contextmanager
def told_time(name: str) -> Iterator[None]:
    """Says what is being measured and how long it took."""
    print(f"{name} …", flush=True)
    start = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - start:.0f} s", flush=True)


def main() -> None:
    """The whole run."""
    # Whoever ends it ends the server with it.
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))
    bench = Bench(options())
    bench.measure()
    bench.write_down()
    if bench.failed:
        sys.exit(f"not measured: {', '.join(bench.failed)}")


if __name__ == "__main__":
    main()
