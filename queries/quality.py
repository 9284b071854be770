"""Rows that are kept and count nowhere, or hardly can be right: by place, and each with its person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import FromClause, Select, SQLColumnExpression, and_, exists, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.catalogue import Event, Programme
from model.dates import years_before
from model.journal import ImportRun, ImportTouch
from model.people import Employment
from model.places import Level, Organization, Place
from model.routes import Application, Kind, Participation, Result
from queries.lists import Order, Page, paged
from queries.places import parts_of
from queries.state import Purpose, staff_on


class Issue(StrEnum):
    """What may be wrong with a row, or what keeps it from counting."""

    OTHER_PROGRAMME = "other_programme"
    NO_ASSESSMENT = "no_assessment"
    RESULT_NOWHERE = "result_nowhere"
    RESULT_ALONE = "result_alone"
    EVENT_NOWHERE = "event_nowhere"
    EVENT_UNMARKED = "event_unmarked"
    DOUBLE = "double"
    GONE = "gone"


@dataclass(frozen=True)
class PlaceIssues:
    """How many rows of each kind a place has."""

    place: Place
    counts: Mapping[Issue, int]


def issues_by_part(reading: Reading, place: Place) -> Sequence[PlaceIssues]:
    """The parts of a place, each with its counts; an organization alone."""
    if place.level is Level.ORGANIZATION:
        parts, column = [place], "organization_id"
    else:
        parts, column = parts_of(reading, place), _PART[place.level]
    counted: dict[Issue, dict[int, int]] = {}
    for issue in Issue:
        rows = _rows(reading, issue, Purpose.COUNTING, place).subquery()
        query = select(rows.c[column], func.count()).group_by(rows.c[column])
        counted[issue] = dict(reading.session.execute(query).all())
    return [PlaceIssues(part, {issue: counted[issue].get(part.id or 0, 0) for issue in Issue}) for part in parts]


_PART = {Level.REGION: "municipality_id", Level.MUNICIPALITY: "organization_id"}


def issue_rows(reading: Reading, issue: Issue, place: Place, page: int, size: int = 50) -> Page:
    """One page of the rows behind such a count, the latest first, within the people whom the scope names."""
    rows = _rows(reading, issue, Purpose.LISTING, place)
    return paged(reading, rows, Order("on", True), page, "", size)


def latest_news(reading: Reading, place: Place) -> Mapping[tuple[int, str], datetime]:
    """When a register last brought something new about the staff of each part: (part, register) → a moment, UTC."""
    staff = staff_on(reading, Purpose.COUNTING, *_of(place))
    part = staff.c[_PART.get(place.level, "organization_id")]
    query = (
        select(part, ImportRun.register, func.max(ImportRun.accepted_at))
        .select_from(staff)
        .join(ImportTouch, ImportTouch.person_id == staff.c.person_id)
        .join(ImportRun, and_(ImportRun.id == ImportTouch.import_id, ImportRun.undone_at.is_(None)))
        .group_by(part, ImportRun.register)
    )
    return {(one, register): at for one, register, at in reading.session.execute(query)}


def _of(place: Place) -> list[SQLColumnExpression[bool]]:
    if place.level is Level.MUNICIPALITY:
        return [Organization.municipality_id == place.id]
    return [Employment.organization_id == place.id] if place.level is Level.ORGANIZATION else []


def _rows(reading: Reading, issue: Issue, purpose: Purpose, place: Place) -> Select:
    """person_id, organization_id, municipality_id, full_name, name_key, what, on, number (of the row)."""
    if issue is Issue.GONE:
        return _gone(reading, place)
    staff = staff_on(reading, purpose, *_of(place))
    return _SAID[issue](staff, reading.day)


def _telling(
    staff: FromClause, what: SQLColumnExpression, on: SQLColumnExpression, number: SQLColumnExpression
) -> Select:
    who = (staff.c.person_id, staff.c.organization_id, staff.c.municipality_id, staff.c.full_name, staff.c.name_key)
    return select(*who, what.label("what"), on.label("on"), number.label("number")).select_from(staff)


def _applications(staff: FromClause, day: date) -> Select:
    told = _telling(staff, Application.name, Application.submitted_on, Application.id)
    return told.join(Application, Application.person_id == staff.c.person_id).where(
        Application.kind == Kind.PROGRAMME, Application.implied.is_(False), Application.submitted_on <= day
    )


def _other_programme(staff: FromClause, day: date) -> Select:
    """A programme outside of the recommended ones (п. 2.4)."""
    return _applications(staff, day).where(Application.route_id.is_not(None), Application.is_counted.is_(False))


def _no_assessment(staff: FromClause, day: date) -> Select:
    return _applications(staff, day).where(Application.route_id.is_(None))


def _results(staff: FromClause, day: date) -> Select:
    told = _telling(staff, Programme.name, Result.until, Result.id)
    joined = told.join(Result, Result.person_id == staff.c.person_id)
    return joined.join(Programme, Programme.id == Result.programme_id).where(Result.until <= day)


def _result_nowhere(staff: FromClause, day: date) -> Select:
    return _results(staff, day).where(or_(Result.route_id.is_(None), Result.is_counted.is_(False)))


def _result_alone(staff: FromClause, day: date) -> Select:
    """It counts, by an application that it implies: none was ever brought in."""
    implied = exists().where(
        Application.implied,
        Application.person_id == Result.person_id,
        Application.programme_id == Result.programme_id,
        Application.route_id == Result.route_id,
    )
    return _results(staff, day).where(implied)


def _events(staff: FromClause, day: date) -> Select:
    told = _telling(staff, Event.name, Participation.starts_on, Participation.id)
    joined = told.join(Participation, Participation.person_id == staff.c.person_id)
    return joined.join(Event, Event.id == Participation.event_id).where(Participation.chosen_on <= day)


def _event_nowhere(staff: FromClause, day: date) -> Select:
    return _events(staff, day).where(Participation.route_id.is_(None))


def _event_unmarked(staff: FromClause, day: date) -> Select:
    unmarked = or_(Participation.confirmed_on.is_(None), Participation.confirmed_on > day)
    return _events(staff, day).where(Participation.ends_on < day, unmarked, Participation.absence_reason.is_(None))


def _double(staff: FromClause, _day: date) -> Select:
    """One name twice on the staff of one organization, under two identifiers."""
    other = aliased(staff)
    same = and_(
        other.c.name_key == staff.c.name_key,
        other.c.organization_id == staff.c.organization_id,
        other.c.person_id != staff.c.person_id,
    )
    spell = and_(
        Employment.person_id == staff.c.person_id,
        Employment.organization_id == staff.c.organization_id,
        Employment.since <= _day,
        or_(Employment.until.is_(None), Employment.until > _day),
    )
    told = _telling(staff, func.coalesce(staff.c.position, literal("")), Employment.since, Employment.id)
    return told.join(Employment, spell).where(select(other.c.person_id).where(same).exists())


_SAID: Mapping[Issue, Callable[..., Select]] = {
    Issue.OTHER_PROGRAMME: _other_programme,
    Issue.NO_ASSESSMENT: _no_assessment,
    Issue.RESULT_NOWHERE: _result_nowhere,
    Issue.RESULT_ALONE: _result_alone,
    Issue.EVENT_NOWHERE: _event_nowhere,
    Issue.EVENT_UNMARKED: _event_unmarked,
    Issue.DOUBLE: _double,
}


def _gone(reading: Reading, place: Place) -> Select:
    """Whose last spell ended within a year, and nothing follows anywhere.

    Whether someone works elsewhere now is no matter of their former place: told to who sees the whole region.
    """
    day = reading.day
    later = aliased(Employment)
    follows = exists().where(later.person_id == Employment.person_id, later.since > Employment.since)
    sees_all = reading.scope.counts_region
    return (
        select(
            Employment.person_id,
            Employment.organization_id,
            Organization.municipality_id,
            Employment.full_name,
            Employment.name_key,
            func.coalesce(Employment.position, literal("")).label("what"),
            Employment.until.label("on"),
            Employment.id.label("number"),
        )
        .join(Organization, Organization.id == Employment.organization_id)
        .where(Employment.until <= day, Employment.until > years_before(day, 1), ~follows, *_of(place))
        .where(*([] if sees_all else [false()]))
    )
