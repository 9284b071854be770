"""Stored sums and rows after any sequence of imports equal a full recount."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.snapshots import SnapshotDay, municipality_snapshot, person_state, snapshot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from ingest import imports, undo
from ingest.duplicate_candidates import _spells_beside, duplicates_of
from ingest.imports import Upload
from model.attention import EXPIRING, SINCE_KEYS
from model.database import unscoped_session, write_session
from model.indicators import COUNT_KEYS
from model.people import DuplicateCandidate, Employment, Person
from model.quality import REGISTER_KEYS, SUMMED
from model.quality_sums import QualityDay, quality_sum
from queries import snapshots
from queries.quality_sums import sums_of
from queries.state import Purpose, people_on
from tests import worlds
from tests.conftest import empty
from tests.oracle import Registers, Row
from tests.sizes import SIZES
from tests.world import ORDER, as_csv

# Midnight passes between imports, and some facts lie ahead of the day.
DAYS = st.sampled_from([date(2026, 2, 28), date(2026, 3, 10), date(2026, 3, 11), date(2026, 11, 25)])

# One is one letter away from a name of the worlds, one is another's.
NAMES = ("Семёнова Инна Ильинична", "Семёнова Анна Ильинишна", "Петров Пётр Петрович")

Told = list[tuple[object, ...]]


@st.composite
def changed_row(draw: st.DrawFn, row: Row) -> Row:
    """The row with one changed cell."""
    dates = [key for key, value in row.items() if value is None or isinstance(value, date)]
    other: dict[str, st.SearchStrategy] = {key: st.sampled_from(worlds.POOL) for key in dates if _is_date(key)}
    other |= {key: st.none() for key in ("until", "withdrawn_on", "confirmed_on", "chosen_on") if row.get(key)}
    other["identifier"] = st.sampled_from(["И-0", "И-1", "И-9"])
    other["organization"] = st.sampled_from([names[0] for names in worlds.ORGANIZATIONS])
    if "since" in row:
        other |= {"position": st.sampled_from(["завуч", "учитель"]), "full_name": st.sampled_from(NAMES)}
        other["category"] = st.sampled_from(["педагогический", "руководящий"])
    if "realized" in row:
        pair = st.lists(st.sampled_from(worlds.POOL), min_size=2, max_size=2)
        other |= {"realized": pair.map(sorted).map(tuple), "document_number": st.sampled_from(["ДЕМО-3", None])}
    key = draw(st.sampled_from(sorted(other)))
    return {**row, key: draw(other[key])}


def _is_date(key: str) -> bool:
    return key.endswith("_on") or key in ("since", "until", "training_until")


def import_good_rows(session: Session, register: str, rows: Sequence[Row], day: date) -> None:
    """Import the rows of a register that are valid."""
    upload, rewrite = Upload(as_csv(register, rows), f"{register}.csv"), snapshots.rewriting(day)
    imports.accept(session, register, upload, by="test", take_good=True, rewrite=rewrite)


def import_registers(session: Session, registers: Registers, day: date) -> None:
    """All registers as one upload."""
    runs = []
    for register in (one for one in ORDER if registers[one]):
        upload = Upload(as_csv(register, registers[register]), f"{register}.csv")
        runs.append(imports.import_file(session, register, upload, by="test", take_good=True)[1])
    imports.finish_import(session, runs, snapshots.rewriting(day))


def undo_last(session: Session, day: date) -> None:
    last = undo.last_import(session)
    if last:
        undo.undo(session, last.id, by="test", rewrite=snapshots.rewriting(day))


def stored_tables(session: Session) -> Mapping[str, Told]:
    """The tables that imports update."""
    tables = (snapshot, municipality_snapshot, person_state, quality_sum, DuplicateCandidate.__table__)
    return {table.name: _sorted_rows(session.execute(select(table))) for table in tables}


def recounted_tables(session: Session, day: date) -> Mapping[str, Told]:
    """The same tables, recomputed for each day."""
    summed = session.scalars(select(SnapshotDay.day)).all()
    checked = session.scalars(select(QualityDay.day)).all()
    state = people_on(Reading(session, OPERATOR, day), Purpose.COUNTING).subquery()
    columns = [state.c[column.name] for column in person_state.c if column.name != "day"]
    return {
        "snapshot": _sorted_rows([row for one in summed for row in _sums(session, one, "organization_id")]),
        "municipality_snapshot": _sorted_rows(
            [row for one in summed for row in _sums(session, one, "municipality_id")]
        ),
        "person_state": _sorted_rows((day, *row) for row in session.execute(select(*columns))),
        "quality_sum": _sorted_rows([row for one in checked for row in _remarks(session, one)]),
        "likeness": _sorted_rows(_pairs(session)),
    }


def _sums(session: Session, day: date, place: str) -> list[tuple[object, ...]]:
    state = people_on(Reading(session, OPERATOR, day), Purpose.COUNTING).subquery().c
    by = (state[place], state.category)
    numbers = [func.sum(state[key]) for key in (*COUNT_KEYS, EXPIRING)]
    since = [func.min(state[key]) for key in SINCE_KEYS]
    return [(day, *row) for row in session.execute(select(*by, *numbers, *since).group_by(*by))]


def _remarks(session: Session, day: date) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for register in REGISTER_KEYS:
        names, query = sums_of(Reading(session, OPERATOR, day), register, [Employment.organization_id])
        for place, *numbers in session.execute(query):
            counted = {**dict.fromkeys(map(str, SUMMED), 0), **dict(zip(map(str, names), numbers, strict=True))}
            told: dict[str, object] = {**counted, "day": day, "organization_id": place, "register": register}
            rows.append(tuple(told[column.name] for column in quality_sum.c))
    return rows


def _pairs(session: Session) -> set[tuple[int, int]]:
    everybody = select(Person.id)
    return duplicates_of(_spells_beside(session, everybody), set(session.scalars(everybody)))


def _sorted_rows(rows: Any) -> Told:
    return sorted((tuple(row) for row in rows), key=str)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(registers=worlds.registers(), data=st.data())
def test_after_every_import_what_is_stored_is_what_is_counted_from_nothing(registers: Registers, data: st.DataObject):
    empty()
    day = data.draw(DAYS)
    # Some registers come later, each of its own.
    later = data.draw(st.lists(st.sampled_from(ORDER[1:]), max_size=2, unique=True))
    with write_session() as session:
        import_registers(session, {**registers, **{key: [] for key in later}}, day)
    assert_sums_are_true(day)
    steps = [(register, registers[register]) for register in later if registers[register]]
    for _ in range(data.draw(st.integers(1, 3))):
        register = data.draw(st.sampled_from([one for one in ORDER if registers[one]]))
        rows = data.draw(st.lists(st.sampled_from(registers[register]), min_size=1, max_size=3))
        steps.append((register, [data.draw(changed_row(row)) for row in rows]))
    for register, rows in steps:
        day = data.draw(st.one_of(st.just(day), DAYS))
        with write_session() as session:
            import_good_rows(session, register, rows, day)
        if data.draw(st.sampled_from([False, False, True])):
            assert_sums_are_true(day)
            with write_session() as session:
                undo_last(session, day)
        assert_sums_are_true(day)


def assert_sums_are_true(day: date) -> None:
    """Assert that stored tables equal recomputed ones."""
    with unscoped_session() as session:
        expected = recounted_tables(session, day)
        for table, rows in stored_tables(session).items():
            assert rows == expected[table], table
