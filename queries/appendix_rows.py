"""The rows of Appendices 1 and 2, which documents and screens write alike.

The regulation's tables of events are those of the regional level. An event whose level names a region or an oblast in
any form is regional. One without a level is regional where its route recommends it, since the recommended ИОМ holds
events of the regional level (п. 3.3.1); else nothing says so, and it goes to the others.

What the person's own rows leave empty of a recommended programme or event is filled from what is on offer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from model.dates import Period
from model.names import fold
from model.routes import COMPETENCES, Kind
from queries.offers import OfferRecord
from queries.person_records import (
    ParticipationRecord,
    PersonSheet,
    ProcedureRecord,
    ResultRecord,
    RouteRecord,
)

_REGIONAL = ("регион", "област")


@dataclass(frozen=True)
class ProgrammeRow:
    """A recommended programme and where it is taught, as applications and results name it, else what is on offer."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class EventRow:
    """A recommended event; where, how and when it is held, as the person has chosen it, else as it is on offer."""

    name: str
    venues: tuple[str, ...]
    forms: tuple[str, ...]
    periods: tuple[tuple[date, date], ...]
    is_regional: bool


def scores_of(procedure: ProcedureRecord) -> list[tuple[str, float | str]]:
    """The key of each assessed competence with its percent or its level in words."""
    scores = [(key, _score(procedure, key)) for key in COMPETENCES]
    return [(key, score) for key, score in scores if score is not None]


def _score(procedure: ProcedureRecord, key: str) -> float | str | None:
    percent = procedure.scores.get(key)
    return procedure.levels.get(key) if percent is None else percent


def programme_rows(route: RouteRecord) -> list[ProgrammeRow]:
    """The one list of recommended programmes; the module lists them without saying where they are taught."""
    places: dict[str, list[str | None]] = {}
    for application in route.applications:
        places.setdefault(fold(application.name), []).append(application.provider)
    for result in route.results:
        places.setdefault(fold(result.programme), []).append(result.provider)
    return [
        ProgrammeRow(name, _distinct(places.get(fold(name), ())) or _taught(name, route)) for name in route.recommended
    ]


def _taught(name: str, route: RouteRecord) -> tuple[str, ...]:
    """«Институт, г. Челябинск»: the organizations that offer the programme, and where."""
    listed = route.offers.get((Kind.PROGRAMME.value, fold(name)), ())
    return _distinct(", ".join(filter(None, (one.organization, one.venue))) for one in listed)


def event_rows(route: RouteRecord) -> list[EventRow]:
    """The one list of recommended events."""
    return [_event_row(name, route) for name in route.recommended_events]


def _event_row(name: str, route: RouteRecord) -> EventRow:
    chosen = [one for one in route.participations if fold(one.event) == fold(name)]
    offered = route.offers.get((Kind.EVENT.value, fold(name)), ())
    days = {one.starts_on for one in chosen}
    # Once it is chosen, only what is on offer on the chosen days says more of it.
    fitting = [one for one in offered if not chosen or one.starts_on in days]
    levels = [one.level for one in offered if one.level]
    return EventRow(
        name,
        venues=_distinct(one.venue for one in chosen) or _distinct(one.venue for one in fitting),
        forms=_distinct(one.form for one in chosen) or _distinct(one.form for one in fitting),
        periods=_periods(chosen) or _periods(fitting),
        is_regional=any(is_regional(one, route) for one in chosen)
        if chosen
        else not levels or any(map(_is_of_region, levels)),
    )


def _periods(held: Iterable[ParticipationRecord | OfferRecord]) -> tuple[tuple[date, date], ...]:
    """The days on which it is held, each period once; nothing of what has no schedule."""
    days = ((one.starts_on, one.ends_on or one.starts_on) for one in held)
    return tuple(dict.fromkeys((first, last) for first, last in days if first and last))


def is_regional(one: ParticipationRecord, route: RouteRecord | None) -> bool:
    """Whether the event stands in the regulation's table of events of the regional level."""
    if one.level is not None:
        return _is_of_region(one.level)
    recommended = route.recommended_events if route else ()
    return fold(one.event) in map(fold, recommended)


def _is_of_region(level: str) -> bool:
    return any(word in level.casefold() for word in _REGIONAL)


def results_by(sheet: PersonSheet, day: date, period: Period | None = None) -> list[ResultRecord]:
    """All results of the person that ended by the day, of the period where one is asked for; the earliest first."""
    results = [one for route in reversed(sheet.routes) for one in route.results] + list(sheet.outside.results)
    ended = [one for one in results if one.until <= day and (period is None or one.until in period)]
    return sorted(ended, key=lambda one: (one.since, fold(one.programme)))


def attended_by(
    sheet: PersonSheet, period: Period | None = None
) -> tuple[list[ParticipationRecord], list[ParticipationRecord]]:
    """The events in which the person took part: those of the regional level, and the others; the earliest first."""
    placed = sorted(_attended(sheet, period), key=lambda pair: (pair[0].starts_on, fold(pair[0].event)))
    regional = [one for one, route in placed if is_regional(one, route)]
    return regional, [one for one, route in placed if not is_regional(one, route)]


def _attended(sheet: PersonSheet, period: Period | None) -> Iterator[tuple[ParticipationRecord, RouteRecord | None]]:
    # п. 3.11, 3.13: only participation that the organization has confirmed is an outcome.
    by_route: Sequence[tuple[RouteRecord | None, Iterable[ParticipationRecord]]] = [
        *((route, route.chosen_events) for route in reversed(sheet.routes)),
        (None, sheet.outside.participations),
    ]
    for route, participations in by_route:
        for one in participations:
            if one.confirmed_on and (period is None or one.ends_on in period):
                yield one, route


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """The names that are not empty, each once."""
    return tuple(dict.fromkeys(filter(None, names)))
