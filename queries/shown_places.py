"""The organizations in which changes show, each from which day on, as a table of the connection."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Column, Date, Integer, MetaData, Select, SQLColumnExpression, Table, func, insert, select
from sqlalchemy.orm import Session

from model.journal import ImportTouch
from model.people import Employment

# Nobody else sees it. A statement that names thousands of organizations takes longer to be written than to be answered.
places = Table(
    "shown_place",
    MetaData(),
    Column("organization_id", Integer, primary_key=True, autoincrement=False),
    Column("since", Date, nullable=False),
    prefixes=["TEMPORARY"],
)


def shows_from(session: Session, imports: Sequence[int], *only: SQLColumnExpression[bool]) -> dict[int, date]:
    """The organizations in which changes of the imports show, each with the first day on which they do.

    `only` narrows the touched people, by conditions on ImportTouch.
    """
    touched = (
        select(Employment.organization_id, func.min(ImportTouch.since))
        .join(ImportTouch, ImportTouch.person_id == Employment.person_id)
        .where(ImportTouch.import_id.in_(imports), *only)
        .group_by(Employment.organization_id)
    )
    return dict(session.execute(touched).all())


@contextmanager
def noting_places(session: Session, found: Mapping[int, date]) -> Iterator[None]:
    """Within it `places` holds the organizations."""
    places.create(session.connection(), checkfirst=False)
    if found:
        rows = [{"organization_id": place, "since": since} for place, since in found.items()]
        session.execute(insert(places), rows)
    yield
    places.drop(session.connection(), checkfirst=False)


def shown_by(day: date) -> Select:
    """The organizations in which changes show on the day."""
    return select(places.c.organization_id).where(places.c.since <= day)
