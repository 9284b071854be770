"""Loads registers into the database of the settings, in a process of its own, and tells how long each part took."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from access import accounts
from bench.month import BEFORE, MONTH, oblasts_of
from demo import REGISTER_KEYS, nation
from demo import accounts as demo_accounts
from ingest import imports
from ingest.imports import Upload
from model import migrations
from model.accounts import Role
from model.database import write_session
from model.dates import today
from model.journal import ImportRun
from model.places import Municipality, Organization
from queries import snapshots

BY = "bench"


class Clock:
    """Adds up the seconds of the parts of a doing."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._last = time.perf_counter()

    def part(self, name: str) -> None:
        """All since the last part went to this one."""
        now = time.perf_counter()
        self.parts[name] = self.parts.get(name, 0.0) + now - self._last
        self._last = now


def load_before(folder: Path, scale: str, count: int) -> dict[str, float]:
    """Everything as it stood a month ago, an oblast a transaction, as the demo loads it."""
    migrations.migrate()
    found = list(oblasts_of(scale, count))
    if count > 1:
        with write_session() as session:
            nation._write_municipalities(session, sum(one.scale.municipalities for one in found))
    clock, rewrite = Clock(), snapshots.rewriting(today())
    for oblast in found:
        with write_session() as session:
            runs = []
            for key in REGISTER_KEYS:
                runs.append(_take_in(session, folder / BEFORE / str(oblast.number), key))
                clock.part(key)
            imports.finish_import(session, runs, rewrite if oblast is found[-1] else _later)
            clock.part("settling")
        clock.part("writing it down")
    return clock.parts


def _take_in(session: Session, folder: Path, key: str) -> ImportRun:
    file = folder / f"{key}.csv"
    return imports.import_file(session, key, Upload(file, file.name), by=BY, take_good=False)[1]


def _later(_session: Session, _runs: Sequence[ImportRun], _others: Mapping[int, date]) -> None:
    """The stored sums are made once, with the last oblast."""


def load_month(folder: Path, scale: str, count: int) -> dict[str, float]:
    """What the month has brought, each register an import of its own, as people bring them."""
    clock = Clock()
    for oblast in oblasts_of(scale, count):
        for key in REGISTER_KEYS:
            take_one(folder / MONTH / str(oblast.number) / f"{key}.csv", key)
            clock.part(key)
    return clock.parts


def take_one(file: Path, key: str) -> None:
    """One file, as the command line takes it."""
    with write_session() as session:
        imports.accept(
            session,
            key,
            Upload(file, file.name),
            by=BY,
            take_good=False,
            rewrite=snapshots.rewriting(today()),
            figures=snapshots.figures_on(today()),
        )


def open_accounts() -> None:
    """The accounts of the demo, and those of the crowd: coordinators and heads."""
    with write_session() as session:
        demo_accounts.open_accounts(session)
        for role, table, most in ((Role.MUNICIPALITY, Municipality, 20), (Role.SCHOOL, Organization, 40)):
            for place in session.query(table).order_by(table.id).limit(most):
                login = f"crowd-{role.value}-{place.id}"
                if accounts.account_by_login(session, login) is None:
                    made = accounts.create(session, login, demo_accounts.PASSWORD, by=BY)
                    accounts.grant(session, made, role, place.id, personal_data=False, by=BY)


def main() -> None:
    """python -m bench.loading before|month FOLDER SCALE OBLASTS, or: one REGISTER FILE"""
    what, *given = sys.argv[1:]
    told: Any = None
    if what == "one":
        take_one(Path(given[1]), given[0])
    else:
        loads = {"before": load_before, "month": load_month}
        told = loads[what](Path(given[0]), given[1], int(given[2]))
        open_accounts()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
