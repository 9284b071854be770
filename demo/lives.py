"""The life of a person: everything that the registers say about them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.applications import (
    EVENT,
    Application,
    Result,
    decided_by_head,
    is_outside_the_module,
    new_application,
    premature_application,
    procedure_application,
    programme_applications,
    result_of,
    waiting_procedure_application,
)
from demo.assessments import Assessment, Years, assessments_of
from demo.chance import Chance
from demo.offers import Meeting
from demo.people import Person

_REASONS = ("болезнь", "производственная необходимость", "командировка", "семейные обстоятельства", "отпуск")
_RESULTS_A_PERSON = 10  # the range of document numbers of one person


@dataclass(frozen=True)
class Participation:
    """An event chosen for a route."""

    person: Person
    meeting: Meeting
    chosen_on: date
    confirmed_on: date | None
    absence_reason: str | None


@dataclass(frozen=True)
class Life:
    """The person's assessments, applications, results and participations on the day."""

    person: Person
    assessments: list[Assessment]
    applications: list[Application]
    results: list[Result]
    participations: list[Participation]


def life_of(person: Person, years: Years, *, seed: int) -> Life:
    """The life of the person; it depends on the seed and the person only."""
    chance = Chance(f"{seed}/{person.number}")
    life = Life(person, assessments_of(person, years, chance), [], [], [])
    for place, assessment in enumerate(life.assessments):
        following = life.assessments[place + 1].passed_on if place + 1 < len(life.assessments) else None
        if application := procedure_application(assessment, chance):
            life.applications.append(application)
        last = _last_day(person, following, years.day)
        _add_formal_part(life, assessment, last, years, chance)
        _add_informal_part(life, assessment, last, years, chance)
    if not life.assessments:
        early = (waiting_procedure_application(person, years, chance), premature_application(person, years, chance))
        life.applications.extend(application for application in early if application)
    return life


def _last_day(person: Person, following: date | None, day: date) -> date:
    """The last day on which the person chooses for this route: before the next route, and before leaving."""
    ends = (following and following - timedelta(days=1), person.spells[-1].until)
    return min([day, *(end for end in ends if end)])


def _add_formal_part(life: Life, assessment: Assessment, last: date, years: Years, chance: Chance) -> None:
    for application in programme_applications(assessment, last, years, chance):
        number = life.person.number * _RESULTS_A_PERSON + len(life.results)
        result = result_of(application, number, years.day, chance)
        if result:
            life.results.append(result)
        if result is None or not is_outside_the_module(chance):
            life.applications.append(application)


def _add_informal_part(life: Life, assessment: Assessment, last: date, years: Years, chance: Chance) -> None:
    """Choose some of the recommended events, never the same meeting twice."""
    zeal = assessment.person.spell_on(assessment.passed_on).organization.zeal
    if not chance.happens(zeal):
        return
    events = chance.some_of(assessment.events, chance.between(1, 4))
    chosen_meetings = {one.meeting for one in life.participations}
    for event in events:
        chosen_on = assessment.passed_on + timedelta(days=chance.between(3, 90))
        meeting = years.offers.meeting_after(event, chosen_on, skip=chance.between(0, 1))
        if chosen_on > last or meeting is None or meeting in chosen_meetings:
            continue
        life.participations.append(_participation(life.person, meeting, chosen_on, years.day, chance))
        if chance.happens(0.3):
            application = new_application(life.person, EVENT, event.name, chosen_on, chance)
            life.applications.append(decided_by_head(application, years.day, chance, rejects=0.02))


def _participation(person: Person, meeting: Meeting, chosen_on: date, day: date, chance: Chance) -> Participation:
    planned = Participation(person, meeting, chosen_on, None, None)
    if meeting.ends_on > day:
        return planned
    if chance.happens(person.spell_on(chosen_on).organization.confirms):
        confirmed_on = meeting.ends_on + timedelta(days=chance.between(0, 20))
        return replace(planned, confirmed_on=confirmed_on) if confirmed_on <= day else planned
    return replace(planned, absence_reason=chance.one_of(_REASONS)) if chance.happens(0.3) else planned
