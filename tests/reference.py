"""Operations on the reference lists, and their results as queries return them."""

from datetime import date

from sqlalchemy import select

from access.reading import OPERATOR, Reading
from ingest import undo
from ingest.reference import operations
from model.database import read_session, unscoped_session, write_session
from model.dates import today
from model.journal import ImportRun
from model.people import Employment, Person
from model.places import REGION, Municipality, Organization
from queries import counts, quality_sums
from queries.counts import counts_by_organization, counts_by_place, counts_of
from queries.places import organizations, parts_of

DAY = date(2026, 9, 1)


def perform(operation) -> ImportRun:
    """Perform the operation as the command line does."""
    with write_session() as session:
        rewrite, figures = quality_sums.rewriting(today()), counts.figures_on(today())
        return operations.perform(session, operation, by="test", rewrite=rewrite, figures=figures)


def undo_last() -> None:
    with write_session() as session:
        last = undo.last_import(session)
        undo.undo(session, last.id if last else 0, by="test", rewrite=quality_sums.rewriting(today()))


def place_id(name: str, town: str | None = None) -> int:
    """The id of the organization; `town` is needed where several have the name."""
    with unscoped_session() as session:
        query = select(Organization.id).join(Municipality).where(Organization.name == name)
        return session.scalars(query.where(Municipality.name == town) if town else query).one()


def spells() -> set[tuple[str, str, str, str | None]]:
    """Every spell as person, organization, first day and end."""
    columns = (Person.full_name, Organization.name, Employment.since, Employment.until)
    query = select(*columns).join(Employment, Employment.person_id == Person.id).join(Organization)
    with unscoped_session() as session:
        return {(who, where, f"{since}", until and f"{until}") for who, where, since, until in session.execute(query)}


def staff_on(day: date) -> dict[str, int]:
    """The staff of each organization that has any on the day, by name and municipality."""
    with read_session() as session:
        reading = Reading(session, OPERATOR, day)
        counts = counts_by_organization(reading, REGION, organizations(reading))
        return {
            f"{one.place.name}, {one.place.municipality_name}": one.counts["staff"]
            for one in counts
            if one.counts["staff"]
        }


def assert_counts_add_up(day: date) -> dict[str, int]:
    """Assert that places are sums of their parts; return the counts of the region."""
    with read_session() as session:
        reading = Reading(session, OPERATOR, day)
        region = counts_by_place(reading, REGION)
        whole = counts_of(reading, REGION).counts
        assert dict(region.whole.counts) == dict(whole), day
        for part in region.parts:
            assert dict(counts_by_place(reading, part.place).whole.counts) == dict(part.counts), (day, part.place.name)
            assert dict(counts_of(reading, part.place).counts) == dict(part.counts), (day, part.place.name)
        return dict(whole)


def names_on(day: date, town: str) -> set[str]:
    """The names of a municipality's organizations on the day."""
    with read_session() as session:
        reading = Reading(session, OPERATOR, day)
        (home,) = [place for place in parts_of(reading, REGION) if place.name == town]
        return {place.name for place in parts_of(reading, home)}
