"""Whether the server can answer now: the database, its tables; and how old the data are and how the jobs go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from model.database import unscoped_session
from timeline.current import NotMigratedError, require_current_tables
from upkeep.figures import UNREACHABLE, import_ages, queue_figures


@dataclass(frozen=True)
class Readiness:
    """`details` are for the administrator: `database`, `tables`, `data_age`, `jobs`, in seconds and numbers."""

    is_ready: bool
    details: Mapping[str, Any] = field(default_factory=dict)


def readiness() -> Readiness:
    """Ask the database; old data and waiting jobs are told, and do not make a server unready."""
    try:
        require_current_tables()
        with unscoped_session() as session:
            ages, queue = import_ages(session), queue_figures(session)
    except NotMigratedError as error:
        return Readiness(False, {"database": "ok", "tables": str(error)})
    except UNREACHABLE as error:
        # The message of a database error may hold values of rows.
        return Readiness(False, {"database": type(error).__name__})
    jobs = {
        kind.value: {"waiting": one.waiting, "running": one.running, "waits_for": round(one.waits_for)}
        for kind, one in queue.items()
    }
    data_age = {register: None if age is None else round(age) for register, age in ages.items()}
    return Readiness(True, {"database": "ok", "tables": "ok", "data_age": data_age, "jobs": jobs})
