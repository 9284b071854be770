"""Sums the state of many days: back from one to the one before only people whose state may be another are looked at."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Select,
    SQLColumnExpression,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

import settings
from access.reading import OPERATOR, Reading
from model.attention import AHEAD, EXPIRING, SINCE_KEYS
from model.database import ByCodePoint
from model.dates import reporting_year_start, years_before
from model.indicators import COUNT_KEYS
from model.people import Employment
from model.places import Organization
from model.routes import Application, Participation, Route
from model.snapshots import municipality_snapshot, person_state, snapshot
from queries.shown_places import noting_places, places, shown_by
from queries.state import Purpose, people_on

# How many organizations are walked through at once: their people are what has to be held.
_AT_ONCE = 5000
# Of so few organizations the people are asked one by one; of more the tables are gone through whole.
_FEW = 300

_NUMBERS = (*COUNT_KEYS, EXPIRING)

# What is remembered on the way stands in tables of the connection, which nobody else sees and which go at the end.
_asides = MetaData()
_ASIDE = ["TEMPORARY"]
_dates = Table(
    "summed_date",
    _asides,
    Column("kind", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("day", Date, nullable=False),
    prefixes=_ASIDE,
)
_turns = Table("summed_turn", _asides, Column("day", Date), Column("person_id", Integer), prefixes=_ASIDE)
_states = Table(
    "summed_state",
    _asides,
    Column("organization_id", Integer, primary_key=True, autoincrement=False),
    Column("category", ByCodePoint, primary_key=True),
    Column("person_id", Integer, primary_key=True, autoincrement=False),
    *(Column(key, Integer, nullable=False) for key in _NUMBERS),
    *(Column(key, Date) for key in SINCE_KEYS),
    prefixes=_ASIDE,
    sqlite_with_rowid=False,  # in the order in which it is summed
)
Index("ix_summed_date", _dates.c.kind, _dates.c.on, _dates.c.day)
Index("ix_summed_turn", _turns.c.day, _turns.c.person_id)

# The dates of a person that the state of a day looks at, and what it holds each of them against.
_DAY, _COUNTED_SINCE, _KEPT_SINCE, _YEAR = "day", "counted since", "kept since", "year"
_AGAINST: Mapping[str, Callable[[date], date]] = {
    _DAY: lambda day: day,
    _COUNTED_SINCE: lambda day: years_before(day, settings.ASSESSMENT_YEARS.value()),
    _KEPT_SINCE: lambda day: years_before(day + AHEAD, settings.ASSESSMENT_YEARS.value()),
    _YEAR: lambda day: reporting_year_start(day, settings.YEAR_FIRST_MONTH.value()),
}
_LOOKED_AT: Mapping[Any, Sequence[tuple[InstrumentedAttribute, str]]] = {
    Employment: [(column, _DAY) for column in (Employment.since, Employment.until)],
    Route: [
        *((Route.passed_on, kind) for kind in _AGAINST),
        *((column, _DAY) for column in (Route.superseded_on, Route.formed_on, Route.chosen_on, Route.attested_on)),
    ],
    Application: [
        *((column, _DAY) for column in (Application.submitted_on, Application.head_on, Application.provider_on)),
        *((column, _DAY) for column in (Application.training_until, Application.withdrawn_on, Application.closed_on)),
    ],
    Participation: [
        (column, _DAY) for column in (Participation.chosen_on, Participation.ends_on, Participation.confirmed_on)
    ],
}


def sum_days(session: Session, days: Sequence[date], shows_from: Mapping[int, date], *, known_on: date) -> None:
    """Write the sums of the organizations, by their ids, anew: of each on the days from its date on.

    The walk goes back from the day of which the rows of the state are stored, and true.
    """
    everywhere = sorted(shows_from)
    for start in range(0, len(everywhere), _AT_ONCE):
        some = {place: shows_from[place] for place in everywhere[start : start + _AT_ONCE]}
        earliest = min(some.values())
        walked = [day for day in days if day >= earliest]
        if walked:
            with noting_places(session, some):
                _walk(session, walked, known_on, is_narrow=len(some) <= _FEW)


def _walk(session: Session, days: Sequence[date], known_on: date, *, is_narrow: bool) -> None:
    _asides.create_all(session.connection(), checkfirst=False)
    if known_on in days:
        _sum(session, known_on, person_state)
    back = sorted({*days} - {known_on}, reverse=True)
    if back:
        _note_turns(session, [*reversed(back), known_on], is_narrow=is_narrow)
        _remember(session, known_on, since=back[0])
    for later, day in pairwise([known_on, *back]):
        _step_back(session, later, day)
        _sum(session, day, _states)
    _asides.drop_all(session.connection(), checkfirst=False)


def _note_turns(session: Session, days: Sequence[date], *, is_narrow: bool) -> None:
    """Note who may be in another state on a day than on the one before it among the days."""
    turning = [
        {"kind": kind, "on": of(earlier) + timedelta(days=further), "day": day}
        for kind, of in _AGAINST.items()
        for earlier, day in pairwise(days)
        if of(day) != of(earlier)
        # On the very bounds too: «before» and «not before» part there.
        for further in range((of(day) - of(earlier)).days + 1)
    ]
    session.execute(insert(_dates), turning)
    ours = select(Employment.person_id).join(places, places.c.organization_id == Employment.organization_id)
    for table, looked_at in _LOOKED_AT.items():
        person: SQLColumnExpression[int] = table.person_id
        within = [person.in_(ours)] if is_narrow else []
        # The table is gone through once, and what has no date between the days left aside.
        reached = or_(
            *(column.between(_AGAINST[kind](days[0]), _AGAINST[kind](days[-1])) for column, kind in looked_at)
        )
        columns = dict.fromkeys(column for column, _ in looked_at)
        near = select(person, *columns).where(reached, *within).cte("near")
        turned = [
            select(_dates.c.day, near.c.person_id).where(_dates.c.kind == kind, _dates.c.on == near.c[column.key])
            for column, kind in looked_at
        ]
        session.execute(insert(_turns).from_select(["day", "person_id"], union_all(*turned)))


def _remember(session: Session, known_on: date, since: date) -> None:
    """The stored states of those whose organizations are to be summed on an earlier day as well."""
    rows, names = person_state.c, [column.name for column in _states.c]
    shown = rows.organization_id.in_(shown_by(since))
    known = select(*(rows[name] for name in names)).where(rows.day == known_on, shown)
    session.execute(insert(_states).from_select(names, known))


def _step_back(session: Session, later: date, day: date) -> None:
    """Bring the remembered states from the later day to this one."""
    not_yet = select(places.c.organization_id).where(places.c.since > day)
    turned = select(_turns.c.person_id).where(_turns.c.day == later)
    session.execute(delete(_states).where(_states.c.organization_id.in_(not_yet)))
    session.execute(delete(_states).where(_states.c.person_id.in_(turned)))
    # No list to look in: of two lists SQLite would try every pair.
    shown = exists().where(places.c.organization_id == Employment.organization_id, places.c.since <= day)
    anew = (Employment.person_id.in_(turned), shown)
    state = people_on(Reading(session, OPERATOR, day), Purpose.COUNTING, *anew).subquery()
    names = [column.name for column in _states.c]
    session.execute(insert(_states).from_select(names, select(*(state.c[name] for name in names))))


def _sum(session: Session, day: date, states: Table) -> None:
    session.execute(delete(snapshot).where(snapshot.c.day == day, snapshot.c.organization_id.in_(shown_by(day))))
    sums = _summed(states, day, states.c.organization_id).where(states.c.organization_id.in_(shown_by(day)))
    session.execute(insert(snapshot).from_select(_columns("organization_id"), sums))
    _sum_up(session, day)


def _sum_up(session: Session, day: date) -> None:
    """The sums of whole municipalities follow from those of their organizations."""
    whole = municipality_snapshot.c
    theirs = select(Organization.municipality_id).where(Organization.id.in_(shown_by(day)))
    session.execute(delete(municipality_snapshot).where(whole.day == day, whole.municipality_id.in_(theirs)))
    sums = (
        _summed(snapshot, day, Organization.municipality_id)
        .join(Organization, Organization.id == snapshot.c.organization_id)
        .where(snapshot.c.day == day, Organization.municipality_id.in_(theirs))
    )
    session.execute(insert(municipality_snapshot).from_select(_columns("municipality_id"), sums))


def _summed(rows: Table, day: date, place: SQLColumnExpression[int]) -> Select:
    return select(
        literal(day, Date),
        place,
        rows.c.category,
        *(func.sum(rows.c[key]) for key in _NUMBERS),
        *(func.min(rows.c[key]) for key in SINCE_KEYS),
    ).group_by(place, rows.c.category)


def _columns(place: str) -> list[str]:
    return ["day", place, "category", *_NUMBERS, *SINCE_KEYS]
