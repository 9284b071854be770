"""The bound of each procedure: a score below it is a deficit (difficulty)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

import settings
from access.account_names import account_titles
from access.reading import Reading
from model.accounts import Role
from model.routes import Assessment
from model.score_bounds import ScoreBound


@dataclass(frozen=True)
class Procedure:
    """A procedure of assessment: its key, how registers write it, its bound in percent."""

    key: str
    name: str
    bound: int


@dataclass(frozen=True)
class BoundRecord:
    """A procedure with its bound, and what who has changed it is called; nobody where it is that of the setting."""

    procedure: Procedure
    changed_by: str | None = None
    changed_at: datetime | None = None


def bounds(reading: Reading) -> Mapping[str, int]:
    """The bounds that were set, by the key of their procedure."""
    query = select(ScoreBound.procedure_key, ScoreBound.bound)
    return reading.once(
        "bounds", lambda: {one.procedure_key: one.bound for one in reading.session.execute(query)}, on_any_day=True
    )


def bound_of(reading: Reading, procedure_key: str) -> int:
    """The bound of a procedure; that of the setting where none was set."""
    return bounds(reading).get(procedure_key, settings.SCORE_BOUND.value())


def bound_records(reading: Reading) -> Sequence[BoundRecord]:
    """Every procedure of the registers with its bound, by name; for the assessor, who sets them."""
    if not reading.viewer.holds(Role.ASSESSOR):
        return []
    procedures = _procedures().subquery()
    query = (
        select(procedures.c.procedure_key, procedures.c.name, ScoreBound)
        .outerjoin(ScoreBound, ScoreBound.procedure_key == procedures.c.procedure_key)
        .order_by(procedures.c.name)
    )
    rows = reading.session.execute(query).all()
    titles = account_titles(reading.session, (one.changed_by for _, _, one in rows if one))
    return [
        BoundRecord(Procedure(key, name, one.bound), titles[one.changed_by], one.changed_at)
        if one
        else BoundRecord(Procedure(key, name, settings.SCORE_BOUND.value()))
        for key, name, one in rows
    ]


def _procedures() -> Select:
    name = func.min(Assessment.procedure).label("name")
    return select(Assessment.procedure_key, name).where(~Assessment.is_need).group_by(Assessment.procedure_key)
