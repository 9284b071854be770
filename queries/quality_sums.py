"""The stored sums of the quality of data: written by the very claims that every list of remarks is read from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from sqlalchemy import (
    BindParameter,
    Date,
    Insert,
    Integer,
    Select,
    SQLColumnExpression,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from model.arrays import is_one_of
from model.chunks import chunks
from model.dates import last_month_end
from model.journal import ImportRun, ImportTouch
from model.people import Employment
from model.quality import ISSUES_OF, REGISTER_KEYS, SUMMED, Issue
from model.quality_sums import CLEAN, KEPT, QualityDay, quality_sum
from model.routes import Participation
from queries.register_rows import Claim, register_rows
from queries.state import Purpose, chosen_events, covers_span, is_unmarked
from timeline.store import state_span

# The registers whose sums an import of a register can change; any other kind of import changes all.
_OF_ROUTES = ("applications", "appendix2", "participation")
_CHANGED_BY: Mapping[str, Sequence[str]] = {
    "appendix1": ("appendix1", *_OF_ROUTES),
    **dict.fromkeys(("applications", "appendix2"), _OF_ROUTES),
    "participation": ("participation",),
}
# Whose remarks follow from other people's rows too.
_OF_OTHERS = "staff"
# From so many people on their own sums are changed: to count their organizations anew would be to count the region.
FEW = 200

# The numbers of an organization in the order of the names of the sums.
_Sums = dict[int, list[int]]


def sums_of(
    reading: Reading,
    register: str,
    by: Sequence[SQLColumnExpression],
    narrowing: Sequence[SQLColumnExpression] = (),
    of_spans: Sequence[Claim] = (),
) -> tuple[list[str], Select]:
    """How many rows of a register there are, how many without a remark and with each: names of the sums, a query.

    `of_spans` say of spans what `narrowing` says of spells: a hint, so that no others are looked at.
    """
    of_register = register_rows(reading, register, Purpose.COUNTING, narrowing)
    if of_spans and Issue.EVENT_UNMARKED in of_register.predicates:
        # Found once, though it is asked for twice.
        unmarked = _unmarked(reading.day, of_spans).cte("unmarked_of_these")
        is_unmarked_here = Participation.id.in_(select(unmarked.c.id))
        of_register = replace(
            of_register, predicates={**of_register.predicates, Issue.EVENT_UNMARKED: is_unmarked_here}
        )
    sums: dict[str, SQLColumnExpression] = {
        KEPT: func.count(),
        CLEAN: _total(case((of_register.has_any(), 0), else_=1)),
    }
    sums |= {issue: _total(case((of_register.has(issue), 1), else_=0)) for issue in ISSUES_OF[register]}
    columns = [*by, *(number.label(name) for name, number in sums.items())]
    return list(sums), of_register.rows.add_columns(*columns).group_by(*by)


def _unmarked(day: date, of_spans: Sequence[Claim]) -> Select:
    """The events without a mark of the people with such spans."""
    spans = select(state_span.c.person_id, state_span.c.assessed).where(covers_span(day), *of_spans)
    return chosen_events(spans.cte("assessed_of_these"), day).add_columns(Participation.id).where(is_unmarked(day))


def _total(number: SQLColumnExpression) -> SQLColumnExpression[int]:
    return cast(func.sum(number), Integer)


class Rewriting:
    """What imports call in their own transaction to bring the stored sums up to their facts.

    Besides the organizations of the people whom they touched it is given those that people have left. Where it was
    told of many people before their facts are written, their sums of then are taken off and those of now added.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._session: Session | None = None
        self._persons: frozenset[int] = frozenset()
        self._before: dict[tuple[str, date], _Sums] = {}

    def remember(self, session: Session, register: str, persons: Collection[int]) -> None:
        """Keep the sums of these people, whose facts an import of the register is about to change."""
        self._session, self._persons, self._before = session, frozenset(), {}
        if len(persons) >= FEW:
            self._persons = frozenset(persons)
            self._before = self._sums(session, _registers((register,)), self._days(session)[0])

    def __call__(self, session: Session, runs: Sequence[ImportRun], left_places: Collection[int]) -> None:
        days, new_days = self._days(session)
        reading = Reading(session, OPERATOR, self._today)
        session.add_all(QualityDay(day=day) for day in new_days)
        session.flush()
        for day, register in product(new_days, REGISTER_KEYS):
            session.connection().execute(_counting(reading.on(day), register, is_narrow=False))
        touched = select(ImportTouch.person_id).where(ImportTouch.import_id.in_([run.id for run in runs])).distinct()
        registers = _registers([run.register for run in runs])
        # What was remembered for an import that failed is of another transaction.
        is_remembered = self._session is session and bool(self._persons)
        if is_remembered and self._persons.issuperset(session.scalars(touched)):
            for (register, day), now in self._sums(session, registers, days).items():
                _add(session, day, register, self._before.get((register, day), {}), now)
            registers = [register for register in registers if register == _OF_OTHERS]
        worked_in = select(Employment.organization_id).where(Employment.person_id.in_(touched))
        places = sorted({*session.scalars(worked_in.distinct()), *left_places}) if registers else []
        _rewrite(reading, days, registers, places)
        self._session, self._persons, self._before = None, frozenset(), {}

    def _days(self, session: Session) -> tuple[list[date], list[date]]:
        """The days whose sums are stored, and those that are not yet; other days are forgotten."""
        days = {self._today, last_month_end(self._today)}
        stored_days = set(session.scalars(select(QualityDay.day)))
        if stored_days - days:
            session.execute(delete(quality_sum).where(quality_sum.c.day.in_(stored_days - days)))
            session.execute(delete(QualityDay).where(QualityDay.day.in_(stored_days - days)))
        return sorted(days & stored_days), sorted(days - stored_days)

    def _sums(self, session: Session, registers: Sequence[str], days: Sequence[date]) -> dict[tuple[str, date], _Sums]:
        """The sums of the rows of these people by organization."""
        sums: dict[tuple[str, date], _Sums] = {}
        for register, day in product(registers, days):
            if register == _OF_OTHERS:
                continue
            places = sums[register, day] = {}
            for some in chunks(sorted(self._persons)):
                own, spans = (is_one_of(session, one, some) for one in (Employment.person_id, state_span.c.person_id))
                reading = Reading(session, OPERATOR, day)
                _, query = sums_of(reading, register, [Employment.organization_id], [own], [spans])
                for place, *numbers in session.execute(query):
                    earlier = places.get(place, [0] * len(numbers))
                    places[place] = [one + more for one, more in zip(earlier, numbers, strict=True)]
        return sums


def rewriting(today: date) -> Callable[[Session, Sequence[ImportRun], Collection[int]], None]:
    """What imports of the day call."""
    return Rewriting(today)


def _registers(imported: Collection[str]) -> list[str]:
    """The registers whose sums imports of these change."""
    changed = {one for register in imported for one in _CHANGED_BY.get(register, REGISTER_KEYS)}
    return [register for register in REGISTER_KEYS if register in changed]


def is_day_stored(session: Session, day: date) -> bool:
    """Whether the sums of the day are stored, or nothing is."""
    return session.get(QualityDay, day) is not None or session.scalar(select(func.count(QualityDay.day))) == 0


_PLACES: BindParameter[int] = bindparam("places", expanding=True)
_FORGET = delete(quality_sum).where(
    quality_sum.c.day == bindparam("of_day"),
    quality_sum.c.register == bindparam("of_register"),
    quality_sum.c.organization_id.in_(_PLACES),
)


def _rewrite(reading: Reading, days: Sequence[date], registers: Sequence[str], places: Sequence[int]) -> None:
    """Count the organizations anew."""
    connection = reading.session.connection()
    for register, day, chunk in product(registers, days, chunks(places)):
        connection.execute(_FORGET, {"of_day": day, "of_register": register, "places": chunk})
        connection.execute(_counting(reading.on(day), register, is_narrow=True), {"places": chunk})


def _add(session: Session, day: date, register: str, before: _Sums, now: _Sums) -> None:
    """Take the sums of before off those that are stored, and add those of now."""
    names = [KEPT, CLEAN, *ISSUES_OF[register]]
    nothing = [0] * len(names)
    rows = []
    for place in before.keys() | now.keys():
        numbers = [one - other for one, other in zip(now.get(place, nothing), before.get(place, nothing), strict=True)]
        if any(numbers):
            changes = dict.fromkeys(map(str, SUMMED), 0) | dict(zip(map(str, names), numbers, strict=True))
            rows.append({"day": day, "organization_id": place, "register": register, **changes})
    if not rows:
        return
    inserting = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    adding = inserting(quality_sum)
    totals = {name: quality_sum.c[name] + adding.excluded[name] for name in names}
    key = [column.name for column in quality_sum.primary_key]
    session.execute(adding.on_conflict_do_update(index_elements=key, set_=totals), rows)
    mine = (quality_sum.c.day == day, quality_sum.c.register == register)
    session.execute(delete(quality_sum).where(*mine, quality_sum.c[KEPT] == 0))


# Composing a statement takes as long as counting a few organizations by it. They hold no session.
_statements: dict[tuple[date, str, bool], Insert] = {}
_MOST_STATEMENTS = 40


def _counting(reading: Reading, register: str, *, is_narrow: bool) -> Insert:
    """The statement that stores the sums of a register on the day, of all organizations or of `places`."""
    key = (reading.day, register, is_narrow)
    if key not in _statements:
        if len(_statements) >= _MOST_STATEMENTS:
            _statements.clear()
        _statements[key] = _compose(reading, register, is_narrow=is_narrow)
    return _statements[key]


def _compose(reading: Reading, register: str, *, is_narrow: bool) -> Insert:
    place, day = Employment.organization_id, reading.day
    claims = ([place.in_(_PLACES)], [state_span.c.organization_id.in_(_PLACES)]) if is_narrow else ((), ())
    names, sums = sums_of(reading, register, [place], *claims)
    others = [issue for issue in SUMMED if issue not in names]
    rest = [literal(0, Integer) for _ in others]
    query = sums.add_columns(literal(day, Date), literal(register), *rest)
    columns = ["organization_id", *names, "day", "register", *others]
    return insert(quality_sum).from_select(columns, query)
