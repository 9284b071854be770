"""The people whom the scope may list, each with the state."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.people import Employment, covers
from model.places import Municipality, Organization, Place
from model.routes import Assessment
from queries.filters import Filters, at_place, narrowing, narrowing_spells
from queries.places import municipality_name
from queries.state import Purpose, counts_on, is_within, people_on

# The columns of a list that follow from spells and the days of assessments alone.
SPELL_SORTS = frozenset({"full_name", "position", "organization", "municipality", "passed_on"})


def people_of(reading: Reading, place: Place, filters: Filters) -> FromClause:
    """The rows of `people_on` for a list: a row per person of the place within the scope and the filters."""
    return people_on(reading, Purpose.LISTING, *narrowing(reading, place, filters)).subquery()


def staff_spells(reading: Reading, place: Place, filters: Filters, by: str | None) -> Select:
    """The staff by their spells, with the column of SPELL_SORTS by which they are sorted.

    An index tells the spells in the order of names. No procedure may be among the filters: it narrows no spell.
    """
    of_spell = (Employment.person_id, Employment.id.label("spell_id"), Employment.full_name, Employment.name_key)
    query = (
        select(*of_spell)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(covers(reading.day), is_within(reading, Purpose.LISTING), *at_place(place), *narrowing_spells(filters))
    )
    if by == "passed_on":
        latest = latest_assessments(reading.day)
        return query.outerjoin(latest, latest.c.person_id == Employment.person_id).add_columns(latest.c.passed_on)
    return with_place_or_post(query, by, reading.day)


def with_place_or_post(query: Select, by: str | None, day: date) -> Select:
    """The query of spells beside their Organization with the column by which it is sorted; names it has itself."""
    if by == "municipality":
        query = query.join(Municipality, Municipality.id == Organization.municipality_id)
        return query.add_columns(municipality_name(day).label("municipality"))
    if by == "organization":
        return query.add_columns(Organization.name_key.label("organization_key"))
    return query.add_columns(Employment.position) if by == "position" else query


def latest_assessments(day: date) -> Subquery:
    """By person the day of the latest assessment that counts on the day; added up once, not looked for by person."""
    latest = func.max(Assessment.passed_on).label("passed_on")
    assessments = select(Assessment.person_id, latest).where(counts_on(day), ~Assessment.is_need)
    return assessments.group_by(Assessment.person_id).subquery("latest")


def has_spell_shown(person_id: SQLColumnExpression[int], day: date) -> ColumnElement[bool]:
    """Whether a spell has begun by the day: before it the person is shown and counted nowhere."""
    spells = aliased(Employment)
    return exists().where(spells.person_id == person_id, spells.is_main, spells.since <= day)


def spell_shown(person_id: SQLColumnExpression[int], day: date, *, source: Any) -> ScalarSelect[int]:
    """The id of the spell from which a person's name, post and place are shown on the day.

    It is the one that covers the day, else the last that ended before it. `source` is the table of `person_id`.
    """
    spells = aliased(Employment)
    is_over = case((covers(day, spells), 0), else_=1)
    return (
        select(spells.id)
        .where(spells.person_id == person_id, spells.is_main, spells.since <= day)
        .order_by(is_over, spells.left_on.desc(), spells.since.desc(), spells.id.desc())
        .limit(1)
        .correlate(source)
        .scalar_subquery()
    )
