"""An import killed at any moment has happened whole or not at all, and can be repeated."""

import os
import random
import signal
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ingest.imports import Upload, accept
from ingest.writing.derivation import derive_outdated
from model import database as doors
from model import migrations
from model.database import write_session
from queries import quality_sums
from tests.contents import Contents, contents, without_history
from tests.registers_as_files import write_csv
from tests.sizes import SIZES

KILLS = SIZES.kills
TODAY = date(2026, 5, 31)
WHO = {"municipality": "Еманжелинский муниципальный округ", "organization": "МБОУ СОШ № 1"}
FIRST = date(2026, 3, 1)
REGISTERS = ("staff", "appendix1", "applications", "appendix2", "participation")
PEOPLE = 6

Step = tuple[str, bytes]


def chain(seed: int) -> Iterator[Step]:
    """An endless chain of registers, each with new and changed rows."""
    chance = random.Random(seed)
    number = 0
    while True:
        for register in REGISTERS:
            people = range(1, PEOPLE + number // 10)
            yield register, write_csv(register, [_row(register, one, chance) for one in people])
            number += 1


def _row(register: str, one: int, chance: random.Random) -> dict[str, object]:
    day = FIRST + timedelta(days=chance.randrange(90))
    later = day + timedelta(days=chance.randrange(40))
    said: dict[str, dict[str, object]] = {
        "staff": {"category": "педагогический", "since": date(2015, 9, 1), "position": chance.choice(["учитель", ""])},
        "appendix1": {"procedure": "Оценка", "passed_on": FIRST, "formed_on": day, "programmes": ["Чтение"]},
        "applications": {
            **{"number": f"З-{one}", "kind": "ДПП", "name": chance.choice(["Чтение", "Письмо"]), "submitted_on": day},
            **{"head_decision": "подтверждена", "head_on": later},
        },
        "appendix2": {"programme": "Чтение", "realized": (FIRST, later), "document_number": chance.choice(["1", ""])},
        "participation": {"event": "Форум", "starts_on": FIRST, "chosen_on": day, "confirmed_on": later},
    }
    return {**WHO, "identifier": f"Т-{one}", "full_name": f"Анна {one}", **said[register]}


def run_import(step: Step) -> None:
    register, content = step
    upload, rewrite = Upload(content, f"{register}.csv"), quality_sums.rewriting(TODAY)
    with write_session() as session:
        accept(session, register, upload, by="test", take_good=False, rewrite=rewrite)


def close_connections() -> None:
    """Close all connections, so that no child process shares one."""
    for engine in doors._engines.values():
        engine.dispose()


def kill_import(step: Step, after: float) -> bool:
    """Import in a child process, kill it after `after` seconds and return whether it was still running."""
    close_connections()
    child = os.fork()
    if not child:
        try:
            run_import(step)
            os._exit(0)
        except BaseException:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def test_an_import_killed_at_any_moment_happened_whole_or_not_at_all(database, monkeypatch, tmp_path):
    chance, steps = random.Random(17), chain(17)
    reference = f"sqlite:///{tmp_path / 'never-killed.db'}"
    monkeypatch.setenv("DATABASE_URL", reference)
    migrations.migrate()
    derive_outdated(quality_sums.rewriting(TODAY))
    stopped = happened = attempts = 0
    wait = 2 * seconds_of_the_first(next(steps), database, monkeypatch)
    while attempts < 3 * KILLS and not is_proven(attempts, stopped, happened):
        step = next(steps)
        run_import(step)
        after = contents()
        with monkeypatch.context() as other:
            other.setenv("DATABASE_URL", database)
            before = contents()
            attempts += 1
            stopped += kill_import(step, chance.uniform(0, wait))
            found = contents()
            assert found == before or is_next(before, found, after)
            happened += found != before
            # However fast the machine is, about half of the kills come too early and half too late.
            wait *= 0.8 if found != before else 1.2
            run_import(step)
            assert without_history(contents()) == without_history(after)
    assert is_proven(attempts, stopped, happened), (attempts, stopped, happened)


def seconds_of_the_first(step: Step, database: str, monkeypatch: pytest.MonkeyPatch) -> float:
    """Import a step into both databases and return the seconds in the one where imports are killed."""
    run_import(step)
    with monkeypatch.context() as other:
        other.setenv("DATABASE_URL", database)
        started = time.monotonic()
        run_import(step)
        return time.monotonic() - started


def is_proven(attempts: int, stopped: int, happened: int) -> bool:
    """Whether enough kills came neither all too early nor all too late."""
    return attempts >= KILLS and stopped > KILLS / 3 and 0 < happened < attempts


def is_next(before: Contents, found: Contents, after: Contents) -> bool:
    """Whether exactly one more import has happened completely."""
    added = {found[name].total() - before[name].total() for name in ("import_run", "journal_entry")}
    return added == {1} and without_history(found) == without_history(after)
