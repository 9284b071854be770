"""How good the rows of a place are: how many are without a remark, the remarks by kind, and each with its person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    FromClause,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from access.reading import Reading
from model.dates import last_month_end, years_before
from model.people import DuplicateCandidate, Employment
from model.places import Level, Organization, Place
from model.quality import APART, ISSUES_OF, REGISTER_KEYS, SUMMED, Issue
from model.quality_sums import CLEAN, KEPT, QualityDay, quality_sum
from queries.filters import at_place
from queries.lists import Order, Page, Row, paged
from queries.places import organization_name, parts_of
from queries.quality_sums import sums_of
from queries.register_rows import Mine, Other, RegisterRows, likenesses, register_rows, spells
from queries.state import Purpose, is_within

PAGE_SIZE = 50
# Rows of several registers may stand in one list: their numbers are told apart.
_APART_BY = 8
# How many spells one statement may name, on either database.
_AT_ONCE = 5000


@dataclass(frozen=True)
class PlaceQuality:
    """How many rows a place has and how many without a remark (`rows`), and the remarks by kind.

    A kind that the viewer may not see of the place is not in `counts`.
    """

    place: Place
    rows: Mapping[str, int]
    counts: Mapping[Issue, int] = field(default_factory=dict)


def sees(reading: Reading, issue: Issue, place: Place) -> bool:
    """Whether the kind may be told of the place: some tell of work elsewhere, which is no matter of one organization.

    Who was hired after leaving is seen by those who see the whole region; who works next door now, by those who see
    the whole municipality.
    """
    scope = reading.scope
    if issue is Issue.GONE:
        return scope.counts_region
    home = place.id if place.level is Level.MUNICIPALITY else place.municipality_id
    return issue not in APART or scope.counts_region or home in scope.municipalities


def quality_by_part(reading: Reading, place: Place) -> Sequence[PlaceQuality]:
    """The parts of a place, each with its rows and remarks; an organization alone."""
    if place.level is Level.ORGANIZATION:
        parts, column = [place], "organization_id"
    else:
        parts, column = parts_of(reading, place), _PART[place.level]
    sums = _sums(reading, place, column)
    apart = {issue: _counted_apart(reading, issue, place, column) for issue in APART if sees(reading, issue, place)}
    return [_at(part, sums.get(part.id or 0, {}), apart) for part in parts]


_PART = {Level.REGION: "municipality_id", Level.MUNICIPALITY: "organization_id"}


def _at(part: Place, sums: Mapping[str, int], apart: Mapping[Issue, Mapping[int, int]]) -> PlaceQuality:
    counts = {issue: sums.get(issue, 0) for issue in SUMMED}
    counts |= {issue: numbers.get(part.id or 0, 0) for issue, numbers in apart.items()}
    in_order = {issue: counts[issue] for issue in Issue if issue in counts}
    return PlaceQuality(part, {key: sums.get(key, 0) for key in (KEPT, CLEAN)}, in_order)


def whole_of(place: Place, parts: Sequence[PlaceQuality]) -> PlaceQuality:
    """All parts together."""
    rows = {key: sum(part.rows[key] for part in parts) for key in (KEPT, CLEAN)}
    kinds = parts[0].counts if parts else ()
    return PlaceQuality(place, rows, {issue: sum(part.counts[issue] for part in parts) for issue in kinds})


def _sums(reading: Reading, place: Place, column: str) -> dict[int, dict[str, int]]:
    """The sums of each part by name, from the stored ones where the day is stored."""
    if reading.session.get(QualityDay, reading.day):
        source = _stored(reading, place, reading.day)
        names = (KEPT, CLEAN, *SUMMED)
        query = select(source.c[column], *_totals(source, names)).group_by(source.c[column])
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in reading.session.execute(query)}
    sums: dict[int, dict[str, int]] = {}
    for register in REGISTER_KEYS:
        named, query = sums_of(reading, register, [_COLUMNS[column]], at_place(place))
        for identity, *numbers in reading.session.execute(query):
            of_part = sums.setdefault(identity, {})
            for name, number in zip(named, numbers, strict=True):
                of_part[name] = of_part.get(name, 0) + number
    return sums


_COLUMNS: Mapping[str, SQLColumnExpression] = {
    "municipality_id": Organization.municipality_id,
    "organization_id": Employment.organization_id,
}


@dataclass(frozen=True)
class Earlier:
    """The rows of the parts of a place at the end of the month before the date; `rows` by id of the part."""

    day: date
    rows: Mapping[int, Mapping[str, int]]

    @property
    def whole(self) -> Mapping[str, int]:
        """The rows of all parts together."""
        return {key: sum(part[key] for part in self.rows.values()) for key in (KEPT, CLEAN)}


def quality_before(reading: Reading, place: Place, now: Sequence[PlaceQuality]) -> Earlier | None:
    """The rows of each part of `now` at the end of the month before the date; None where that day is not stored."""
    day = last_month_end(reading.day)
    if not reading.session.get(QualityDay, day):
        return None
    column = _PART.get(place.level, "organization_id")
    source = _stored(reading, place, day)
    query = select(source.c[column], *_totals(source, (KEPT, CLEAN))).group_by(source.c[column])
    then = {part: {KEPT: total, CLEAN: clean} for part, total, clean in reading.session.execute(query)}
    ids = [one.place.id or 0 for one in now]
    return Earlier(day, {part: then.get(part, {KEPT: 0, CLEAN: 0}) for part in ids})


def _stored(reading: Reading, place: Place, day: date) -> FromClause:
    narrowed = {
        Level.REGION: [],
        Level.MUNICIPALITY: [Organization.municipality_id == place.id],
        Level.ORGANIZATION: [quality_sum.c.organization_id == place.id],
    }[place.level]
    return (
        select(quality_sum, Organization.municipality_id)
        .join(Organization, Organization.id == quality_sum.c.organization_id)
        .where(
            quality_sum.c.day == day,
            reading.scope.counted(quality_sum.c.organization_id, Organization.municipality_id),
            *narrowed,
        )
        .subquery()
    )


def _totals(source: FromClause, names: Iterable[str]) -> list[SQLColumnExpression[int]]:
    return [cast(func.sum(source.c[name]), Integer) for name in names]


def issue_rows(reading: Reading, issue: Issue, place: Place, page: int, size: int = PAGE_SIZE) -> Page:
    """One page of the rows behind such a count, the latest first, within the people whom the scope names."""
    if not sees(reading, issue, place):
        return Page([], 0, 1)
    on_page = paged(reading, _rows(reading, issue, place), Order("on", True), page, "", size)
    if issue in (Issue.DOUBLE, Issue.MOVED_DOUBLE):
        return replace(on_page, rows=_beside(reading, issue, on_page.rows))
    return on_page


def _rows(reading: Reading, issue: Issue, place: Place) -> Select:
    """person_id, organization_id, municipality_id, full_name, name_key, what, on, number (of the row), why."""
    if issue in APART:
        return _rows_with_person(_APART[issue](reading, Purpose.LISTING, place), len(REGISTER_KEYS))
    queries = []
    for place_in_order, register in enumerate(REGISTER_KEYS):
        if issue in ISSUES_OF[register]:
            of_register = register_rows(reading, register, Purpose.LISTING, at_place(place))
            queries.append(
                _rows_with_person(
                    replace(of_register, rows=of_register.rows.where(of_register.has(issue))), place_in_order
                )
            )
    return select(union_all(*queries).subquery()) if len(queries) > 1 else queries[0]


def _rows_with_person(of_register: RegisterRows, place_in_order: int) -> Select:
    who = (Employment.person_id, Employment.organization_id, Organization.municipality_id)
    named = (Employment.full_name, Employment.name_key)
    why = of_register.contradiction() if of_register.contradictions else cast(null(), Employment.full_name.type)
    number = (of_register.number * _APART_BY + place_in_order).label("number")
    return of_register.rows.add_columns(
        *who, *named, of_register.what.label("what"), of_register.on.label("on"), number, why.label("why")
    )


def _counted_apart(reading: Reading, issue: Issue, place: Place, column: str) -> dict[int, int]:
    part = _COLUMNS[column]
    rows = _APART[issue](reading, Purpose.COUNTING, place).rows.add_columns(part, func.count()).group_by(part)
    return dict(reading.session.execute(rows).all())


def _moved(reading: Reading, purpose: Purpose, place: Place) -> RegisterRows:
    """On the staff here, and somebody of that name has just left another organization of the municipality."""
    elsewhere = likenesses(reading.day).where(Other.organization_id != Mine.organization_id)
    elsewhere = elsewhere.add_columns(DuplicateCandidate.spell_id)
    rows = spells(reading, purpose, at_place(place)).where(Employment.id.in_(elsewhere))
    return _of_spells(rows, Employment.since)


def _gone(reading: Reading, purpose: Purpose, place: Place) -> RegisterRows:
    """Whose last spell ended within a year, and nothing follows anywhere by the date."""
    day = reading.day
    later = aliased(Employment)
    follows = (
        select(later.id)
        .where(later.person_id == Employment.person_id, later.since > Employment.since, later.since <= day)
        .exists()
    )
    joined = select().select_from(Employment).join(Organization, Organization.id == Employment.organization_id)
    lately = and_(Employment.is_main, Employment.left_on <= day, Employment.left_on > years_before(day, 1))
    ended = joined.where(lately, *at_place(place))
    return _of_spells(ended.where(~follows, is_within(reading, purpose)), Employment.until)


def _of_spells(rows: Select, on: SQLColumnExpression) -> RegisterRows:
    return RegisterRows(rows, func.coalesce(Employment.position, literal("")), on, Employment.id, {}, {})


_APART = {Issue.MOVED_DOUBLE: _moved, Issue.GONE: _gone}


def _beside(reading: Reading, issue: Issue, rows: Sequence[Row]) -> list[Row]:
    """The rows, each with whom it looks like as `why`: a name next to it, or the organization that somebody left."""
    is_here = Other.organization_id == Mine.organization_id
    query = (
        likenesses(reading.day)
        .join(Organization, Organization.id == Other.organization_id)
        .add_columns(DuplicateCandidate.spell_id, Other.full_name, organization_name(reading.day), Other.person_id)
        .where(is_here if issue is Issue.DOUBLE else ~is_here)
        .order_by(DuplicateCandidate.spell_id, Other.name_key.desc(), Other.id.desc())
    )
    others: dict[int, Any] = {}
    spell_of = [row["number"] // _APART_BY for row in rows]
    for start in range(0, len(rows), _AT_ONCE):
        some = query.where(DuplicateCandidate.spell_id.in_(spell_of[start : start + _AT_ONCE]))
        others.update({spell: other for spell, *other in reading.session.execute(some)})
    if issue is Issue.DOUBLE:
        reading.named.update(others[spell][2] for spell in spell_of)
    return [
        {**row, "why": others[spell][0 if issue is Issue.DOUBLE else 1]}
        for row, spell in zip(rows, spell_of, strict=True)
    ]
