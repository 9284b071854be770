"""Which organizations a file had rows of, those that changed nothing among them: so nobody is late who has sent it."""

from collections.abc import Iterator
from typing import cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ingest.planning.plan import Plan
from model.arrays import is_one_of
from model.bulk import add_rows
from model.chunks import chunks
from model.dates import today
from model.journal import ImportPlace
from model.people import Employment


def record_coverage(session: Session, plan: Plan, import_id: int) -> None:
    """Write down the organizations of the rows: of a spell its own, of any other fact the main ones of the person."""
    places = set(_places_of_spells(plan) if plan.table.table is Employment else _places_of_people(session, plan))
    add_rows(session, ImportPlace, [{"import_id": import_id, "organization_id": place} for place in sorted(places)])


def _places_of_spells(plan: Plan) -> Iterator[int]:
    id_of = plan.finding.references["organization_id"]
    for key in {fact["organization_id"] for fact in plan.facts.values()}:
        yield cast(int, id_of(key))


def _places_of_people(session: Session, plan: Plan) -> Iterator[int]:
    # `left_on` is derived at the end of the transaction: a file before this one may have ended a spell.
    goes_on = or_(Employment.until.is_(None), Employment.until >= today())
    for people in chunks({cast(int, fact["person_id"]) for fact in plan.facts.values()}):
        query = select(Employment.organization_id).where(
            is_one_of(session, Employment.person_id, people), Employment.is_main, goes_on
        )
        yield from session.scalars(query.distinct())
