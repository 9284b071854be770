"""Gauges for Prometheus: what the database, the queue and the disks are like at this moment."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

import settings
from model.database import unscoped_session
from timeline.current import NotMigratedError, require_current_tables
from upkeep.figures import UNREACHABLE, backup_age, folders, free_bytes, import_ages, queue_figures, source_states

GAUGES = {
    "iom_database_up": "1 where the database answers.",
    "iom_tables_current": "1 where the tables are those of this version.",
    "iom_import_age_seconds": "Seconds since the last import of a register; none before the first.",
    "iom_import_expected_seconds": "How often a file of a register is expected.",
    "iom_jobs": "Unfinished jobs by kind and state.",
    "iom_job_wait_seconds": "How long the first waiting job has waited.",
    "iom_jobs_failed": "Jobs that failed within a day.",
    "iom_free_bytes": "Room on the disk of a folder, by the setting that names it.",
    "iom_least_free_bytes": "Below this room no file is stored.",
    "iom_backup_age_seconds": "Seconds since the newest backup in BACKUP_FOLDER; none before the first.",
    "iom_sync_age_seconds": "Seconds since a source was last looked at.",
    "iom_sync_ok": "1 where the last look at a source refused nothing.",
}
Values = Sequence[tuple[Mapping[str, str], float]]


def gauge_values() -> Mapping[str, Values]:
    """The values of each gauge with their labels; without a database those that need none."""
    values: dict[str, Values] = {**_of_disks(), "iom_database_up": [({}, 0)], "iom_tables_current": [({}, 0)]}
    try:
        with unscoped_session():
            require_current_tables()
        with unscoped_session() as session:
            values |= _of_data(session)
        values["iom_database_up"] = values["iom_tables_current"] = [({}, 1)]
    except NotMigratedError:
        values["iom_database_up"] = [({}, 1)]
    except UNREACHABLE:
        pass
    return values


def _of_disks() -> Mapping[str, Values]:
    age = backup_age()
    return {
        "iom_free_bytes": [({"folder": name}, free_bytes(folder)) for name, folder in folders().items()],
        "iom_least_free_bytes": [({}, settings.MIN_FREE_MB.value() << 20)],
        "iom_backup_age_seconds": [] if age is None else [({}, age)],
    }


def _of_data(session: Session) -> Mapping[str, Values]:
    ages, queue, sources = import_ages(session), queue_figures(session), source_states(session)
    rhythm = settings.REGISTER_DAYS.value()
    return {
        "iom_import_age_seconds": [({"register": one}, age) for one, age in ages.items() if age is not None],
        "iom_import_expected_seconds": [({"register": one}, rhythm.of(one) * 86_400) for one in ages],
        "iom_jobs": [*_jobs((kind, one.waiting, one.running) for kind, one in queue.items())],
        "iom_job_wait_seconds": [({"kind": kind}, one.waits_for) for kind, one in queue.items()],
        "iom_jobs_failed": [({"kind": kind}, one.failed) for kind, one in queue.items()],
        "iom_sync_age_seconds": [({"source": one.source}, one.age) for one in sources],
        "iom_sync_ok": [({"source": one.source}, int(one.is_ok)) for one in sources],
    }


def _jobs(numbers: Iterator[tuple[str, int, int]]) -> Iterator[tuple[Mapping[str, str], float]]:
    for kind, waiting, running in numbers:
        yield {"kind": kind, "state": "waiting"}, waiting
        yield {"kind": kind, "state": "running"}, running
