"""Loads registers into the database in a separate process, and prints how long each part took."""

import json
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from access import accounts
from bench.month import BEFORE, MONTH, oblasts_of
from demo import REGISTER_KEYS, nation
from demo import accounts as demo_accounts
from ingest import imports
from ingest.imports import Upload
from ingest.writing.derivation import derive_outdated
from model import migrations
from model.accounts import Role
from model.database import write_session
from model.dates import today
from model.journal import ImportRun
from model.places import Municipality, Organization
from queries import counts, quality_sums

BY = "bench"


class Clock:
    """Adds up the seconds of the parts of a job."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._last = time.perf_counter()

    def part(self, name: str) -> None:
        """Add the time since the last part to this one."""
        now = time.perf_counter()
        self.parts[name] = self.parts.get(name, 0.0) + now - self._last
        self._last = now


def load_before(folder: Path, scale: str, count: int) -> dict[str, float]:
    """Load everything as of a month ago, one transaction for each oblast, as the demo does."""
    migrations.migrate()
    derive_outdated(quality_sums.rewriting(today()))
    loaded_oblasts = list(oblasts_of(scale, count))
    if count > 1:
        with write_session() as session:
            nation._write_municipalities(session, sum(one.scale.municipalities for one in loaded_oblasts))
    clock, rewrite = Clock(), quality_sums.rewriting(today())
    for oblast in loaded_oblasts:
        with write_session() as session:
            runs = []
            for key in REGISTER_KEYS:
                runs.append(_import_register(session, folder / BEFORE / str(oblast.number), key))
                clock.part(key)
            imports.finish_import(session, runs, rewrite if oblast is loaded_oblasts[-1] else _later)
            clock.part("settling")
        clock.part("writing it down")
    return clock.parts


def _import_register(session: Session, folder: Path, key: str) -> ImportRun:
    file = folder / f"{key}.csv"
    return imports.import_file(session, key, Upload(file, file.name), by=BY, take_good=False)[1]


def _later(_session: Session, _runs: Sequence[ImportRun], _others: Collection[int]) -> None:
    """Do nothing: the stored sums are computed once, with the last oblast."""


def load_month(folder: Path, scale: str, count: int) -> dict[str, float]:
    """Import the changes of the month, each register as a separate import, as people do."""
    clock = Clock()
    for oblast in oblasts_of(scale, count):
        for key in REGISTER_KEYS:
            import_one(folder / MONTH / str(oblast.number) / f"{key}.csv", key)
            clock.part(key)
    return clock.parts


def import_one(file: Path, key: str) -> None:
    """Import one file as the command line does."""
    with write_session() as session:
        imports.accept(
            session,
            key,
            Upload(file, file.name),
            by=BY,
            take_good=False,
            rewrite=quality_sums.rewriting(today()),
            figures=counts.figures_on(today()),
        )


def read_with_pandas(folder: Path) -> dict[str, float]:
    """Read all registers of a folder as an analyst would, every cell as text; the seconds of processor."""
    begun_at = time.process_time()
    for file in sorted(folder.rglob("*.csv")):
        pd.read_csv(file, sep=";", dtype=str)
    return {"read": time.process_time() - begun_at}


def open_accounts() -> None:
    """Create the accounts of the demo and of the crowd: coordinators and heads."""
    with write_session() as session:
        demo_accounts.open_accounts(session)
        for role, table, most in ((Role.MUNICIPALITY, Municipality, 20), (Role.SCHOOL, Organization, 40)):
            for place in session.query(table).order_by(table.id).limit(most):
                login = f"crowd-{role.value}-{place.id}"
                if accounts.account_by_login(session, login) is None:
                    account = accounts.create(session, login, demo_accounts.PASSWORD, by=BY)
                    accounts.grant(session, account, role, place.id, personal_data=False, by=BY)


def main() -> None:
    """python -m bench.loading before|month FOLDER SCALE OBLASTS, or: one REGISTER FILE, or: read FOLDER"""
    command, *arguments = sys.argv[1:]
    durations: Any = None
    if command == "one":
        import_one(Path(arguments[1]), arguments[0])
    elif command == "read":
        durations = read_with_pandas(Path(arguments[0]))
    else:
        loads = {"before": load_before, "month": load_month}
        durations = loads[command](Path(arguments[0]), arguments[1], int(arguments[2]))
        open_accounts()
    print(json.dumps(durations))


if __name__ == "__main__":
    main()
