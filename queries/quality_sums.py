"""The stored sums of the quality of data: written by the very claims that every list of remarks is read from."""

from collections.abc import Callable, Collection, Sequence
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
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Session

from access.reading import OPERATOR, Reading
from model.chunks import chunks
from model.dates import last_month_end
from model.journal import ImportRun, ImportTouch
from model.people import Employment
from model.quality import ISSUES_OF, REGISTER_KEYS, SUMMED
from model.quality_sums import CLEAN, KEPT, QualityDay, quality_sum
from queries.register_rows import Claim, register_rows
from queries.state import Purpose


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


def rewriting(today: date) -> Callable[[Session, Sequence[ImportRun], Collection[int]], None]:
    """What imports call in their own transaction to bring the stored sums up to their facts.

    Besides the organizations of the people whom they touched it is given those that people have left.
    """

    def rewrite(session: Session, runs: Sequence[ImportRun], left: Collection[int]) -> None:
        wanted = {today, last_month_end(today)}
        stored = set(session.scalars(select(QualityDay.day)))
        session.execute(delete(quality_sum).where(quality_sum.c.day.in_(stored - wanted)))
        session.execute(delete(QualityDay).where(QualityDay.day.in_(stored - wanted)))
        for day, register in product(sorted(wanted - stored), REGISTER_KEYS):
            if register == REGISTER_KEYS[0]:
                session.add(QualityDay(day=day))
                session.flush()
            _write(session, day, register)
        _rewrite(session, sorted(wanted & stored), [run.id for run in runs], left)

    return rewrite


def is_day_stored(session: Session, day: date) -> bool:
    """Whether the sums of the day are stored, or nothing is."""
    return session.get(QualityDay, day) is not None or session.scalar(select(func.count(QualityDay.day))) == 0


def _rewrite(session: Session, days: Sequence[date], imports: Sequence[int], left: Collection[int]) -> None:
    """Count anew the organizations in which people worked whom the imports touched, and those that people left."""
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id.in_(imports))
    worked_in = select(Employment.organization_id).where(Employment.person_id.in_(touched))
    places = sorted({*session.scalars(worked_in.distinct()), *left})
    for register, day, chunk in product(REGISTER_KEYS, days, chunks(places)):
        mine = (quality_sum.c.day == day, quality_sum.c.register == register)
        session.execute(delete(quality_sum).where(*mine, quality_sum.c.organization_id.in_(chunk)))
        _write(session, day, register, Employment.organization_id.in_(chunk))


def _write(session: Session, day: date, register: str, *narrowing: Claim) -> None:
    place = Employment.organization_id
    names, sums = sums_of(Reading(session, OPERATOR, day), register, [place], narrowing)
    others = [issue for issue in SUMMED if issue not in names]
    rest = [literal(0, Integer) for _ in others]
    query = sums.add_columns(literal(day, Date), literal(register), *rest)
    columns = ["organization_id", *names, "day", "register", *others]
    session.execute(insert(quality_sum).from_select(columns, query))
