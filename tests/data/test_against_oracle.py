"""The product and the independent count agree on every invented world, in any order of import."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from access.reading import Reading
from cli import cli
from ingest import undo
from ingest.writing.derivation import derive_outdated
from model.attention import CONCERNS, EXPIRING, SINCE_KEYS
from model.database import read_session, write_session
from model.dates import today
from model.indicators import COUNT_BY_KEY, COUNT_KEYS, OF_PROCEDURE, PARTS_OF_RATES, Unit
from model.names import fold
from model.people import Person
from model.places import REGION
from queries import quality_sums
from queries.choices import choices
from queries.counts import counts_by_place, counts_of
from queries.filters import Filters
from queries.lists import rows_behind
from queries.trends import counts_by_month
from tests import oracle, worlds
from tests.conftest import empty
from tests.contents import Contents, contents, without_history
from tests.oracle import Law, spell_on
from tests.oracle_concerns import concerns
from tests.register_worlds import (
    ORDER,
    SPELLINGS,
    Place,
    Registers,
    World,
    place_of,
    present_names,
    register_worlds,
    world_of,
)
from tests.registers_as_files import write_csv, write_xlsx
from tests.sizes import SIZES
from tests.world import ASSESSOR, as_csv, take, take_all

pytestmark = pytest.mark.both_databases

BIG_PAGE = 10_000
# Staff names the people whom the others speak of: it goes first, the rest in any order.
ORDERS = [("staff", *rest) for rest in permutations(ORDER[1:])]
NOBODY = dict.fromkeys(COUNT_KEYS, 0)
WRITERS = {"as_csv": as_csv, "csv": write_csv, "xlsx": write_xlsx}
writers = st.sampled_from([*WRITERS])


def read_in(registers: Registers, order: Sequence[str] = ORDER) -> None:
    """Import the registers that have rows, one after another."""
    for register in order:
        if registers[register]:
            take(register, as_csv(register, registers[register]))


def read_at_once(registers: Registers, writer: str = "as_csv") -> None:
    """Import the registers as one upload; a test below shows that the order does not matter."""
    files = {register: WRITERS[writer](register, registers[register]) for register in ORDER if registers[register]}
    with write_session() as session:
        take_all(session, files)


def summary_on(day: date) -> dict[Place, dict[str, int]]:
    """The counts of every place as the command line tells them."""
    found = {}
    for level in ("region", "municipality", "organization"):
        words = ["summary", "--level", level, "--on", str(day), "--format", "json"]
        answer = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        for row in json.loads(answer.stdout):
            town = present_names().get(fold(row["municipality"]), "")
            place = tuple(name for name in (town, fold(row["organization"])) if name)
            found[place] = {key: row[key] for key in COUNT_KEYS}
    return found


def counts_on(day: date) -> dict[Place, dict[str, int]]:
    """The counts of every place, a screen after another."""
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        region = counts_by_place(look, REGION)
        found: dict[Place, dict[str, int]] = {(): dict(region.whole.counts)}
        for part in region.parts:
            town = present_names()[fold(part.place.name)]
            found[(town,)] = dict(part.counts)
            for school in counts_by_place(look, part.place).parts:
                found[town, fold(school.place.name)] = dict(school.counts)
    return found


def assert_counts(found: dict[Place, dict[str, int]], expected: dict[Place, dict[str, int]], day: date) -> None:
    for place in {*expected, *found}:
        assert found.get(place, NOBODY) == expected.get(place, NOBODY), (place, day)


def days_of(world: World) -> st.SearchStrategy[list[date]]:
    """Several days at and beside the dates of a world."""
    return st.lists(st.sampled_from(world.days()), min_size=4, max_size=4, unique=True)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), writer=writers, data=st.data())
def test_counts_of_any_place_on_any_day_are_those_of_the_independent_count(
    world: World, writer: str, data: st.DataObject
):
    empty()
    read_at_once(world.registers, writer)
    first, *others = data.draw(days_of(world))
    assert_counts(summary_on(first), world.counts(first), first)
    for day in others:
        assert_counts(counts_on(day), world.counts(day), day)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_lists_hold_the_rows_of_the_independent_count(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    for day in data.draw(days_of(world)):
        with read_session() as session:
            look = Reading(session, ASSESSOR, day)
            for key in COUNT_KEYS:
                rows = rows_behind(look, key, REGION, size=BIG_PAGE).rows
                found = sorted((_item(look.session, key, row) for row in rows), key=str)
                assert found == _items(world, key, day), (key, day)


def _item(session: Session, key: str, row) -> object:
    identifier = session.get_one(Person, row["person_id"]).identifier
    unit = COUNT_BY_KEY[key].unit
    if unit is Unit.PARTICIPATION:
        return identifier, fold(row["event"]), row["starts_on"]
    return row["number"] if unit is Unit.APPLICATION else identifier


def _items(world: World, key: str, day: date) -> list[object]:
    """What the independent count counts under the key, in the order of text."""
    items: list[object] = []
    unit = COUNT_BY_KEY[key].unit
    for identifier, person in world.people.items():
        if not oracle.state(person, day)[key]:
            continue
        if unit is Unit.PARTICIPATION:
            rows = oracle.due_events(person, day, Law())[key]
            items += [(identifier, fold(SPELLINGS[row.event][0]), row.starts_on) for row in rows]
        elif unit is Unit.APPLICATION:
            items += [one.number for one in oracle.awaiting(person, day)[key]]
        else:
            items.append(identifier)
    return sorted(items, key=str)


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), category=st.sampled_from([None, "teaching", "managing"]), data=st.data())
def test_every_month_of_a_series_is_the_independent_count(world: World, category: str | None, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    (day, *_) = data.draw(days_of(world))
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        towns = counts_by_place(look, REGION).parts
        places = {(): REGION} | {(present_names()[fold(one.place.name)],): one.place for one in towns}
        for town in towns:
            schools = counts_by_place(look, town.place).parts
            name = present_names()[fold(town.place.name)]
            places |= {(name, fold(one.place.name)): one.place for one in schools}
        expected = {}
        for place, record in places.items():
            if len(place) == 1 and not place_has_staff(world, place):
                continue
            for month, counts in counts_by_month(look, record, Filters(category=category), years=2):
                told = expected.setdefault(month, world.counts(month, category=category)).get(place, NOBODY)
                assert counts == {key: told[key] for key in PARTS_OF_RATES}, (place, month)


def place_has_staff(world: World, place: Place) -> bool:
    """Whether anybody ever worked there: the other municipalities are alike."""
    return any(place == one[: len(place)] for one in world.counts(date(2026, 3, 1)))


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_concerns_last_since_the_days_of_the_independent_count(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    for day in data.draw(days_of(world)):
        expected = {
            identifier: concerns(person, day, Law())
            for identifier, person in world.people.items()
            if spell_on(person, day)
        }
        with read_session() as session:
            rows = rows_behind(Reading(session, ASSESSOR, day), "staff", REGION, size=BIG_PAGE).rows
            found = {session.get_one(Person, row["person_id"]).identifier: row for row in rows}
        assert {who: {key: row[key] for key in SINCE_KEYS} for who, row in found.items()} == expected, day
        assert {who: row[EXPIRING] for who, row in found.items()} == {
            who: int(since["expiring_since"] is not None) for who, since in expected.items()
        }, day


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_every_month_of_the_region_under_a_filter_is_what_its_spans_count(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    (day, *_) = data.draw(days_of(world))
    with read_session() as session:
        look = Reading(session, ASSESSOR, day)
        offered = choices(look, REGION)
        for name in ("position", "kind", "procedure"):
            for value, _ in offered[name]:
                filters = Filters(**{name: value})
                for month, counts in counts_by_month(look, REGION, filters, years=2):
                    assert counts == _parts_of_rates(look.on(month), filters), (filters, month)


def _parts_of_rates(reading: Reading, filters: Filters) -> dict[str, int]:
    counts = counts_of(reading, REGION, filters).counts
    return {key: counts[key] for key in (*PARTS_OF_RATES, OF_PROCEDURE) if key in counts}


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), category=st.sampled_from([None, "teaching", "managing"]), data=st.data())
def test_the_longest_waits_of_a_place_are_those_of_the_independent_count(
    world: World, category: str | None, data: st.DataObject
):
    empty()
    read_at_once(world.registers)
    for day in data.draw(days_of(world)):
        expected = longest_waits(world, day, category)
        with read_session() as session:
            region = counts_by_place(Reading(session, ASSESSOR, day), REGION, Filters(category=category), waits=True)
        assert region.whole.since == expected.get((), {}), day
        for part in region.parts:
            assert part.since == expected.get((present_names()[fold(part.place.name)],), {}), (part.place.name, day)


def longest_waits(world: World, day: date, category: str | None) -> dict[Place, dict[str, date]]:
    """Since when the longest wait of each concern lasts, by concern, of the region and of each municipality."""
    longest: dict[Place, dict[str, date]] = {}
    for person in world.people.values():
        spell = spell_on(person, day)
        is_counted = spell is not None and category in (None, spell.category)
        for key, since in concerns(person, day, Law()).items() if is_counted else ():
            for depth in range(2) if since else ():
                own = longest.setdefault(place_of(spell)[:depth], {})
                name = next(one.key for one in CONCERNS if one.since and one.since_key == key)
                own[name] = min(since, own.get(name, since))
    return longest


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), order=st.sampled_from(ORDERS))
def test_the_order_of_registers_and_reading_them_again_change_nothing(world: World, order: tuple[str, ...]):
    empty()
    read_at_once(world.registers)
    before = facts()
    for register in order:
        if world.registers[register]:
            _, run = take(register, as_csv(register, world.registers[register]))
            assert (run.added, run.changed) == (0, 0), register
    assert facts() == before
    empty()
    read_in(world.registers, order)
    assert facts() == before


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_half_and_then_the_rest_equals_all(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    whole = facts()
    empty()
    cuts = {register: data.draw(st.integers(0, len(rows))) for register, rows in world.registers.items()}
    # Rows may name a person by any of the places where they worked: the staff goes in whole.
    read_in({key: rows if key == "staff" else rows[: cuts[key]] for key, rows in world.registers.items()})
    read_in({key: [] if key == "staff" else rows[cuts[key] :] for key, rows in world.registers.items()})
    assert facts() == whole


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), order=st.sampled_from(ORDERS))
def test_undoing_the_last_import_goes_back(world: World, order: tuple[str, ...]):
    empty()
    *earlier, last = (register for register in order if world.registers[register])
    for register in earlier:
        take(register, as_csv(register, world.registers[register]))
    before = facts()
    take(last, as_csv(last, world.registers[last]))
    with write_session() as session:
        run = undo.last_import(session)
        assert run is not None
        undo.undo(session, run.id, by="test", rewrite=quality_sums.rewriting(today()))
    assert {**facts(), "quality_day": None} == {**before, "quality_day": None}


@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_facts_after_a_day_do_not_exist_on_it(world: World, data: st.DataObject):
    (day, *_) = data.draw(days_of(world))
    known = [worlds.cut_off(person, day) for person in world.people.values()]
    cut = world_of(data.draw, [person for person in known if person.spells])
    empty()
    read_at_once(cut.registers)
    assert_counts(counts_on(day), world.counts(day), day)


@pytest.mark.sqlite_by_day
@pytest.mark.usefixtures("database")
@settings(max_examples=SIZES.worlds)
@given(world=register_worlds(), data=st.data())
def test_other_settings_of_the_law_are_counted_after_the_next_migrate(world: World, data: st.DataObject):
    empty()
    read_at_once(world.registers)
    law = Law(years=5, newcomer_months=1, year_first_month=9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSESSMENT_YEARS", "5")
        patch.setenv("NEWCOMER_MONTHS", "1")
        patch.setenv("YEAR_FIRST_MONTH", "9")
        derive_outdated(quality_sums.rewriting(today()))
        for day in data.draw(st.lists(st.sampled_from(worlds.days_of(tuple(world.people.values()), law)), min_size=2)):
            assert_counts(counts_on(day), world.counts(day, law), day)
    derive_outdated(quality_sums.rewriting(today()))
    for day in data.draw(days_of(world)):
        assert_counts(counts_on(day), world.counts(day), day)


def facts() -> Contents:
    """All facts and what follows from them; names as they were first spelt do not matter, nor what only they name."""
    tables = without_history(contents())
    catalogue = {"programme", "provider", "event"}
    return {
        name: type(rows)(_folded(row) for row in rows.elements())
        for name, rows in tables.items()
        if name not in catalogue
    }


def _folded(row: object) -> object:
    """The row and the rows it points to, their names as keys."""
    if not isinstance(row, tuple):
        return row
    if len(row) == 2 and row[0] == "name":
        return row[0], fold(row[1])
    return tuple(_folded(item) for item in row)
