"""The stored sums of the quality of data: written by the very claims that every list of remarks is read from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import product

from sqlalchemy import (
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from model.dates import month_end, month_ends, years_before
from model.journal import ImportRun, ImportTouch
from model.people import Employment
from model.quality import ISSUES_OF, REGISTER_KEYS, SUMMED
from model.quality_sums import CLEAN, KEPT, QualityDay, quality_sum
from model.routes import Application, Participation, Result
from queries.register_rows import Claim, register_rows
from queries.shown_places import noting_places, shown_by, shows_from
from queries.state import Purpose

# To whose routes the rows of other registers may belong otherwise once such a register has come in.
_SHOWS_IN: Mapping[str, tuple[str, ...]] = {
    "appendix1": ("applications", "appendix2", "participation"),
    "applications": ("appendix2",),
    "appendix2": (),
    "participation": (),
}
# By which day a row finds its route: nothing that shows later only can give it another.
_FINDS_ROUTE_ON: Mapping[str, tuple[type[Application | Result | Participation], SQLColumnExpression[date]]] = {
    "applications": (Application, Application.submitted_on),
    "appendix2": (Result, Result.since),
    "participation": (Participation, Participation.chosen_on),
}


def sums_of(
    reading: Reading, register: str, by: Sequence[SQLColumnExpression], narrowing: Sequence[SQLColumnExpression] = ()
) -> tuple[list[str], Select]:
    """How many rows of a register there are, how many without a remark and with each: names of the sums, a query."""
    kept = register_rows(reading, register, Purpose.COUNTING, narrowing)
    sums: dict[str, SQLColumnExpression] = {KEPT: func.count(), CLEAN: _total(case((kept.has_any(), 0), else_=1))}
    sums |= {issue: _total(case((kept.has(issue), 1), else_=0)) for issue in ISSUES_OF[register]}
    columns = [*by, *(number.label(name) for name, number in sums.items())]
    return list(sums), kept.rows.add_columns(*columns).group_by(*by)


def _total(number: SQLColumnExpression) -> SQLColumnExpression[int]:
    return cast(func.sum(number), Integer)


def rewrite_quality(session: Session, runs: Sequence[ImportRun], places: Mapping[int, date], today: date) -> None:
    """Bring the stored sums up to the facts that the imports have written.

    `places` are the organizations in which that shows, each with its first day.
    """
    wanted = {today, *month_ends(month_end(years_before(today, 1)), today)}
    stored = set(session.scalars(select(QualityDay.day)))
    session.execute(delete(quality_sum).where(quality_sum.c.day.in_(stored - wanted)))
    session.execute(delete(QualityDay).where(QualityDay.day.in_(stored - wanted)))
    for day in sorted(wanted - stored):
        session.add(QualityDay(day=day))
        session.flush()
        for register in REGISTER_KEYS:
            _write(session, day, register)
    brought = {run.register for run in runs}
    # Of whom there is the staff tells alone, and an operation on the reference lists may show in any of them.
    whole = brought if brought <= _SHOWS_IN.keys() else {*REGISTER_KEYS}
    _rewrite(session, wanted & stored, sorted(whole), places)
    imports = [run.id for run in runs]
    for register in sorted({other for one in brought for other in _SHOWS_IN.get(one, ())} - whole):
        _rewrite(session, wanted & stored, [register], shows_from(session, imports, _may_be_rerouted(register)))


def _may_be_rerouted(register: str) -> Claim:
    """The touched person has rows of the register that may be another route's now."""
    table, day = _FINDS_ROUTE_ON[register]
    return exists().where(table.person_id == ImportTouch.person_id, day >= ImportTouch.since)


def _rewrite(session: Session, days: Iterable[date], registers: Iterable[str], places: Mapping[int, date]) -> None:
    first = min(places.values(), default=date.max)
    walked = sorted(day for day in days if day >= first)
    with noting_places(session, places):
        for register, day in product(registers, walked):
            mine = (quality_sum.c.day == day, quality_sum.c.register == register)
            session.execute(delete(quality_sum).where(*mine, quality_sum.c.organization_id.in_(shown_by(day))))
            _write(session, day, register, Employment.organization_id.in_(shown_by(day)))


def _write(session: Session, day: date, register: str, *narrowing: Claim) -> None:
    place = Employment.organization_id
    names, sums = sums_of(Reading(session, OPERATOR, day), register, [place], narrowing)
    others = [issue for issue in SUMMED if issue not in names]
    rest = [literal(0, Integer) for _ in others]
    query = sums.add_columns(literal(day, Date), literal(register), *rest)
    columns = ["organization_id", *names, "day", "register", *others]
    session.execute(insert(quality_sum).from_select(columns, query))
