"""python -m bench: measures everything in one run and saves the figures; `make bench` gives the options."""

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
from bench.figures import Figure, Goal, Run, over_floor, table, terminal_text
from bench.serving import Server, environment_for, served
from bench.timing import Measured
from bench.venvs import tool
from model import migrations

PARTS = ("import", "pages", "usual", "limit", "browser", "crowd")
CROWDS = (50, 200)
# The virtual environments of the parts, created before anything is measured.
TOOLS = (("usual", "dash"), ("usual", "streamlit"), ("crowd", "load"))


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--scale", choices=["small", "region"], default="region")
    parser.add_argument("--oblasts", type=int, default=1, help="more than one: a part of the nation of that size")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="the working folder")
    parser.add_argument("--postgres", default="", help="the URL of a PostgreSQL server, on which a database is created")
    parser.add_argument("--keep", action="store_true", help="use the database of the last run, if it exists")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=int, default=60, help="how long the crowds click")
    return parser.parse_args()


class Bench:
    """One run: its options, its folder, its database, its figures."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        database = "PostgreSQL" if options.postgres else "SQLite"
        size = f"{options.scale} × {options.oblasts}" if options.oblasts > 1 else options.scale
        self.name = f"{database}-{size}".lower().replace(" × ", "-")
        self.folder: Path = (options.folder / self.name).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.url = self._url()
        # The code in this process reads the same database.
        os.environ.update(environment_for(self.url, self.folder))
        self.run = Run(f"{database}, {size}", {})
        self.failed: list[str] = []
        self.load = os.getloadavg()[1]
        self._share("venvs")

    def _url(self) -> str:
        if not self.options.postgres:
            return f"sqlite:///{self.folder / 'bench.db'}"
        name = f"bench_{self.options.scale}_{self.options.oblasts}"
        return make_url(self.options.postgres).set(database=name).render_as_string(hide_password=False)

    def _share(self, name: str) -> None:
        """All runs share the virtual environments."""
        (self.folder.parent / name).mkdir(exist_ok=True)
        if not (self.folder / name).exists():
            (self.folder / name).symlink_to(self.folder.parent / name)

    def ready(self) -> None:
        """Prepare the database: the one of the last run with --keep, or a new one whose import is measured."""
        for part, name in TOOLS:
            if part in self.options.only:
                tool(self.folder, name, "python")
        saved = self.folder / "loaded.json"
        if self.options.keep and saved.exists():
            figures = json.loads(saved.read_text())
            self.run.figures += [Figure(**{**figure, "goal": Goal(**figure["goal"])}) for figure in figures]
            migrations.migrate()
            # The first import of a day stores its sums.
            timing.disturbing(self.url, self.folder)(timing.ROUNDS)
            return
        saved.unlink(missing_ok=True)
        importing.write_registers(self.folder, self.options.scale, self.options.oblasts, os.environ)
        self._empty()
        loaded = importing.measure_import(self.folder, self.options.scale, self.options.oblasts, os.environ)
        self.run.figures += loaded
        saved.write_text(json.dumps(Run("", {}, loaded).as_json()["figures"]))

    def _empty(self) -> None:
        if not self.options.postgres:
            for file in self.folder.glob("bench.db*"):
                file.unlink()
            return
        engine = create_engine(make_url(self.options.postgres), isolation_level="AUTOCOMMIT")
        name = make_url(self.url).database
        with engine.connect() as connection:
            connection.execute(text(f"drop database if exists {name} with (force)"))
            connection.execute(text(f"create database {name} encoding 'UTF8' template template0"))

    def measure(self) -> None:
        """Measure the chosen parts, from the quietest to the loudest."""
        self.ready()
        with served(self.url, self.folder) as server:
            run = Measured(server.port, self.folder)
            run.floor(40)
            for name in self.options.only:
                self._try(name, self.parts(run, server).get(name, lambda: None))
            self.run.figures += over_floor([timing.floor_of(run), *run.figures], timing.floor_of(run).value)

    def _try(self, name: str, measure: Callable[[], None]) -> None:
        """Measure a part; a failure is printed and does not stop the other parts."""
        try:
            with timed_part(name):
                measure()
        except Exception:
            traceback.print_exc()
            self.failed.append(name)

    def parts(self, run: Measured, server: Server) -> dict[str, Callable[[], None]]:
        """The function of each part."""
        return {
            "pages": lambda: self._pages(run),
            "usual": lambda: comparing.measure_usual(run, self.url, self.folder),
            "limit": lambda: run.figures.extend(limit.measure_limit()),
            "browser": lambda: run.figures.extend(seeing.measure_browser(server.port, self.folder)),
            "crowd": lambda: self._crowds(run, server),
        }

    def _pages(self, run: Measured) -> None:
        sample = screens.sample_database()
        timing.measure_warm(run, sample)
        timing.measure_anew(run, sample)
        timing.measure_first(run, sample, timing.disturbing(self.url, self.folder))
        run.figures += timing.sizes(run, [*screens.places(sample), *screens.people(sample)[:1]])

    def _crowds(self, run: Measured, server: Server) -> None:
        sample = screens.sample_database()
        run.floor(40)
        memory = [("before the crowds", server.memory())]
        for users in CROWDS:
            crowd.measure_crowd(run, sample, self.folder, users, self.options.seconds)
            memory.append((f"after {users} users", server.memory()))
        for name, sizes in memory:
            for place, size in enumerate(sizes, start=1):
                figure = Figure("Memory of a worker", f"worker {place}, {name}", size, "MiB", goal=crowd.FLAT)
                run.figures.append(figure)

    def write_down(self) -> None:
        """Save the figures as JSON and as a page of the docs, and print them."""
        self.run.about = {
            "taken": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
            "besides": f"a load of {self.load:.1f} by other things in the minutes before (0 is a quiet machine)",
            "database": self._database(),
        }
        (self.folder / "figures.json").write_text(json.dumps(self.run.as_json(), ensure_ascii=False, indent=1))
        report.write_page(self.folder.parent)
        print(terminal_text(table(self.run)))

    def _database(self) -> str:
        with create_engine(self.url).connect() as connection:
            counts = [
                f"{connection.scalar(text(f'select count(*) from {name}')):,} {label}".replace(",", " ")
                for name, label in (
                    ("person", "people"),
                    ("assessment", "assessments"),
                    ("application", "applications"),
                )
            ]
            if not self.options.postgres:
                return ", ".join([*counts, f"{(self.folder / 'bench.db').stat().st_size / 2**20:,.0f} MiB"])
            size = connection.scalar(text("select pg_database_size(current_database())"))
            version = connection.scalar(text("show server_version"))
            return ", ".join([*counts, f"{size / 2**20:,.0f} MiB", f"PostgreSQL {version}"])


@contextmanager
def timed_part(name: str) -> Iterator[None]:
    """Print the part and how long it took."""
    print(f"{name} …", flush=True)
    start = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - start:.0f} s", flush=True)


def main() -> None:
    """Run the benchmark."""
    # SIGTERM must also stop the server, in its `finally`.
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(1))
    bench = Bench(options())
    bench.measure()
    bench.write_down()
    if bench.failed:
        sys.exit(f"not measured: {', '.join(bench.failed)}")


if __name__ == "__main__":
    main()
