"""What is recommended to people below a bound by that procedure, and what they have chosen since (п. 2.4, 2.5)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, and_, func, select

from access.reading import Reading
from model.catalogue import Event, Programme
from model.chunks import chunks
from model.routes import Application, Assessment, Participation, RecommendedProgramme
from queries.score_sums import is_last
from queries.state import Purpose, staff_on, stands_on
from timeline.store import chosen_event, state_span

_AT_ONCE = 500


@dataclass
class Suggestions:
    """Names of what the procedure recommends to a person, and of what is chosen on the route that it feeds."""

    programmes: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)


def suggestions_for(
    reading: Reading, rows: Sequence[Mapping[str, Any]], procedure_key: str
) -> Mapping[int, Suggestions]:
    """By person of the rows what their last assessment in the procedure recommends, and what they have chosen.

    Nothing of people whom the scope may not name.
    """
    suggestions: dict[int, Suggestions] = defaultdict(Suggestions)
    for some in chunks(sorted({row["person_id"] for row in rows}), _AT_ONCE):
        people = staff_on(reading, Purpose.LISTING, state_span.c.person_id.in_(some))
        assessed = _assessed(reading, people, procedure_key)
        _add_recommended(reading, assessed, suggestions)
        _add_chosen(reading, assessed, suggestions)
    return dict(suggestions)


def _assessed(reading: Reading, people: CTE, procedure_key: str) -> CTE:
    """The last assessment of each of the people in the procedure, once it is formed."""
    formed_on = func.coalesce(Assessment.formed_on, Assessment.passed_on)
    return (
        select(Assessment.person_id, Assessment.id, Assessment.route_id, Assessment.recommended_events)
        .join(people, people.c.person_id == Assessment.person_id)
        .where(is_last(reading, procedure_key), formed_on <= reading.day)
        .cte("assessed")
    )


def _add_recommended(reading: Reading, assessed: CTE, suggestions: Mapping[int, Suggestions]) -> None:
    programmes = (
        select(assessed.c.person_id, Programme.name)
        .join(RecommendedProgramme, RecommendedProgramme.assessment_id == assessed.c.id)
        .join(Programme, Programme.id == RecommendedProgramme.programme_id)
        .order_by(assessed.c.person_id, RecommendedProgramme.place_in_list)
    )
    for person, name in reading.session.execute(programmes):
        suggestions[person].programmes.append(name)
    events = select(assessed.c.person_id, assessed.c.recommended_events)
    for person, names in reading.session.execute(events.where(assessed.c.recommended_events.is_not(None))):
        suggestions[person].events += [name for name in (names or "").split("\n") if name]


def _add_chosen(reading: Reading, assessed: CTE, suggestions: Mapping[int, Suggestions]) -> None:
    since = func.coalesce(Application.chosen_on, Application.submitted_on)
    programmes = (
        select(assessed.c.person_id, Programme.name)
        .join(Application, Application.route_id == assessed.c.route_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(Application.counts_from <= reading.day, since <= reading.day)
        .group_by(assessed.c.person_id, Programme.name)
        .order_by(assessed.c.person_id, func.min(since), Programme.name)
    )
    for person, name in reading.session.execute(programmes):
        suggestions[person].chosen.append(name)
    of_route = and_(chosen_event.c.route_id == assessed.c.route_id, stands_on(reading.day))
    events = (
        select(assessed.c.person_id, Event.name)
        .join(chosen_event, of_route)
        .join(Participation, Participation.id == chosen_event.c.participation_id)
        .join(Event, Event.id == Participation.event_id)
        .group_by(assessed.c.person_id, Event.name)
        .order_by(assessed.c.person_id, func.min(Participation.starts_on), Event.name)
    )
    for person, name in reading.session.execute(events):
        suggestions[person].chosen.append(name)
