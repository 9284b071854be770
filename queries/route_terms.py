"""The term of each route of one person and its state on the reading's date (п. 2.6, 2.7, 3.11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from access.reading import Reading
from model.catalogue import Event
from model.routes import Participation
from queries.person import person_sheet
from queries.person_records import PersonSheet
from timeline.loading import EventNames, event_names, load_facts, rules_of_settings
from timeline.routes import routes
from timeline.terms import RouteState as RouteState
from timeline.terms import terms


@dataclass(frozen=True)
class RouteTerm:
    """The last day of the term, None where nothing sets it yet, and how far the route has come."""

    until: date | None
    state: RouteState


Terms = Mapping[int, RouteTerm]


def person_with_terms(reading: Reading, person_id: int) -> tuple[PersonSheet, Terms] | None:
    """The person and the terms by the ids of the routes; None where the scope does not name them on the date.

    A partial sheet has no terms, since they follow from what it does not show.
    """
    sheet = person_sheet(reading, person_id)
    if sheet is None:
        return None
    return sheet, {} if sheet.is_partial else _terms(reading, person_id)


def _terms(reading: Reading, person_id: int) -> Terms:
    facts = load_facts(reading.session, [person_id], _event_names(reading, person_id))
    rows = terms(routes(facts, rules_of_settings()), reading.day)
    columns = (rows[name].tolist() for name in ("id", "term", "state"))
    return {identity: RouteTerm(until, RouteState(state)) for identity, until, state in zip(*columns, strict=True)}


def _event_names(reading: Reading, person_id: int) -> EventNames:
    """The names of the events that the person has chosen; applications for others drop nothing."""
    chosen = select(Participation.event_id).where(Participation.person_id == person_id)
    return event_names(reading.session, or_(Event.id.in_(chosen), Event.same_as_id.in_(chosen)))
