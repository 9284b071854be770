"""What is told of one person on a date: where they work, their routes and what belongs to them, as records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from model.names import fold
from queries.offers import Offers


@dataclass(frozen=True)
class ProcedureRecord:
    """A procedure passed or a need: a row of Appendix 1. A score is a percent, or a level in words."""

    id: int
    name: str
    group: str | None
    passed_on: date
    scores: Mapping[str, float | None]
    levels: Mapping[str, str | None] = field(default_factory=dict)
    is_need: bool = False
    formed_on: date | None = None  # the day of passing where the module did not state one
    stated_formed_on: date | None = None
    programme_count: int | None = None  # as the module stated it
    recommended: tuple[str, ...] = ()
    recommended_events: tuple[str, ...] = ()

    @property
    def number_of_programmes(self) -> int | None:
        """As the module stated it, else as many as it lists; before the route is formed there is nothing to count."""
        if self.formed_on is None or self.programme_count is not None:
            return self.programme_count
        return len(self.recommended)


@dataclass(frozen=True)
class ApplicationRecord:
    """An application as it stood on the date: what was decided later is not there yet."""

    number: str | None
    kind: str
    name: str
    provider: str | None
    submitted_by: str | None
    submitted_on: date
    head_decision: str | None
    head_on: date | None
    provider_decision: str | None
    provider_on: date | None
    training_since: date | None
    training_until: date | None
    withdrawn_on: date | None
    is_counted: bool
    is_implied: bool
    expelled_on: date | None = None
    training_form: str | None = None
    provider_id: int | None = None


@dataclass(frozen=True)
class ResultRecord:
    """A row of the formal part of Appendix 2."""

    programme: str
    provider: str | None
    address: str | None
    hours: float | None
    since: date
    until: date
    document_number: str | None
    agreed_events: tuple[str, ...]
    is_counted: bool


@dataclass(frozen=True)
class ParticipationRecord:
    """A row of the informal part of Appendix 2; a dropped one stands no longer: its application was closed."""

    event: str
    venue: str | None
    level: str | None
    form: str | None
    starts_on: date
    ends_on: date
    chosen_on: date
    confirmed_on: date | None
    absence_reason: str | None
    is_dropped: bool = False


@dataclass(frozen=True)
class RouteRecord:
    """A route with all that belongs to it by the date: its procedures in their order, the first of which opened it.

    `is_current`: it is the latest one, and one of its procedures was passed within three years.
    """

    id: int
    is_current: bool
    procedures: tuple[ProcedureRecord, ...]
    formed_on: date | None
    applications: tuple[ApplicationRecord, ...]
    results: tuple[ResultRecord, ...]
    participations: tuple[ParticipationRecord, ...]
    chosen_on: date | None = None
    done_on: date | None = None
    offers: Offers = field(default_factory=dict)  # what is on offer of what it recommends

    @property
    def opened_on(self) -> date:
        return self.procedures[0].passed_on

    @property
    def passed_on(self) -> date:
        """The day of its latest procedure or need."""
        return self.procedures[-1].passed_on

    @property
    def recommended(self) -> tuple[str, ...]:
        """The one list of programmes that its procedures recommend."""
        return _distinct(name for one in self.procedures for name in one.recommended)

    @property
    def recommended_events(self) -> tuple[str, ...]:
        """The one list of events that its procedures recommend."""
        return _distinct(name for one in self.procedures for name in one.recommended_events)

    @property
    def chosen_events(self) -> tuple[ParticipationRecord, ...]:
        """The events that stand on it."""
        return tuple(one for one in self.participations if not one.is_dropped)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in the order and the spelling in which it comes first."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(fold(name), name)
    return tuple(by_key.values())


@dataclass(frozen=True)
class SecondJob:
    """A second place of work, which counts nowhere."""

    organization: str
    position: str | None
    since: date


@dataclass(frozen=True)
class Absence:
    """A long absence that covers the date; both days are included."""

    since: date
    until: date | None


@dataclass(frozen=True)
class Outside:
    """Rows that are kept and count nowhere: no assessment was passed before them."""

    applications: tuple[ApplicationRecord, ...]
    results: tuple[ResultRecord, ...]
    participations: tuple[ParticipationRecord, ...]


@dataclass(frozen=True)
class PersonSheet:
    """A person and their routes, the latest first; `outside` is what belongs to no route and counts nowhere."""

    id: int
    full_name: str
    position: str | None
    category: str
    education: str | None
    organization_id: int
    organization: str
    municipality_id: int
    municipality: str
    since: date
    until: date | None
    routes: tuple[RouteRecord, ...]
    other_applications: tuple[ApplicationRecord, ...]
    outside: Outside
    identifier: str | None = None
    second_jobs: tuple[SecondJob, ...] = ()
    absence: Absence | None = None
    # A provider sees its own applications, and of their routes what was recommended.
    is_partial: bool = False

    @property
    def current(self) -> RouteRecord | None:
        return next((route for route in self.routes if route.is_current), None)

    @property
    def earlier(self) -> tuple[RouteRecord, ...]:
        """The routes that are not the current one, the latest first."""
        return tuple(route for route in self.routes if not route.is_current)

    @property
    def assessed_on(self) -> date | None:
        """The day of the latest procedure; a need is no assessment."""
        days = [one.passed_on for route in self.routes for one in route.procedures if not one.is_need]
        return max(days, default=None)
