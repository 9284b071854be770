"""Facts of all days beside the main spells of a place, as columns: of them a period is added up.

Of the region, and of a municipality for who counts the region, blocks tell them; of other places the tables.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Float, Select, String, select, true

from access.reading import Reading
from model.dates import today
from model.people import Employment
from model.places import Level, Organization, Place
from model.routes import Assessment
from queries.filters import Filters, at_place, narrowing_spells
from queries.region_facts import decoded, homes_of, meets, region_texts
from queries.state import Purpose, is_within
from timeline.blocks import NEVER, read_blocks
from timeline.facts_of_staff import FACTS, FactKind, columns_of
from timeline.frames import read_frame
from timeline.people_statement import Among

# Days are days since 1970, NEVER for none; an absent id is 0.
Arrays = Mapping[str, NDArray[Any]]

_OF_SPELL = ("person_id", "organization_id", "since", "left_on")
_OF_FACT: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.SCORES: ("passed_on", "route_id"),
    FactKind.ROUTES: ("route_id", "opened_on", "done_on", "may_form_on", "closed_on"),
    FactKind.APPLICATIONS: (
        *("submitted_on", "head_decision", "head_on", "provider_decision", "provider_on", "withdrawn_on"),
    ),
    FactKind.RESULTS: ("trained_on", "attested_on", "is_scheduled", "hours"),
    FactKind.EVENTS: ("event_id", "starts_on", "ends_on", "confirmed_on", "stands_since", "stands_until"),
}


def spell_facts(reading: Reading, purpose: Purpose, place: Place, kind: FactKind, filters: Filters) -> Arrays:
    """The facts of the kind of all days beside the spells of the place within scope and filters.

    Arrays: person_id, organization_id, since and left_on of the spell, and those of the kind.
    """
    about = ("facts beside spells", place, kind, filters)
    if has_blocks(reading, purpose, place):
        return reading.once(about, lambda: _from_blocks(reading, place, kind, filters), on_any_day=True)
    # Whom the scope takes in depends on a day to come alone.
    key = (about, purpose, max(reading.day, today()))
    return reading.once(key, lambda: _from_tables(reading, purpose, place, kind, filters), on_any_day=True)


def number_of(day: date) -> int:
    """The days since 1970."""
    return int(np.datetime64(day).astype(np.int64))


def dates_of(numbers: NDArray[Any]) -> list[date | None]:
    """The days of the numbers, None for none."""
    dates = numbers.astype("datetime64[D]").astype(object)
    dates[numbers == NEVER] = None
    return list(dates)


def has_blocks(reading: Reading, purpose: Purpose, place: Place) -> bool:
    """Whether blocks answer: the scope has the whole region, and the place is no single organization."""
    is_whole = reading.scope.counts_region if purpose is Purpose.COUNTING else reading.scope.lists_region
    return is_whole and place.level is not Level.ORGANIZATION


def opened_on(columns: Arrays) -> NDArray[Any]:
    """When routes were opened; NEVER in the rows of their further applications, for a route is opened once."""
    return np.where(is_first(columns, "person_id", "organization_id", "since", "route_id"), columns["opened_on"], NEVER)


def is_first(columns: Arrays, *names: str) -> NDArray[np.bool_]:
    """Which rows differ from the row before them in one of the columns."""
    first = np.zeros(len(columns[names[0]]), dtype=bool)
    first[:1] = True
    for name in names:
        first[1:] |= columns[name][1:] != columns[name][:-1]
    return first


def _from_blocks(reading: Reading, place: Place, kind: FactKind, filters: Filters) -> Arrays:
    columns = reading.once(("blocks", kind), lambda: read_blocks(reading.session, kind), on_any_day=True)
    is_here = meets(reading, columns, filters)
    if place.level is Level.MUNICIPALITY:
        is_here &= homes_of(reading)[columns["organization_id"]] == place.id
    types, texts = columns_of(kind), region_texts(reading)

    def values(name: str) -> NDArray[Any]:
        numbers, is_plain = columns[name][is_here], not isinstance(types[name], (String, Float))
        return numbers if is_plain else np.asarray(decoded(numbers, types[name], texts))

    return {name: values(name) for name in (*_OF_SPELL, *_OF_FACT[kind])}


def _from_tables(reading: Reading, purpose: Purpose, place: Place, kind: FactKind, filters: Filters) -> Arrays:
    names = (*_OF_SPELL, *_OF_FACT[kind])
    frame = read_frame(reading.session, _rows(reading, purpose, place, kind, filters, names))
    return {name: _numbers(frame[name].to_numpy()) for name in names}


def _rows(
    reading: Reading, purpose: Purpose, place: Place, kind: FactKind, filters: Filters, names: Sequence[str]
) -> Select:
    """The rows of one fact beside one spell follow each other, as they do in blocks."""
    facts = _assessments if kind is FactKind.SCORES else FACTS[kind]
    rows = facts(lambda _: true()).order_by(None).subquery("facts").c
    return (
        select(*(rows[name] for name in names))
        .join(Organization, Organization.id == rows.organization_id)
        .where(is_within(reading, purpose, rows.person_id, rows.organization_id))
        .where(*at_place(place, rows.organization_id), *narrowing_spells(filters, rows))
        .order_by(*(rows[name] for name in names))
    )


def _assessments(among: Among) -> Select:
    """The assessments alone: no other one is looked for beside each."""
    of_spell = (Employment.person_id, Employment.organization_id, Employment.category, Employment.position)
    return (
        select(*of_spell, Employment.since, Employment.left_on, Assessment.passed_on, Assessment.route_id)
        .join(Assessment, Assessment.person_id == Employment.person_id)
        .where(among(Employment.person_id), Employment.is_main, ~Assessment.is_need)
    )


def _numbers(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind != "M":
        return values
    return np.where(np.isnat(values), NEVER, values.astype("datetime64[D]").astype(np.int64))
