"""What is stored after any sequence of imports is what is derived from nothing."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from access.reading import Reading
from ingest import imports, undo
from ingest.imports import Upload, finish_import, import_file
from ingest.writing.derivation import OutdatedRulesError, derive_outdated
from model.database import read_session, unscoped_session, write_session
from model.people import Employment
from model.places import REGION
from queries import quality_sums
from queries.counts import counts_of
from tests import worlds
from tests.conftest import empty
from tests.contents import contents, without_history
from tests.derived import assert_derived_as_anew
from tests.register_worlds import ORDER, PLACES, Registers, Row, World, register_worlds
from tests.registers_as_files import write_csv
from tests.sizes import SIZES
from tests.world import ASSESSOR, CITY, TOWN, as_csv, take
from timeline.derivation import is_derived
from timeline.store import state_span, timeline_version

TODAY = date(2026, 6, 30)
# Midnight passes between imports, and some facts lie ahead of the day.
DAYS = st.sampled_from([date(2026, 2, 28), date(2026, 3, 10), date(2026, 3, 11), date(2026, 11, 25)])
# One is one letter away from a name of the worlds, one is another's.
NAMES = ("Семёнова Инна Ильинична", "Семёнова Анна Ильинишна", "Петров Пётр Петрович")


@st.composite
def changed_row(draw: st.DrawFn, row: Row) -> Row:
    """The row with one changed cell."""
    dates = [key for key, value in row.items() if value is None or isinstance(value, date)]
    other: dict[str, st.SearchStrategy] = {key: st.sampled_from(worlds.POOL) for key in dates if _is_date(key)}
    emptied = ("until", "withdrawn_on", "confirmed_on", "expelled_on", "absent_until", "absence_reason")
    other |= {key: st.none() for key in emptied if row.get(key)}
    other["identifier"] = st.sampled_from(["И-0", "И-1", "И-9"])
    other["organization"] = st.sampled_from([names[0] for _, names in PLACES.values()])
    if "since" in row:
        other |= {"position": st.sampled_from(["завуч", "учитель"]), "full_name": st.sampled_from(NAMES)}
        other |= {"category": st.sampled_from(["педагогический", "руководящий"])}
        other["is_main"] = st.sampled_from(["совместительство", "основное место работы"])
    if "procedure" in row:
        other |= {"is_need": st.sampled_from(["потребность", "процедура"]), "programmes": st.just([])}
    if "absence_reason" in row:
        other["absence_reason"] = st.just("болезнь")
    if "realized" in row:
        pair = st.lists(st.sampled_from(worlds.POOL), min_size=2, max_size=2)
        other |= {"realized": pair.map(sorted).map(tuple), "document_number": st.sampled_from(["ДЕМО-3", None])}
    key = draw(st.sampled_from(sorted(other)))
    return {**row, key: draw(other[key])}


def _is_date(key: str) -> bool:
    return key.endswith("_on") or key in ("since", "until", "training_until", "absent_since", "absent_until")


def import_good_rows(session: Session, register: str, rows: Sequence[Row], day: date) -> None:
    """Import the rows of a register that are valid."""
    upload, rewrite = Upload(as_csv(register, rows), f"{register}.csv"), quality_sums.rewriting(day)
    imports.accept(session, register, upload, by="test", take_good=True, rewrite=rewrite)


def import_registers(session: Session, registers: Registers, day: date) -> None:
    """All registers as one upload."""
    runs = []
    for register in (one for one in ORDER if registers[one]):
        upload = Upload(as_csv(register, registers[register]), f"{register}.csv")
        runs.append(imports.import_file(session, register, upload, by="test", take_good=True)[1])
    imports.finish_import(session, runs, quality_sums.rewriting(day))


def undo_last(session: Session, day: date) -> None:
    last = undo.last_import(session)
    if last:
        undo.undo(session, last.id, by="test", rewrite=quality_sums.rewriting(day))


@pytest.mark.sqlite_by_day
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_after_every_import_what_is_stored_is_what_is_derived_from_nothing(world: World, data: st.DataObject):
    empty()
    registers, day = world.registers, data.draw(DAYS)
    # Some registers come later, each of its own.
    later = data.draw(st.lists(st.sampled_from(ORDER[1:]), max_size=2, unique=True))
    with write_session() as session:
        import_registers(session, {**registers, **{key: [] for key in later}}, day)
    assert_derived_as_anew()
    steps = [(register, registers[register]) for register in later if registers[register]]
    for _ in range(data.draw(st.integers(1, 3))):
        register = data.draw(st.sampled_from([one for one in ORDER if registers[one]]))
        rows = data.draw(st.lists(st.sampled_from(registers[register]), min_size=1, max_size=3))
        steps.append((register, [data.draw(changed_row(row)) for row in rows]))
    for register, rows in steps:
        day = data.draw(st.one_of(st.just(day), DAYS))
        # The sums of few organizations are counted anew, those of many people changed.
        with write_session() as session, pytest.MonkeyPatch.context() as patch:
            patch.setattr(quality_sums, "FEW", data.draw(st.sampled_from([1, 200])))
            import_good_rows(session, register, rows, day)
        if data.draw(st.sampled_from([False, False, True])):
            assert_derived_as_anew()
            with write_session() as session:
                undo_last(session, day)
        assert_derived_as_anew()


def staff_row(number: int, town: str) -> Row:
    who = {"identifier": f"Т-{number}", "full_name": f"Анна {number}", "municipality": town, "organization": "Школа"}
    return {**who, "category": "педагогический", "since": date(2015, 9, 1)}


PEOPLE = [staff_row(1, TOWN), staff_row(2, CITY)]
REGISTERS: Registers = {
    "staff": PEOPLE,
    "appendix1": [
        {**who, "procedure": "Оценка", "passed_on": date(2026, month, 15)}
        for who, month in zip(PEOPLE, (1, 3), strict=True)
    ],
    "participation": [
        {**one, "event": "Форум", "starts_on": date(2026, 5, 1), "chosen_on": date(2026, 4, 1)} for one in PEOPLE
    ],
}


def import_together(registers: Registers) -> None:
    with write_session() as session:
        runs = [
            import_file(session, register, Upload(write_csv(register, rows), "файл.csv"), by="test", take_good=False)[1]
            for register, rows in registers.items()
        ]
        finish_import(session, runs, quality_sums.rewriting(TODAY))


def assessed_on(day: date) -> int:
    with read_session() as session:
        return counts_of(Reading(session, ASSESSOR, day), REGION).counts["assessed"]


@pytest.mark.both_databases
def test_registers_settled_together_give_what_one_after_another_gives(database: str):
    for register, rows in REGISTERS.items():
        import_together({register: rows})
    one_by_one = without_history(contents())
    empty()
    import_together(REGISTERS)
    assert without_history(contents()) == one_by_one
    assert [assessed_on(day) for day in (date(2026, 1, 14), date(2026, 2, 28), TODAY)] == [0, 1, 2]


@pytest.mark.both_databases
def test_only_people_whom_an_import_touches_are_derived_anew(database: str):
    import_together(REGISTERS)
    with write_session() as session:
        session.execute(update(state_span).values(staff=7))
    import_together({"appendix1": [{**PEOPLE[0], "procedure": "Оценка", "passed_on": date(2026, 5, 20)}]})
    with unscoped_session() as session:
        # The other one keeps what was written over it.
        assert set(session.scalars(select(state_span.c.staff))) == {1, 7}


@pytest.mark.both_databases
def test_migrate_leaves_spans_of_this_version_alone_and_derives_those_of_another(database: str):
    import_together(REGISTERS)
    true = without_history(contents())
    with write_session() as session:
        session.execute(update(state_span).values(staff=7))
    derive_outdated(quality_sums.rewriting(TODAY))
    assert without_history(contents()) != true
    with write_session() as session:
        session.execute(text("UPDATE timeline_version SET fingerprint = 'of an earlier version'"))
    with unscoped_session() as session:
        assert not is_derived(session)
    derive_outdated(quality_sums.rewriting(TODAY))
    assert without_history(contents()) == true
    with unscoped_session() as session:
        assert is_derived(session)


@pytest.mark.both_databases
def test_who_reads_while_an_import_writes_sees_all_of_before(database: str):
    import_together({"staff": PEOPLE})
    with read_session() as reading:
        assert counts_of(Reading(reading, ASSESSOR, TODAY), REGION).counts["assessed"] == 0
        import_together({"appendix1": REGISTERS["appendix1"]})
        # Another question of the same session: nothing is remembered of the first.
        counts = counts_of(Reading(reading, ASSESSOR, TODAY), REGION).counts
        assert (counts["staff"], counts["assessed"], counts["not_assessed"]) == (2, 0, 2)
    assert assessed_on(TODAY) == 2


def test_a_server_of_the_version_before_brings_nothing_in(database: str):
    """It goes on answering after `migrate`: what it derives would stand among the spans of the later version."""
    row = {"identifier": "1", "full_name": "Глебов Глеб", "municipality": TOWN, "organization": "Школа"}
    staff = {**row, "since": "01.05.2020", "category": "педагогический"}
    take("staff", as_csv("staff", [staff]))
    with write_session() as session:
        session.execute(update(timeline_version).values(fingerprint="of a later version"))
    with pytest.raises(OutdatedRulesError, match="обновляются"):
        take("staff", as_csv("staff", [{**staff, "position": "завуч"}]))
    with unscoped_session() as session:
        assert session.scalars(select(Employment.position)).all() == [None]
    derive_outdated(quality_sums.rewriting(TODAY))
    take("staff", as_csv("staff", [{**staff, "position": "завуч"}]))
