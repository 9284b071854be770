"""The rows of each register about the staff on a date, and what may be wrong with each.

As with the state of people: a number is the sum of a claim over these rows, its list the rows where the claim holds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, SQLColumnExpression, and_, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.catalogue import Event, Programme
from model.dates import years_before
from model.people import DuplicateCandidate, Employment, covers, ends_after
from model.places import Organization
from model.quality import Issue
from model.routes import Application, Assessment, Decision, Kind, Participation, Result
from queries.state import Purpose, chosen_events, covers_span, is_unmarked, is_within
from timeline.store import state_span

Claim = SQLColumnExpression[bool]
# What a row says against itself, as the screen tells it.
CONTRADICTIONS: Mapping[str, str] = {
    "formed_early": "ИОМ сформирован раньше, чем пройдена оценка",
    "decided_early": "руководитель решил раньше, чем заявка подана",
    "unasked": "организация ДПО решила раньше руководителя или без него",
    "withdrawn_early": "отозвана раньше, чем подана",
    "marked_early": "участие подтверждено раньше, чем событие началось",
    "marked_both": "участие подтверждено, и указана причина отсутствия",
}


@dataclass(frozen=True)
class RegisterRows:
    """The rows of a register: `rows` says which, without columns; the rest are expressions over them."""

    rows: Select
    what: SQLColumnExpression
    on: SQLColumnExpression
    number: SQLColumnExpression
    predicates: Mapping[Issue, Claim]
    contradictions: Mapping[str, Claim]

    def has(self, issue: Issue) -> Claim:
        """The row has this remark."""
        return or_(*self.contradictions.values()) if issue is Issue.CONTRADICTION else self.predicates[issue]

    def has_any(self) -> Claim:
        """The row has a remark."""
        return or_(*self.predicates.values(), *self.contradictions.values())

    def contradiction(self) -> SQLColumnExpression[str | None]:
        """The key of what the row says against itself."""
        return case(*((claim, literal(key)) for key, claim in self.contradictions.items()), else_=None)


def register_rows(
    reading: Reading, register: str, purpose: Purpose, narrowing: Sequence[SQLColumnExpression]
) -> RegisterRows:
    """The rows of the register about the staff on the reading's date, known by that date."""
    return _KEPT[register](spells(reading, purpose, narrowing), reading.day)


def spells(reading: Reading, purpose: Purpose, narrowing: Sequence[SQLColumnExpression]) -> Select:
    """The spells that cover the date within the scope; no columns."""
    joined = select().select_from(Employment).join(Organization, Organization.id == Employment.organization_id)
    return joined.where(covers(reading.day), is_within(reading, purpose), *narrowing)


# Of a pair of spells that look like one person's, the one in question and the other; where either is.
Mine, Other = aliased(Employment), aliased(Employment)


def likenesses(day: date) -> Select:
    """Pairs of spells on the day; a condition and columns have to be added."""
    joined = select().select_from(DuplicateCandidate).join(Mine, Mine.id == DuplicateCandidate.spell_id)
    return joined.join(Other, Other.id == DuplicateCandidate.other_id).where(began(day))


def began(day: date) -> Claim:
    """The other spell has begun, and is not long over."""
    return and_(Other.since <= day, ends_after(years_before(day, 1), Other))


def _staff(staff: Select, day: date) -> RegisterRows:
    position = func.coalesce(Employment.position, literal(""))
    # There are few pairs: found once, not for each spell.
    pairs = likenesses(day).where(Other.organization_id == Mine.organization_id)
    double = Employment.id.in_(pairs.add_columns(DuplicateCandidate.spell_id))
    return RegisterRows(staff, position, Employment.since, Employment.id, {Issue.DOUBLE: double}, {})


def _assessments(staff: Select, day: date) -> RegisterRows:
    contradictions = {"formed_early": Assessment.formed_on < Assessment.passed_on}
    rows = staff.join(Assessment, Assessment.person_id == Employment.person_id).where(Assessment.passed_on <= day)
    return RegisterRows(rows, Assessment.procedure, Assessment.passed_on, Assessment.id, {}, contradictions)


def _applications(staff: Select, day: date) -> RegisterRows:
    of_programme = Application.kind == Kind.PROGRAMME
    by_head = and_(Application.head_decision == Decision.CONFIRMED, Application.head_on <= Application.provider_on)
    contradictions = {
        "decided_early": Application.head_on < Application.submitted_on,
        "unasked": and_(Application.provider_on <= day, of_programme, or_(Application.head_on.is_(None), ~by_head)),
        "withdrawn_early": Application.withdrawn_on < Application.submitted_on,
    }
    predicates = {
        # A programme outside of the recommended ones (п. 2.4).
        Issue.OTHER_PROGRAMME: and_(of_programme, Application.route_id.is_not(None), ~_counts(Application, day)),
        Issue.NO_ASSESSMENT: and_(of_programme, Application.route_id.is_(None)),
    }
    rows = staff.join(Application, Application.person_id == Employment.person_id)
    submitted = rows.where(Application.submitted_on <= day, Application.implied.is_(False))
    return RegisterRows(
        submitted, Application.name, Application.submitted_on, Application.id, predicates, contradictions
    )


def _results(staff: Select, day: date) -> RegisterRows:
    # It counts, by an application that it implies: there are few, found once.
    implied = select(Application.person_id, Application.programme_id, Application.route_id).where(Application.implied)
    is_implying = tuple_(Result.person_id, Result.programme_id, Result.route_id).in_(implied)
    # One of the register that is closed by then stands in a file all the same.
    same = (Application.person_id == Result.person_id, Application.programme_id == Result.programme_id)
    is_alone = and_(is_implying, ~exists().where(*same, Application.implied.is_(False)))
    predicates = {
        Issue.RESULT_NOWHERE: ~_counts(Result, day),
        Issue.RESULT_ALONE: and_(_counts(Result, day), is_alone),
    }
    name = select(Programme.name).where(Programme.id == Result.programme_id).scalar_subquery()
    rows = staff.join(Result, Result.person_id == Employment.person_id).where(Result.until <= day)
    return RegisterRows(rows, name, Result.until, Result.id, predicates, {})


def _counts(table: type[Application] | type[Result], day: date) -> Claim:
    """The programme counts for the route of the row on the day."""
    return and_(table.counts_from.is_not(None), table.counts_from <= day)


def _participations(staff: Select, day: date) -> RegisterRows:
    is_confirmed = Participation.confirmed_on <= day
    # The very rows of the queue.
    people = select(state_span.c.person_id, state_span.c.assessed).where(covers_span(day)).cte("assessed_people")
    unmarked = chosen_events(people, day).add_columns(Participation.id).where(is_unmarked(day))
    predicates = {
        Issue.EVENT_NOWHERE: Participation.route_id.is_(None),
        Issue.EVENT_UNMARKED: Participation.id.in_(unmarked.correlate(None)),
    }
    contradictions = {
        "marked_early": and_(is_confirmed, Participation.confirmed_on < Participation.starts_on),
        "marked_both": and_(is_confirmed, Participation.absence_reason.is_not(None)),
    }
    name = select(Event.name).where(Event.id == Participation.event_id).scalar_subquery()
    rows = staff.join(Participation, Participation.person_id == Employment.person_id)
    chosen = rows.where(Participation.chosen_on <= day)
    return RegisterRows(chosen, name, Participation.starts_on, Participation.id, predicates, contradictions)


_KEPT: Mapping[str, Callable[[Select, date], RegisterRows]] = {
    "staff": _staff,
    "appendix1": _assessments,
    "applications": _applications,
    "appendix2": _results,
    "participation": _participations,
}
