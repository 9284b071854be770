"""The rows behind a count or a concern: people, participations or applications, sorted and paged."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import FromClause, Select, SQLColumnExpression, and_, case, false, func, select

from access.reading import Reading
from model.attention import CONCERN_BY_KEY, LISTABLE
from model.catalogue import Event, Provider
from model.indicators import COUNT_BY_KEY, Unit
from model.names import fold_part
from model.next_steps import NextStep
from model.places import Municipality, Organization, Place
from model.routes import Application, Assessment, Participation
from model.score_indicators import COMPETENCE_OF
from model.shortfalls import SHORTFALL_BY_KEY
from queries.competences import shown_procedure
from queries.counts import counts_of
from queries.filters import EVERYBODY, Filters, narrowing
from queries.next_steps import NUMBER_OF, STEPS, step_number
from queries.people import SPELL_SORTS, people_of, staff_spells
from queries.places import municipality_name, organization_name
from queries.row_keys import Key, counted_keys, identity_of, page_rows
from queries.row_keys import Row as Row
from queries.scoped_cache import ScopedCache
from queries.score_sums import is_last
from queries.state import (
    Purpose,
    awaits_head,
    awaits_provider,
    chosen_events,
    has_ended,
    is_attended,
    is_excused,
    is_unconfirmed,
    is_unmarked,
    spans_on,
    staff_on,
)
from queries.whole_places import are_totals_enough
from timeline.store import state_span

PAGE_SIZE = 50
# The column with the number of the next step.
STEP = "next_step"
_totals: ScopedCache[int] = ScopedCache(5000)
_steps: ScopedCache[list[tuple[NextStep, int]]] = ScopedCache(500)


@dataclass(frozen=True)
class Order:
    """How a list is sorted: by which column, and whether the biggest come first."""

    by: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and how many there are in all."""

    rows: Sequence[Row]
    total: int
    number: int


def rows_behind(
    reading: Reading,
    count_key: str,
    place: Place,
    filters: Filters = EVERYBODY,
    *,
    order: Order = Order(),
    page: int = 1,
    search: str = "",
    size: int = PAGE_SIZE,
    step: str | None = None,
) -> Page:
    """The rows that make up a count of a place; an empty page where the scope may not name its people.

    `step` is the key of the next step of the people of a list of people; others are left out.
    """
    if not reading.scope.may_list(place):
        return Page([], 0, 1)
    query = _at_step(_query(reading, count_key, place, filters), step)
    about = (count_key, place, filters, step)
    found_by = _staff(reading, place, filters, order) if count_key == "staff" and step is None else None
    is_known = step is None and count_key in COUNT_BY_KEY and are_totals_enough(reading, place, filters)
    count = (lambda: counts_of(reading, place, filters).counts[count_key]) if is_known else None
    how: dict[str, Any] = {"found_by": found_by, "count": count, "is_indexed": found_by is not None}
    return paged(reading, query, order, page, search, size, total_of=about, **how)


def _staff(reading: Reading, place: Place, filters: Filters, order: Order) -> Select | None:
    """The rows of the list of the staff by narrower means; None where spells do not tell its order or its filter."""
    if order.by not in {None, *SPELL_SORTS} or filters.procedure is not None:
        return None
    return staff_spells(reading, place, filters, order.by)


def persons_behind(
    reading: Reading,
    count_key: str,
    place: Place,
    filters: Filters,
    order: Order,
    search: str,
    step: str | None = None,
) -> list[int]:
    """The ids of everyone in the list, each once, in its order; nobody where the scope may not name its people."""
    if not reading.scope.may_list(place):
        return []
    query = _at_step(_query(reading, count_key, place, filters), step)
    return everyone(reading, query, order, search)


def steps_behind(
    reading: Reading, count_key: str, place: Place, filters: Filters = EVERYBODY
) -> list[tuple[NextStep, int]]:
    """How many people of a list are at each next step, in the order of the steps; nothing for other lists."""
    if not reading.scope.may_list(place):
        return []
    if LISTABLE[count_key].unit is not Unit.PERSON:
        return []

    def counted() -> list[tuple[NextStep, int]]:
        query = _numbers_of_steps(reading, count_key, place, filters)
        query = query.add_columns(func.count()).group_by("step").order_by("step")
        return [(STEPS[number], people) for number, people in reading.session.execute(query)]

    return _steps.get(reading, (count_key, place, filters), counted)


def _numbers_of_steps(reading: Reading, count_key: str, place: Place, filters: Filters) -> Select:
    """The number of the next step of each person of a list; most lists are told by spans alone."""
    if count_key in COMPETENCE_OF:
        return select(_query(reading, count_key, place, filters).subquery().c[STEP].label("step"))
    spans = spans_on(reading, Purpose.LISTING, *narrowing(reading, place, filters))
    return spans.where(_holds(count_key, state_span.c)).add_columns(step_number(state_span.c).label("step"))


def _at_step(query: Select, step: str | None) -> Select:
    """The rows of the people whose next step has the key; all where no list of people has it."""
    rows = query.subquery()
    if step not in NUMBER_OF or STEP not in rows.c:
        return query
    return select(rows).where(rows.c[STEP] == NUMBER_OF[step])


def _query(reading: Reading, count_key: str, place: Place, filters: Filters) -> Select:
    unit = LISTABLE[count_key].unit
    if count_key in COMPETENCE_OF:
        return _below_bound(reading, COMPETENCE_OF[count_key], place, filters)
    if unit is Unit.PERSON:
        return _people(reading, count_key, people_of(reading, place, filters))
    conditions = narrowing(reading, place, filters)
    if count_key in state_span.c:
        # The state counts them: whoever has none is not looked at.
        conditions.append(state_span.c[count_key] > 0)
    return _LISTS[unit](reading, count_key, conditions)


def _people(reading: Reading, count_key: str, state: FromClause) -> Select:
    return named_people(reading, state).where(_holds(count_key, state.c))


def _below_bound(reading: Reading, competence: str, place: Place, filters: Filters) -> Select:
    """The people below the bound of the procedure of the filters, else of the most frequent one; no scores."""
    state = people_of(reading, place, filters.without_procedure)
    procedure = shown_procedure(reading, place, filters)
    if procedure is None:
        return named_people(reading, state).where(false())
    score = getattr(Assessment, competence)
    below = select(Assessment.person_id).where(is_last(reading, procedure.key), score < procedure.bound)
    return named_people(reading, state).where(state.c.person_id.in_(below))


def named_people(reading: Reading, state: FromClause) -> Select:
    """The people of the state with the names of their places and their next step."""
    return (
        select(state, *_place_names(reading.day), step_number(state.c).label(STEP))
        .join(Organization, Organization.id == state.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
    )


def _holds(key: str, state: Any) -> SQLColumnExpression[bool]:
    """The row counts; of a concern or a shortfall, it counts in the one and in none of the others."""
    if key in COUNT_BY_KEY:
        return state[key] == 1
    rest = CONCERN_BY_KEY.get(key) or SHORTFALL_BY_KEY[key]
    return and_(state[rest.of] == 1, *(state[other] == 0 for other in rest.but_not))


def _place_names(day: date) -> tuple[SQLColumnExpression, ...]:
    return (
        organization_name(day).label("organization"),
        Organization.name_key.label("organization_key"),
        municipality_name(day).label("municipality"),
    )


def _participations(reading: Reading, count_key: str, conditions: Sequence[SQLColumnExpression[bool]]) -> Select:
    return participations_marked(reading, conditions, _MARKS[count_key](reading.day))


def participations_marked(
    reading: Reading, conditions: Sequence[SQLColumnExpression[bool]], mark: SQLColumnExpression[bool]
) -> Select:
    """The chosen events of the people under the conditions that the mark holds for."""
    people, day = staff_on(reading, Purpose.LISTING, *conditions), reading.day
    return (
        chosen_events(people, day)
        .join(Organization, Organization.id == people.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .join(Event, Event.id == Participation.event_id)
        .add_columns(people, *_place_names(day), Event.name.label("event"), *_participation_columns(day))
        .where(mark)
    )


_MARKS: Mapping[str, Callable[[date], SQLColumnExpression[bool]]] = {
    "events_due": has_ended,
    "events_attended": is_attended,
    "events_excused": is_excused,
    "events_unmarked": is_unmarked,
    "not_attended": is_unconfirmed,
}


def _participation_columns(day: date) -> tuple[SQLColumnExpression, ...]:
    return (
        Participation.starts_on,
        Participation.ends_on,
        Participation.chosen_on.label("event_chosen_on"),
        case((Participation.confirmed_on <= day, Participation.confirmed_on)).label("confirmed_on"),
        Participation.level,
        Participation.form,
        Participation.venue,
        Participation.absence_reason,
        Participation.organizer,
    )


def _applications(reading: Reading, count_key: str, conditions: Sequence[SQLColumnExpression[bool]]) -> Select:
    people = staff_on(reading, Purpose.LISTING, *conditions)
    awaits = awaits_head if count_key == "awaiting_head" else awaits_provider
    since = Application.submitted_on if count_key == "awaiting_head" else Application.head_on
    return (
        select(
            people,
            *_place_names(reading.day),
            # Applications of the same person without a number keep their order from page to page.
            Application.id.label("row_id"),
            Application.number,
            Application.kind,
            Application.name.label("application"),
            Application.submitted_by,
            Application.submitted_on,
            since.label("waiting_since"),
            Provider.name.label("provider"),
            Provider.id.label("provider_id"),
        )
        .join(Organization, Organization.id == people.c.organization_id)
        .join(Municipality, Municipality.id == Organization.municipality_id)
        .join(Application, Application.person_id == people.c.person_id)
        .outerjoin(Provider, Provider.id == Application.provider_id)
        .where(awaits(reading.day))
    )


_LISTS: dict[Unit, Callable[[Reading, str, Sequence[SQLColumnExpression[bool]]], Select]] = {
    Unit.PARTICIPATION: _participations,
    Unit.APPLICATION: _applications,
}

# What a list is sorted by when a column is named otherwise than it sorts.
_SORTED_AS = {"full_name": "name_key", "organization": "organization_key"}


def everyone(reading: Reading, query: Select, order: Order, search: str) -> list[int]:
    """The ids of the persons of such a query as `paged` takes, each once, in the order asked for."""
    rows = query.subquery()
    ordered = _searched(select(rows.c.person_id), rows.c, search).order_by(*_order(rows.c, order))
    return list(dict.fromkeys(reading.session.scalars(ordered)))


def _searched(query: Select, columns: Any, search: str) -> Select:
    """Every word of the search is in the name, in whatever order."""
    words = fold_part(search).split()
    return query.where(*(columns.name_key.contains(word, autoescape=True) for word in words))


def paged(
    reading: Reading,
    query: Select,
    order: Order,
    page: int,
    search: str,
    size: int = PAGE_SIZE,
    total_of: Hashable = None,
    found_by: Select | None = None,
    count: Callable[[], int] | None = None,
    is_indexed: bool = False,
) -> Page:
    """One page of a query that has the columns person_id, full_name and name_key.

    `total_of` names the list of which all pages are: how many rows there are is then counted once. `found_by` tells
    which rows a page has, where a narrower query with the same rows does; `count` how many they are without a search,
    where they needn't be counted; `is_indexed` that an index tells them by names, so that no page looks at all.
    """
    rows = query.subquery()
    narrow = rows if found_by is None or size > PAGE_SIZE else found_by.subquery()
    matches = _searched(select(narrow), narrow.c, search)
    ordered = matches.order_by(*_order(narrow.c, order)).limit(size)
    keys_by_page: dict[int, Sequence[Key]] = {}

    def counted() -> int:
        if count is not None and not search:
            return count()
        if size <= PAGE_SIZE and not (is_indexed and _is_by_name(order, search)):
            keys_by_page[page], total = counted_keys(reading, ordered.offset((page - 1) * size), rows)
            if keys_by_page[page] or page == 1:
                return total
        return reading.session.scalar(select(func.count()).select_from(matches.subquery())) or 0

    total = counted() if total_of is None else _totals.get(reading, (total_of, search), counted)
    number = page_within(page, total, size)
    on_page = ordered.offset((number - 1) * size)
    shown_rows = page_rows(reading, on_page, rows, keys_by_page.get(number), is_short=size <= PAGE_SIZE)
    reading.named.update(row["person_id"] for row in shown_rows)
    return Page(shown_rows, total, number)


def _is_by_name(order: Order, search: str) -> bool:
    """All rows in the order of names: an index may tell the first of them without the others."""
    return not search and order.by in (None, "full_name")


def page_within(number: int, total: int, size: int) -> int:
    """The number of the page, or that of the last one where there are fewer."""
    return min(number, max(1, -(-total // size)))


def _order(columns: Any, order: Order) -> list[SQLColumnExpression]:
    """By the asked column, absent values last, then by name: the same order on every database."""
    last = identity_of(columns)
    name = _SORTED_AS.get(order.by or "", order.by)
    if name is None or name not in columns:
        return last
    column = columns[name]
    if name == "name_key":
        # Nobody is without a name: nothing keeps an index from telling the order.
        return [column.desc() if order.descending else column.asc(), *last[1:]]
    # In one word: whether it is absent and what it is would be worked out apart.
    return [(column.desc() if order.descending else column.asc()).nulls_last(), *last]


def waiting_days(since: date, day: date) -> int:
    """For how many days something has waited on the day."""
    return (day - since).days
