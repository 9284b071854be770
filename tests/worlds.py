"""Invented people for version 2 of the law: few days, names and programmes, so that everything meets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta

import pandas as pd
from hypothesis import strategies as st

from tests.oracle import (
    CONFIRMED,
    EVENT,
    PROCEDURE,
    PROGRAMME,
    REFUSED,
    Application,
    Assessment,
    Law,
    Participation,
    Person,
    Result,
    Spell,
)
from tests.oracle_days import year_start
from timeline.facts import COLUMNS, Facts, facts_from

# Close together, with both leap days and their echoes three years on: boundaries are met often.
POOL = sorted(
    {
        anchor + timedelta(days=shift)
        for anchor in (
            *(date(2020, 2, 29), date(2021, 2, 28), date(2023, 2, 28), date(2024, 2, 29), date(2024, 12, 31)),
            *(date(2025, 3, 1), date(2025, 3, 10), date(2026, 2, 28), date(2026, 3, 10)),
        )
        for shift in (-1, 0, 1)
    }
)
LONG_AGO = date(2019, 9, 1)
ORGANIZATIONS = ("Школа 1", "Школа 2", "Школа 3")
PROGRAMMES = ("Программа А", "Программа Б", "Программа В")
EVENTS = ("Семинар", "Форум")
# In the order of code points the capital comes first.
PROCEDURES = ("Оценка А", "Оценка Я", "оценка А")
POSITIONS = (None, "учитель", "директор")

_rarely = st.sampled_from([False, False, False, True])
_decisions = st.sampled_from([None, CONFIRMED, CONFIRMED, REFUSED])
_lists = st.frozensets(st.sampled_from(PROGRAMMES), max_size=2)


@dataclass(frozen=True)
class _Life:
    """What one person's facts are drawn from: the days of a world."""

    draw: st.DrawFn
    calendar: tuple[date, ...]

    def day(self) -> date:
        return self.draw(st.sampled_from(self.calendar))

    def rare_day(self) -> date | None:
        return self.day() if self.draw(_rarely) else None

    def maybe_day(self) -> date | None:
        return self.draw(st.sampled_from((None, *self.calendar)))

    def two_days(self) -> tuple[date, date]:
        first, last = sorted([self.day(), self.day()])
        return first, last

    def some(self, most: int) -> range:
        return range(self.draw(st.integers(0, most)))


def _spells(life: _Life) -> Iterator[Spell]:
    """Main spells that share a day at most, with gaps between some of them; and now and then a second job."""
    bounds = sorted(life.draw(st.lists(st.sampled_from((LONG_AGO, *life.calendar)), min_size=1, max_size=5)))
    since = bounds[0]
    for until in bounds[1:]:
        if until >= since and not life.draw(_rarely):
            yield _spell(life, since, until, is_main=True)
            since = until if life.draw(st.booleans()) else until + timedelta(days=1)
        else:
            since = max(since, until + timedelta(days=1))
    if len(bounds) == 1 or life.draw(st.booleans()):
        yield _spell(life, since, None, is_main=True)
    if life.draw(_rarely):
        yield _spell(life, *life.two_days(), is_main=False)


def _spell(life: _Life, since: date, until: date | None, *, is_main: bool) -> Spell:
    absent_since, absent_until = life.two_days() if life.draw(_rarely) else (None, None)
    return Spell(
        life.draw(st.sampled_from(ORGANIZATIONS)),
        since,
        until,
        absent_since,
        absent_until if life.draw(st.booleans()) else None,
        is_main,
        life.draw(st.sampled_from(("teaching", "managing"))),
        life.draw(st.sampled_from(POSITIONS)),
    )


def _assessment(life: _Life) -> Assessment:
    procedure, is_need = life.draw(st.sampled_from(PROCEDURES)), life.draw(_rarely)
    return Assessment(procedure, life.day(), life.draw(_lists), life.rare_day(), is_need)


def _application(life: _Life, number: str) -> Application:
    kind = life.draw(st.sampled_from((PROGRAMME, PROGRAMME, PROGRAMME, EVENT, EVENT, PROCEDURE)))
    names = {PROGRAMME: PROGRAMMES, EVENT: EVENTS, PROCEDURE: PROCEDURES}[kind]
    head, provider = life.draw(_decisions), life.draw(_decisions)
    return Application(
        number,
        kind,
        life.draw(st.sampled_from(names)),
        life.day(),
        head,
        life.day() if head else None,
        provider,
        life.day() if provider else None,
        life.maybe_day(),
        life.rare_day(),
        life.rare_day(),
        life.rare_day(),
    )


def _participation(life: _Life) -> Participation:
    event, days = life.draw(st.sampled_from(EVENTS)), life.two_days()
    return Participation(event, *days, life.day(), life.maybe_day(), life.draw(st.booleans()))


@st.composite
def people(draw: st.DrawFn) -> tuple[Person, ...]:
    """One to three people with facts on few days; keys of the registers are unique."""
    lives = _Life(draw, tuple(draw(st.lists(st.sampled_from(POOL), min_size=3, max_size=9, unique=True))))
    return tuple(_person(lives) for _ in range(draw(st.integers(1, 3))))


def _person(life: _Life) -> Person:
    assessments = (_assessment(life) for _ in life.some(4))
    results = (
        Result(life.draw(st.sampled_from(PROGRAMMES)), *life.two_days(), life.draw(st.booleans())) for _ in life.some(3)
    )
    participations = (_participation(life) for _ in life.some(3))
    # «З-10» sorts before «З-9».
    applications = tuple(_application(life, f"З-{number + 8}") for number in life.some(5))
    return Person(
        tuple({(one.organization, one.since, one.is_main): one for one in _spells(life)}.values()),
        tuple({(one.procedure, one.passed_on): one for one in assessments}.values()),
        applications,
        tuple({(one.programme, one.since): one for one in results}.values()),
        tuple({(one.event, one.starts_on): one for one in participations}.values()),
    )


def dates_of(fact: object) -> Iterator[date]:
    """Every date that a person's facts name."""
    if isinstance(fact, date):
        yield fact
    elif isinstance(fact, tuple):
        for one in fact:
            yield from dates_of(one)
    elif is_dataclass(fact):
        for one in fields(fact):
            yield from dates_of(getattr(fact, one.name))


def days_of(people: tuple[Person, ...], law: Law) -> list[date]:
    """Days at and beside the dates of the facts, the years of the law after them, and where their years begin."""
    dates = set(dates_of(people))
    later = {_years_on(day, law.years) for day in dates}
    starts = {_years_on(year_start(day, law.year_first_month), 1) for day in dates}
    beside = {day + timedelta(days=shift) for day in dates | later | starts for shift in (-1, 0, 1)}
    hired = {spell.since for person in people for spell in person.spells} if law.newcomer_months else set()
    months = {day + timedelta(days=shift) for day in hired for shift in range(27, 33)}
    return sorted({date(2019, 1, 1), date(2030, 1, 1), *beside, *months})


def _years_on(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if is_leap_day else day.replace(year=day.year + years)


def cut_off(person: Person, day: date) -> Person:
    """The person as known on the day: facts dated after it are left out, be they rows or later days of a row.

    What is only planned stays: the day of forming, the end of training, the days of an event, the day of choice.
    """

    def by(date: date | None) -> date | None:
        return date if date is not None and date <= day else None

    def without_later(one: Application) -> Application:
        head = {"head": by(one.head_on) and one.head, "head_on": by(one.head_on)}
        provider = {"provider": by(one.provider_on) and one.provider, "provider_on": by(one.provider_on)}
        closing = {"withdrawn_on": by(one.withdrawn_on), "expelled_on": by(one.expelled_on)}
        return replace(one, **head, **provider, **closing)

    def first_day(one: Application) -> date:
        return min(one.submitted_on, one.chosen_on or one.submitted_on)

    return Person(
        tuple(
            replace(one, until=by(one.until), absent_since=by(one.absent_since), absent_until=by(one.absent_until))
            for one in person.spells
            if one.since <= day
        ),
        tuple(one for one in person.assessments if one.passed_on <= day),
        tuple(without_later(one) for one in person.applications if first_day(one) <= day),
        tuple(
            replace(one, has_document=one.has_document and one.until <= day)
            for one in person.results
            if one.since <= day
        ),
        tuple(
            replace(one, confirmed_on=by(one.confirmed_on), has_reason=one.has_reason and one.ends_on <= day)
            for one in person.participations
            if one.chosen_on <= day
        ),
    )


def facts_of(people: Iterable[Person]) -> Facts:
    """The same people as data frames: a person's id is their place, from 1 on, and so are ids of names."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in COLUMNS}
    for number, person in enumerate(people, 1):
        for register, row in _rows(person):
            identified = {"person": number, "id": len(rows[register]) + 1, **row}
            rows[register].append(identified)
            if register == "assessments":
                listed = row["programmes"]
                for name in sorted(listed):  # type: ignore[call-overload]
                    rows["recommended"].append({"assessment": identified["id"], "programme": _place(PROGRAMMES, name)})
    return facts_from({name: pd.DataFrame(rows[name], columns=[*columns]) for name, columns in COLUMNS.items()})


def _rows(person: Person) -> Iterator[tuple[str, dict[str, object]]]:
    for spell in person.spells:
        yield "spells", {**vars(spell), "organization": _place(ORGANIZATIONS, spell.organization)}
    for assessment in person.assessments:
        yield "assessments", vars(assessment)
    for one in person.applications:
        decisions = {"head_decision": one.head, "provider_decision": one.provider}
        programme = _place(PROGRAMMES, one.name) if one.kind == PROGRAMME else None
        event = _place(EVENTS, one.name) if one.kind == EVENT else None
        yield "applications", {**vars(one), **decisions, "programme": programme, "event": event}
    for result in person.results:
        yield "results", {**vars(result), "programme": _place(PROGRAMMES, result.programme)}
    for row in person.participations:
        yield "participations", {**vars(row), "event": _place(EVENTS, row.event)}


def _place(names: tuple[str, ...], name: str) -> int:
    """Names beyond the list, as the answers by hand use them, have ids of their own."""
    return names.index(name) + 1 if name in names else 1000 + sum(map(ord, name))
