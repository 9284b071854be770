"""Practices of realization by organization, and the people whose routes may be shown as examples (п. 3.3.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import aliased

import settings
from access.reading import Reading
from model.places import Level, Municipality, Organization, Place
from model.practices import PracticeGroup, is_speaking
from model.routes import COMPETENCES, Assessment, Participation
from queries.competences import least_told
from queries.counts import counts_by_organization
from queries.filters import EVERYBODY, narrowing
from queries.lists import PAGE_SIZE, Order, Page, paged
from queries.places import municipality_name, organization_name, organizations, parts_of
from queries.score_sums import scored_people
from queries.small_groups import hides_few
from queries.state import Purpose, chosen_events, is_attended, organization_key, people_on, spans_on, staff_on
from timeline.store import state_span

_BY_NAME = Order()


@dataclass(frozen=True)
class Practice:
    """An organization: its counts, examples and speakers; repeated assessments and how many rose, None of few."""

    place: Place
    formed: int
    realized: int
    done: int
    in_time: int
    examples: int
    speakers: int
    repeated: int | None
    rose: int | None

    @property
    def realization(self) -> float | None:
        return self.realized / self.formed if self.formed else None

    @property
    def timeliness(self) -> float | None:
        return self.in_time / self.done if self.done else None

    @property
    def growth(self) -> float | None:
        return self.rose / self.repeated if self.repeated and self.rose is not None else None


def practices_of(reading: Reading, within: Place) -> list[Practice]:
    """The organizations of a place, those with the highest full realization first; small ones after the others."""
    if not reading.scope.may_count(within):
        return []
    return reading.once(("practices", within), lambda: _practices(reading, within))


def _practices(reading: Reading, within: Place) -> list[Practice]:
    places = _organizations(reading, within)
    examples, speakers = _examples(reading, within), _speakers(reading, within)
    growth = {} if hides_few(reading, within) else _growth(reading, within)
    records = []
    for part in counts_by_organization(reading, within, places):
        identity, counts = part.place.id or 0, part.counts
        repeated, rose = growth.get(identity, (0, 0))
        is_told = repeated >= least_told(reading, part.place) and not hides_few(reading, within)
        numbers = (counts["formed"], counts["realized"], counts["formal_done"], counts["formal_in_time"])
        repeats = (repeated, rose) if is_told and repeated else (None, None)
        records.append(Practice(part.place, *numbers, examples.get(identity, 0), speakers.get(identity, 0), *repeats))
    least = max(1, settings.SMALL_GROUP.value())
    return sorted(
        records, key=lambda one: (one.formed < least, -(one.realization or 0), one.place.name, one.place.id or 0)
    )


def _organizations(reading: Reading, within: Place) -> Sequence[Place]:
    if within.level is Level.ORGANIZATION:
        return [within]
    return organizations(reading) if within.level is Level.REGION else parts_of(reading, within)


def _is_example() -> ColumnElement[bool]:
    return and_(state_span.c.realized == 1, state_span.c.formal_in_time == 1)


def _examples(reading: Reading, within: Place) -> Mapping[int, int]:
    here = organization_key()
    query = spans_on(reading, Purpose.COUNTING, *narrowing(reading, within, EVERYBODY))
    query = query.add_columns(here, func.count()).where(_is_example()).group_by(here)
    return _by_organization(reading, query)


def _by_organization(reading: Reading, query: Select) -> Mapping[int, int]:
    numbers: Sequence[Any] = reading.session.execute(query).all()
    return dict(numbers)


def _forms_of_speaking(reading: Reading) -> list[str]:
    forms = select(Participation.form).where(Participation.form.is_not(None)).distinct()
    return sorted(form for form in reading.session.scalars(forms) if form and is_speaking(form))


def _spoke(reading: Reading, within: Place, purpose: Purpose) -> tuple[Any, Select] | None:
    """The staff and their confirmed participations in which they spoke; None where no form says so."""
    forms = reading.once("forms of speaking", lambda: _forms_of_speaking(reading), on_any_day=True)
    if not forms:
        return None
    people = staff_on(reading, purpose, *narrowing(reading, within, EVERYBODY))
    return people, chosen_events(people, reading.day).where(is_attended(reading.day), Participation.form.in_(forms))


def _speakers(reading: Reading, within: Place) -> Mapping[int, int]:
    spoke = _spoke(reading, within, Purpose.COUNTING)
    if spoke is None:
        return {}
    people, query = spoke
    query = query.add_columns(people.c.organization_id, func.count(people.c.person_id.distinct()))
    return _by_organization(reading, query.group_by(people.c.organization_id))


def _growth(reading: Reading, within: Place) -> Mapping[int, tuple[int, int]]:
    """By organization how many have passed a procedure twice, and how many of them rose in the sum of their scores."""
    repeated = _repeated(reading, within)
    here = repeated.c.organization_id
    query = select(here, func.count(), func.sum(repeated.c.has_risen)).group_by(here)
    return {identity: (number, int(rose)) for identity, number, rose in reading.session.execute(query)}


def _repeated(reading: Reading, within: Place) -> CTE:
    """A row for each person and procedure passed twice: `has_risen` is 1 where the sum of the scores is higher."""
    scored = scored_people(reading, within, EVERYBODY)
    before, between = aliased(Assessment), aliased(Assessment)
    latest = (
        select(func.max(between.passed_on))
        .where(between.person_id == scored.c.person_id, between.procedure_key == scored.c.procedure_key)
        .where(between.passed_on < scored.c.passed_on, ~between.is_need)
        .correlate(scored)
        .scalar_subquery()
    )
    of_same = and_(before.person_id == scored.c.person_id, before.procedure_key == scored.c.procedure_key)
    pairs: list[tuple[Any, Any]] = [(getattr(before, key), scored.c[key]) for key in COMPETENCES]
    both: list[ColumnElement[bool]] = [and_(first.is_not(None), last.is_not(None)) for first, last in pairs]
    change: Any = sum(
        (case((has_both, last - first), else_=0) for has_both, (first, last) in zip(both, pairs, strict=True)), start=0
    )
    columns = [scored.c[name] for name in ("person_id", "organization_id", "procedure", "passed_on")]
    return (
        select(*columns, case((change > 0, 1), else_=0).label("has_risen"))
        .select_from(scored)
        .join(before, and_(of_same, before.passed_on == latest, ~before.is_need))
        .where(or_(*both))
        .cte("repeated")
    )


def _risen(reading: Reading, place: Place) -> CTE | None:
    """The repeated assessments that rose; None where they are too few to be told."""
    repeated = _repeated(reading, place)
    number = reading.session.scalar(select(func.count()).select_from(repeated)) or 0
    return repeated if number >= least_told(reading, place) and not hides_few(reading, place) else None


def practice_rows(
    reading: Reading,
    place: Place,
    group: PracticeGroup,
    *,
    order: Order = _BY_NAME,
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
) -> Page:
    """The people whose routes may be shown, or who spoke, or rose; by name; nobody where they may not be named."""
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    if group is PracticeGroup.RISEN:
        return _risen_rows(reading, place, order=order, page=page, search=search, size=size)
    conditions = [_is_example()]
    if group is PracticeGroup.SPEAKERS:
        spoke = _spoke(reading, place, Purpose.LISTING)
        if spoke is None:
            return Page([], 0, 1)
        people, query = spoke
        conditions = [state_span.c.person_id.in_(query.add_columns(people.c.person_id))]
    state = people_on(reading, Purpose.LISTING, *narrowing(reading, place, EVERYBODY), *conditions).subquery()
    return paged(reading, _with_places(reading, state), order, page, search, size)


def _risen_rows(reading: Reading, place: Place, *, order: Order, page: int, search: str, size: int) -> Page:
    """A row for each procedure in which a person rose."""
    risen = _risen(reading, place)
    if risen is None:
        return Page([], 0, 1)
    state = people_on(reading, Purpose.LISTING, *narrowing(reading, place, EVERYBODY)).subquery()
    rows = (
        _with_places(reading, state)
        .join(risen, risen.c.person_id == state.c.person_id)
        .add_columns(risen.c.procedure, risen.c.passed_on.label("risen_on"))
        .where(risen.c.has_risen == 1)
    )
    return paged(reading, rows, order, page, search, size)


def _with_places(reading: Reading, state: Subquery) -> Select:
    names = (organization_name(reading.day), municipality_name(reading.day))
    return (
        select(state, names[0].label("organization"), Organization.name_key.label("organization_key"))
        .add_columns(names[1].label("municipality"))
        .join(Organization, Organization.id == state.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
    )
