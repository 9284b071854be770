"""Which route an application, a result or an event belongs to: everything derived from facts, made anew.

What a file says is kept as it came; what follows from it is made here for the people whom the import touched,
so that the order in which registers come in can't matter (domain: how rows become facts).
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from ingest.duplicate_candidates import pair_duplicates
from ingest.registers import REGISTERS
from model.catalogue import Programme
from model.dates import today
from model.journal import ImportRun, ImportTouch
from model.people import Employment, Person
from model.routes import (
    Application,
    Assessment,
    Decision,
    Kind,
    Participation,
    RecommendedProgramme,
    Result,
    Route,
)


def derive(session: Session, imports: Sequence[int]) -> None:
    """Make anew all that follows from the facts of the people whom the imports touched.

    Of each kind only what the registers of the imports can change: names follow from spells, routes from
    assessments, what stands on a route from routes and from its own register.
    """
    touched = select(ImportTouch.person_id).where(ImportTouch.import_id.in_(imports))
    brought = set(session.scalars(select(ImportRun.register).where(ImportRun.id.in_(imports))))
    if brought - set(REGISTERS):  # an operation on the reference lists may change anything
        brought = set(REGISTERS)
        _widen_to_results(session, imports)
    if "staff" in brought:
        _name_persons(session, touched)
        pair_duplicates(session, imports)
    if "appendix1" in brought:
        _bear_routes(session, touched)
    if brought & {"appendix1", "applications", "appendix2"}:
        _place_programmes(session, imports, touched, brought)
    if brought & {"appendix1", "participation"}:
        _place_participations(session, touched)


def _widen_to_results(session: Session, imports: Sequence[int]) -> None:
    first = select(func.min(Result.since)).where(Result.person_id == ImportTouch.person_id).scalar_subquery()
    session.execute(
        update(ImportTouch).where(ImportTouch.import_id.in_(imports), first < ImportTouch.since).values(since=first)
    )


def _place_programmes(session: Session, imports: Sequence[int], touched: Select, brought: set[str]) -> None:
    implied_before = _implied(session, touched)
    session.execute(delete(Application).where(Application.implied, Application.person_id.in_(touched)))
    if brought & {"appendix1", "applications"}:
        _place_applications(session, touched)
    _place_results(session, touched)
    _imply_applications(session, touched)
    _widen_touch(session, imports, implied_before ^ _implied(session, touched))
    _date_milestones(session, touched)
    pair_duplicates(session, imports)


_Implied = tuple[int, date, int | None, int | None, bool]


def _implied(session: Session, touched: Select) -> set[_Implied]:
    """The applications that results imply: whose, since when, for what, and whether they count."""
    columns = (Application.person_id, Application.submitted_on, Application.route_id, Application.programme_id)
    chosen = select(*columns, Application.is_counted).where(Application.implied, Application.person_id.in_(touched))
    return {(*row,) for row in session.execute(chosen)}


def _widen_touch(session: Session, imports: Sequence[int], other: set[_Implied]) -> None:
    # A later application may do away with one that a result implied: that shows from the result's first day on.
    first: dict[int, date] = {}
    for person, day, *_ in other:
        first[person] = min(day, first.get(person, day))
    if first:
        one = and_(ImportTouch.import_id == bindparam("run"), ImportTouch.person_id == bindparam("whose"))
        earlier = update(ImportTouch).where(one, ImportTouch.since > bindparam("first"))
        rows = [{"run": run, "whose": person, "first": day} for run in imports for person, day in first.items()]
        session.connection().execute(earlier.values(since=bindparam("first")), rows)


def _name_persons(session: Session, touched: Select) -> None:
    """A person is called as the spell that covers today says, else the last that ended, else the first to come."""
    day = today()
    has_days = or_(Employment.until.is_(None), Employment.until > Employment.since)
    spell = select(Employment.full_name, Employment.name_key).where(Employment.person_id == Person.id, has_days)
    covers = and_(Employment.since <= day, or_(Employment.until.is_(None), Employment.until > day))
    rank = case((covers, 0), (Employment.since <= day, 1), else_=2)
    order = (
        rank,
        case((rank == 1, Employment.until)).desc(),
        case((rank == 2, Employment.since)),
        Employment.id.desc(),
    )
    latest = spell.order_by(*order).limit(1)
    session.execute(
        update(Person)
        .where(Person.id.in_(touched))
        .values(
            # Whose only spells an undone import took away keeps the name they had.
            full_name=func.coalesce(latest.with_only_columns(Employment.full_name).scalar_subquery(), Person.full_name),
            name_key=func.coalesce(latest.with_only_columns(Employment.name_key).scalar_subquery(), Person.name_key),
        )
    )


def _bear_routes(session: Session, touched: Select) -> None:
    formed_on = func.coalesce(Assessment.formed_on, Assessment.passed_on)
    born = select(Assessment.id, Assessment.person_id, Assessment.passed_on, formed_on).where(
        Assessment.person_id.in_(touched), ~exists().where(Route.id == Assessment.id)
    )
    session.execute(insert(Route).from_select(["id", "person_id", "passed_on", "formed_on"], born))
    # Of two on one day, the one whose procedure sorts last is the later.
    following = func.lead(Assessment.passed_on).over(
        partition_by=Assessment.person_id, order_by=(Assessment.passed_on, Assessment.procedure)
    )
    order = (
        select(Assessment.id, formed_on.label("formed_on"), following.label("superseded_on"))
        .where(Assessment.person_id.in_(touched))
        .subquery()
    )
    session.execute(
        update(Route)
        .where(Route.id == order.c.id)
        .values(formed_on=order.c.formed_on, superseded_on=order.c.superseded_on)
    )


def _route_on(person_id: SQLColumnExpression[int], day: SQLColumnExpression[date]) -> ScalarSelect[int]:
    """The route of the latest assessment passed on or before the day."""
    return (
        select(Route.id)
        .where(
            Route.person_id == person_id,
            Route.passed_on <= day,
            or_(Route.superseded_on.is_(None), Route.superseded_on > day),
        )
        .scalar_subquery()
    )


def _counts_for(
    route_id: SQLColumnExpression[int | None], programme_id: SQLColumnExpression[int | None]
) -> SQLColumnExpression[bool]:
    """A programme counts when it is among the recommended ones; where none is listed, any does (п. 2.4, 3.6)."""
    listed = exists().where(RecommendedProgramme.assessment_id == route_id)
    among = listed.where(RecommendedProgramme.programme_id == programme_id)
    return and_(route_id.is_not(None), or_(~listed, among))


def _place(
    session: Session,
    table: type[Application] | type[Result],
    mine: SQLColumnExpression[bool],
    route_id: SQLColumnExpression[int | None],
) -> None:
    placed = select(table.id, route_id.label("route_id")).where(mine).subquery()
    is_counted = _counts_for(placed.c.route_id, table.programme_id)
    session.execute(
        update(table).where(table.id == placed.c.id).values(route_id=placed.c.route_id, is_counted=is_counted)
    )


def _place_applications(session: Session, touched: Select) -> None:
    mine = Application.person_id.in_(touched)
    # A later row may say that it was for an event: then no route holds it any more.
    others = update(Application).where(mine, Application.kind != Kind.PROGRAMME)
    session.execute(others.values(route_id=None, is_counted=False))
    of_programmes = and_(mine, Application.kind == Kind.PROGRAMME)
    _place(session, Application, of_programmes, _route_on(Application.person_id, Application.submitted_on))


def _place_results(session: Session, touched: Select) -> None:
    earlier = (
        select(Application.route_id)
        .where(
            Application.person_id == Result.person_id,
            Application.programme_id == Result.programme_id,
            Application.submitted_on <= Result.since,
        )
        .order_by(Application.submitted_on.desc())
        .limit(1)
    )
    route_id = case((earlier.exists(), earlier.scalar_subquery()), else_=_route_on(Result.person_id, Result.since))
    _place(session, Result, Result.person_id.in_(touched), route_id)


def _imply_applications(session: Session, touched: Select) -> None:
    """A result without an application implies one, confirmed by both on the first day of realisation."""
    given = aliased(Application)
    has_one = exists().where(
        given.person_id == Result.person_id,
        given.programme_id == Result.programme_id,
        given.route_id == Result.route_id,
    )
    first = func.min(Result.since)
    implied = (
        select(
            Result.person_id,
            Result.programme_id,
            Result.route_id,
            func.min(Result.provider_id),
            func.min(Programme.name),
            literal(Kind.PROGRAMME.value),
            first,
            literal(Decision.CONFIRMED.value),
            first,
            literal(Decision.CONFIRMED.value),
            first,
            Result.is_counted,
            literal(True),
        )
        .join(Programme, Programme.id == Result.programme_id)
        .where(Result.person_id.in_(touched), Result.route_id.is_not(None), ~has_one)
        .group_by(Result.person_id, Result.programme_id, Result.route_id, Result.is_counted)
    )
    columns = "person_id programme_id route_id provider_id name kind submitted_on head_decision head_on"
    rest = "provider_decision provider_on is_counted implied"
    session.execute(insert(Application).from_select([*columns.split(), *rest.split()], implied))


def _place_participations(session: Session, touched: Select) -> None:
    session.execute(
        update(Participation)
        .where(Participation.person_id.in_(touched))
        .values(route_id=_route_on(Participation.person_id, Participation.chosen_on))
    )


def _date_milestones(session: Session, touched: Select) -> None:
    """The day a programme was first chosen for a route, and the day its final attestation was passed."""
    # A programme is chosen from its first application, unless «Дата выбора ДПП» says otherwise.
    chosen = (
        select(func.coalesce(func.min(Application.chosen_on), func.min(Application.submitted_on)).label("on"))
        .where(Application.route_id == Route.id, Application.is_counted)
        .group_by(Application.programme_id)
        .correlate(Route)
        .order_by("on")
        .limit(1)
        .scalar_subquery()
    )
    attested = (
        select(func.min(Result.until))
        .where(Result.route_id == Route.id, Result.is_counted, Result.document_number.is_not(None))
        .scalar_subquery()
    )
    session.execute(update(Route).where(Route.person_id.in_(touched)).values(chosen_on=chosen, attested_on=attested))
