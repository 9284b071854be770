"""Operations on the reference lists as the assessor does them, and what is asked of them afterwards."""

from datetime import date

from sqlalchemy import select

from access.reading import OPERATOR, Reading
from ingest import operations, undo
from model.database import read_session, unscoped_session, write_session
from model.dates import today
from model.journal import ImportRun
from model.people import Employment, Person
from model.places import REGION, Municipality, Organization
from queries import snapshots
from queries.counts import counts_by_organization, counts_by_place, counts_of
from queries.places import organizations, parts_of

DAY = date(2026, 9, 1)


def perform(operation) -> ImportRun:
    """Do it as the command line does."""
    with write_session() as session:
        rewrite, figures = snapshots.rewriting(today()), snapshots.figures_on(today())
        return operations.perform(session, operation, by="test", rewrite=rewrite, figures=figures)


def undo_last() -> None:
    with write_session() as session:
        last = undo.last_import(session)
        undo.undo(session, last.id if last else 0, by="test", rewrite=snapshots.rewriting(today()))


def place_id(name: str, town: str | None = None) -> int:
    """The organization of the name, of the municipality where several bear it."""
    with unscoped_session() as session:
        query = select(Organization.id).join(Municipality).where(Organization.name == name)
        return session.scalars(query.where(Municipality.name == town) if town else query).one()


def spells() -> set[tuple[str, str, str, str | None]]:
    """Every spell: who, where, from and until."""
    columns = (Person.full_name, Organization.name, Employment.since, Employment.until)
    query = select(*columns).join(Employment, Employment.person_id == Person.id).join(Organization)
    with unscoped_session() as session:
        return {(who, where, f"{since}", until and f"{until}") for who, where, since, until in session.execute(query)}


def staff_on(day: date) -> dict[str, int]:
    """How many work in each organization that has anybody on the day, by name and municipality."""
    with read_session() as session:
        look = Reading(session, OPERATOR, day)
        counted = counts_by_organization(look, REGION, organizations(look))
        return {
            f"{one.place.name}, {one.place.municipality_name}": one.counts["staff"]
            for one in counted
            if one.counts["staff"]
        }


def assert_counts_add_up(day: date) -> dict[str, int]:
    """The region is the sum of its municipalities, each the sum of its organizations; returns the region's counts."""
    with read_session() as session:
        look = Reading(session, OPERATOR, day)
        region = counts_by_place(look, REGION)
        whole = counts_of(look, REGION).counts
        assert dict(region.whole.counts) == dict(whole), day
        for part in region.parts:
            assert dict(counts_by_place(look, part.place).whole.counts) == dict(part.counts), (day, part.place.name)
            assert dict(counts_of(look, part.place).counts) == dict(part.counts), (day, part.place.name)
        return dict(whole)


def named_on(day: date, town: str) -> set[str]:
    """The organizations of a municipality as the screens of the day name them."""
    with read_session() as session:
        look = Reading(session, OPERATOR, day)
        (home,) = [place for place in parts_of(look, REGION) if place.name == town]
        return {place.name for place in parts_of(look, home)}
