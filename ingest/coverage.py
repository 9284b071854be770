"""Which organizations a file had rows of, those that changed nothing among them: so nobody is late who has sent it."""

from collections.abc import Iterator
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.bulk import add_rows, chunks
from ingest.plan import Plan
from model.dates import today
from model.journal import ImportPlace
from model.people import Employment, ends_after


def record_coverage(session: Session, plan: Plan, import_id: int) -> None:
    """Write down the organizations of the rows: of a spell its own, of any other fact those where the person works."""
    places = set(_places_of_spells(plan) if plan.table.table is Employment else _places_of_people(session, plan))
    add_rows(session, ImportPlace, [{"import_id": import_id, "organization_id": place} for place in sorted(places)])


def _places_of_spells(plan: Plan) -> Iterator[int]:
    known = plan.finding.references["organization_id"]
    for key in {fact["organization_id"] for fact in plan.facts.values()}:
        yield cast(int, known(key))


def _places_of_people(session: Session, plan: Plan) -> Iterator[int]:
    for people in chunks({fact["person_id"] for fact in plan.facts.values()}):
        query = select(Employment.organization_id).where(Employment.person_id.in_(people), ends_after(today()))
        yield from session.scalars(query.distinct())
