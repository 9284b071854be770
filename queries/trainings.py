"""How trainings at providers ended within a period: sums by provider, rows, and how long decisions took.

In time is told by the provider's own application alone, so that it sees of a training what everybody sees (п. 3.11).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Select,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from access.reading import Reading
from access.scope import has_reached_provider
from model.catalogue import Programme, Provider
from model.journal import ImportRun
from model.people import Employment
from model.places import Municipality, Organization
from model.routes import Application, Decision, Kind, Result
from model.trainings import ATTESTED, Outcome
from queries.application_stages import Waits
from queries.applications import ProviderRecord, may_name_applicants, may_open_provider
from queries.days_between import days_between
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.people import has_spell_shown, spell_shown
from queries.places import municipality_name, organization_name
from queries.state import awaits_provider, is_live

_BY_NAME = Order()


@dataclass
class TrainingSums:
    """Trainings by outcome, the people who have the document, each once, and the hours that led to it."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    people: int = 0
    hours: float = 0

    @property
    def documents(self) -> int:
        return sum(self.outcomes[one] for one in ATTESTED)


@dataclass(frozen=True)
class ProviderFigures:
    """A provider of the region: what waits, how long it decided in the period, and how its trainings ended."""

    id: int
    name: str
    awaiting: int
    waits: Waits
    sums: TrainingSums
    last_file_at: datetime | None


def provider_figures(reading: Reading, since: date, until: date) -> list[ProviderFigures]:
    """Every provider, by name; none for who does not count the region."""
    if not reading.scope.counts_region:
        return []
    query = select(Provider.id, Provider.name).where(Provider.same_as_id.is_(None)).order_by(Provider.name_key)
    waiting, waits = _waiting(reading), _waits(reading, since, until)
    sums, files = _sums_by_provider(reading, since, until), _last_files(reading)
    return [
        ProviderFigures(
            *(identity, name, waiting.get(identity, 0), waits.get(identity, Waits())),
            *(sums.get(identity, TrainingSums()), files.get(identity)),
        )
        for identity, name in reading.session.execute(query)
    ]


def _waiting(reading: Reading) -> Mapping[int, int]:
    query = select(Application.provider_id, func.count()).where(awaits_provider(reading.day))
    query = query.where(has_spell_shown(Application.person_id, reading.day))
    rows = reading.session.execute(query.group_by(Application.provider_id))
    return {identity: number for identity, number in rows if identity is not None}


def _waits(reading: Reading, since: date, until: date) -> Mapping[int, Waits]:
    """For how many days each provider had the applications that it decided in the period."""
    days = days_between(Application.head_on, Application.provider_on)
    query = (
        select(Application.provider_id, days, func.count())
        .where(Application.kind == Kind.PROGRAMME, Application.implied.is_(False), Application.head_on.is_not(None))
        .where(Application.provider_on.between(since, min(until, reading.day)))
        .group_by(Application.provider_id, days)
    )
    waits: dict[int, Waits] = defaultdict(Waits)
    for identity, number_of_days, number in reading.session.execute(query):
        waits[identity or 0].days[max(0, number_of_days)] += number
    return waits


def _last_files(reading: Reading) -> Mapping[int, datetime]:
    """When the last file was accepted that added or changed a result of the provider."""
    query = (
        select(Result.provider_id, func.max(ImportRun.accepted_at))
        .join(ImportRun, ImportRun.id == Result.import_id)
        .where(ImportRun.undone_at.is_(None), Result.until <= reading.day)
        .group_by(Result.provider_id)
    )
    return {identity: at for identity, at in reading.session.execute(query) if identity is not None}


def _sums_by_provider(reading: Reading, since: date, until: date) -> Mapping[int, TrainingSums]:
    rows = _trainings(reading, since, until)
    by_outcome = select(rows.c.provider_id, rows.c.outcome, func.count()).group_by(rows.c.provider_id, rows.c.outcome)
    attested = (
        select(rows.c.provider_id, func.count(rows.c.person_id.distinct()), func.sum(rows.c.hours))
        .where(rows.c.outcome.in_([one.value for one in ATTESTED]))
        .group_by(rows.c.provider_id)
    )
    sums: dict[int, TrainingSums] = defaultdict(TrainingSums)
    for identity, outcome, number in reading.session.execute(by_outcome):
        sums[identity].outcomes[Outcome(outcome)] = number
    for identity, people, hours in reading.session.execute(attested):
        sums[identity].people, sums[identity].hours = people, hours or 0
    return sums


def _trainings(reading: Reading, since: date, until: date) -> CTE:
    """A row for each training that ended in the period, known on the date: with a result, without one, or expelled."""
    last = min(until, reading.day)
    return union_all(
        _with_result(reading, since, last), _without_result(reading, since, last), _expelled(reading, since, last)
    ).cte("trainings")


def _with_result(reading: Reading, since: date, last: date) -> Select:
    at = _providers_of_results()
    ends_by = _scheduled_end(reading, at).scalar_subquery()
    outcome = case(
        (Result.document_number.is_(None), Outcome.FAILED.value),
        (ends_by >= Result.until, Outcome.IN_TIME.value),
        else_=Outcome.LATER.value,
    )
    columns = (at.c.provider_id, Result.person_id, Result.programme_id, Result.since.label("begun_on"))
    return (
        select(*columns, Result.until.label("ended_on"), cast(Result.hours, Float).label("hours"))
        .add_columns(outcome.label("outcome"), Result.id.label("row_id"))
        .select_from(Result)
        .join(at, at.c.result_id == Result.id)
        .where(Result.route_id.is_not(None), Result.counts_from <= reading.day, Result.until.between(since, last))
        .where(_is_open(reading, Result.person_id, Result.programme_id))
    )


def _providers_of_results() -> CTE:
    """The provider that a result names; of one that names none, those of the applications that it completes."""
    application = aliased(Application)
    named = select(Result.id.label("result_id"), Result.provider_id).where(Result.provider_id.is_not(None))
    completed = (
        select(Result.id, application.provider_id)
        .join(
            application, (application.route_id == Result.route_id) & (application.programme_id == Result.programme_id)
        )
        .where(Result.provider_id.is_(None), application.provider_id.is_not(None))
        .where(application.head_decision == Decision.CONFIRMED)
    )
    return union(named, completed).cte("provider_of_result")


def _scheduled_end(reading: Reading, at: CTE) -> Select:
    """The end of training by the latest application to the provider before the first day; an implied one is kept."""
    application = aliased(Application)
    ends = case((application.implied, Result.until), else_=application.training_until)
    return (
        select(ends)
        .where(application.person_id == Result.person_id, application.programme_id == Result.programme_id)
        .where(application.provider_id == at.c.provider_id, application.submitted_on <= Result.since)
        .where(application.head_decision == Decision.CONFIRMED, application.head_on <= reading.day)
        .order_by(application.submitted_on.desc(), application.number.desc())
        .limit(1)
        .correlate(Result, at)
    )


def _of_application(reading: Reading, ended_on: Any, outcome: Outcome, *conditions: Any) -> Select:
    columns = (Application.provider_id, Application.person_id, Application.programme_id)
    return (
        select(*columns, func.coalesce(Application.training_since, ended_on), ended_on, cast(null(), Float))
        .add_columns(literal(outcome.value), Application.id)
        .where(has_reached_provider(reading.day), Application.counts_from <= reading.day, *conditions)
        .where(_is_open(reading, Application.person_id, Application.programme_id))
    )


def _without_result(reading: Reading, since: date, last: date) -> Select:
    """The schedule ended, and there is no result: as in the report of п. 3.12."""
    day, done = reading.day, aliased(Result)
    has_result = exists().where(
        done.route_id == Application.route_id, done.programme_id == Application.programme_id, done.since <= day
    )
    confirmed = (Application.provider_decision == Decision.CONFIRMED, Application.provider_on <= day)
    ended = Application.training_until.between(since, last)
    return _of_application(
        reading, Application.training_until, Outcome.FAILED, is_live(day), *confirmed, ended, ~has_result
    )


def _expelled(reading: Reading, since: date, last: date) -> Select:
    is_closed_so = Application.closed_on == Application.expelled_on
    within = Application.expelled_on.between(since, last)
    return _of_application(reading, Application.expelled_on, Outcome.EXPELLED, is_closed_so, within)


def _is_open(reading: Reading, person_id: Any, programme_id: Any) -> ColumnElement[bool]:
    """Whose trainings are told: everybody's to who counts the region, to a provider those of whom it may name."""
    is_shown = has_spell_shown(person_id, reading.day)
    if reading.scope.counts_region:
        return is_shown
    pairs = select(Application.person_id, Application.programme_id).where(reading.scope.sent(reading.day))
    return is_shown & tuple_(person_id, programme_id).in_(pairs)


@dataclass(frozen=True)
class Training:
    """A training of one provider: where its person works or worked last, when it ended and how."""

    person_id: int
    municipality: str
    ended_on: date
    outcome: Outcome
    hours: float


def trainings_of(reading: Reading, of: ProviderRecord, since: date, until: date) -> list[Training]:
    """The trainings of a provider that ended in the period; none where it may not be opened."""
    if not may_open_provider(reading, of.id):
        return []
    rows = _trainings(reading, since, until)
    query = (
        select(rows.c.person_id, municipality_name(reading.day), rows.c.ended_on, rows.c.outcome, rows.c.hours)
        .select_from(rows)
        .join(Employment, Employment.id == spell_shown(rows.c.person_id, reading.day, source=rows))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(rows.c.provider_id == of.id)
        .order_by(rows.c.ended_on, rows.c.row_id, rows.c.outcome)
    )
    return [
        Training(person, town, ended, Outcome(outcome), hours or 0)
        for person, town, ended, outcome, hours in reading.session.execute(query)
    ]


def training_sums(trainings: Sequence[Training]) -> TrainingSums:
    """The trainings added up."""
    sums = TrainingSums()
    attested = [one for one in trainings if one.outcome in ATTESTED]
    for one in trainings:
        sums.outcomes[one.outcome] += 1
    sums.people, sums.hours = len({one.person_id for one in attested}), sum(one.hours for one in attested)
    return sums


def training_rows(
    reading: Reading,
    of: ProviderRecord,
    outcome: Outcome | None,
    since: date,
    until: date,
    *,
    municipality: str | None = None,
    is_each_once: bool = False,
    order: Order = _BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The trainings with the outcome, without one all that have the document; nobody where they may not be named.

    `municipality`: of those who work or worked last in the one of this name; `is_each_once`: the first of each person.
    """
    if not may_name_applicants(reading, of) or not may_open_provider(reading, of.id):
        return Page([], 0, 1)
    rows, day = _trainings(reading, since, until), reading.day
    outcomes = ATTESTED if outcome is None else (outcome,)
    columns: tuple[Any, ...] = (
        *(rows.c.person_id, Employment.full_name, Employment.name_key, Employment.position),
        *(organization_name(day).label("organization"), Organization.name_key.label("organization_key")),
        *(municipality_name(day).label("municipality"), Programme.name.label("programme")),
        *(rows.c.begun_on, rows.c.ended_on, rows.c.hours, rows.c.outcome, rows.c.row_id),
    )
    query = (
        select(*columns)
        .select_from(rows)
        .join(Programme, Programme.id == rows.c.programme_id)
        .join(Employment, Employment.id == spell_shown(rows.c.person_id, day, source=rows))
        .join(Organization, Organization.id == Employment.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .where(rows.c.provider_id == of.id, rows.c.outcome.in_([one.value for one in outcomes]))
        .where(municipality_name(day) == municipality if municipality else true())
    )
    return paged(reading, _first_of_each(query) if is_each_once else query, order, page, search, size)


def _first_of_each(query: Select) -> Select:
    """Of the rows of each person the one that ended first."""
    rows = query.subquery()
    in_order = (rows.c.ended_on, rows.c.row_id, rows.c.outcome)
    number = func.row_number().over(partition_by=rows.c.person_id, order_by=in_order)
    ranked = select(rows, number.label("place_of_row")).subquery()
    return select(ranked).where(ranked.c.place_of_row == 1)
