"""What imports keep up to date, compared with what is derived from nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from ingest.writing.duplicate_candidates import _spells_beside, duplicates_of
from model.database import unscoped_session, upgrade_session
from model.people import DuplicateCandidate, Employment, Person
from model.quality import REGISTER_KEYS, SUMMED
from model.quality_sums import QualityDay, quality_sum
from queries.quality_sums import sums_of
from tests.contents import contents, without_history
from timeline.derivation import derive_anew

Rows = list[tuple[object, ...]]


def assert_derived_as_anew() -> None:
    """Assert that routes, spans and sums are those that the facts would give if everybody were derived again."""
    stored = without_history(contents())
    with unscoped_session() as session:
        assert _sorted(session.execute(select(quality_sum))) == _recounted_quality(session)
        likeness = _sorted(session.execute(select(DuplicateCandidate.__table__)))
        assert likeness == _sorted(_pairs(session))
    with upgrade_session() as session:
        derive_anew(session)
    anew = without_history(contents())
    for table, rows in anew.items():
        assert stored[table] == rows, table


def _recounted_quality(session: Session) -> Rows:
    days = session.scalars(select(QualityDay.day)).all()
    return _sorted(row for day in days for row in _remarks(session, day))


def _remarks(session: Session, day: date) -> Rows:
    rows: Rows = []
    for register in REGISTER_KEYS:
        names, query = sums_of(Reading(session, OPERATOR, day), register, [Employment.organization_id])
        for place, *numbers in session.execute(query):
            counted = {**dict.fromkeys(map(str, SUMMED), 0), **dict(zip(map(str, names), numbers, strict=True))}
            told: Mapping[str, object] = {**counted, "day": day, "organization_id": place, "register": register}
            rows.append(tuple(told[column.name] for column in quality_sum.c))
    return rows


def _pairs(session: Session) -> set[tuple[int, int]]:
    everybody = select(Person.id)
    return duplicates_of(_spells_beside(session, everybody), set(session.scalars(everybody)))


def _sorted(rows: Any) -> Rows:
    return sorted((tuple(row) for row in rows), key=str)
