"""The heads of organizations on the date, by their positions in the staff register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from access.reading import Reading
from model.people import Employment, Spelling, covers
from model.places import Level, Organization, Place
from queries.filters import at_place
from queries.state import Purpose, is_within

# The beginnings of the positions of a head; deputies begin otherwise.
_POSITIONS = ("директор", "заведующ")


@dataclass(frozen=True)
class Head:
    """The head of an organization."""

    person_id: int
    full_name: str
    position: str


def heads_of(reading: Reading, within: Place, places: Iterable[Place]) -> Mapping[int, Head]:
    """The heads of some organizations of a place by their ids; only of those whose people the scope may name."""
    ids = [place.id for place in places if place.level is Level.ORGANIZATION and place.id]
    if not ids:
        return {}
    # Two tables of a screen show different pages of the same organizations.
    everyone = reading.once(("heads", within), lambda: _heads(reading, within))
    heads = {identity: everyone[identity] for identity in ids if identity in everyone}
    reading.named.update(head.person_id for head in heads.values())
    return heads


def _heads(reading: Reading, within: Place) -> Mapping[int, Head]:
    begins = or_(*(Spelling.text_key.startswith(start) for start in _POSITIONS))
    positions = select(Spelling.text).where(Spelling.about == "position", begins)
    # Spells, not spans: an index of theirs has the positions of an organization.
    query = (
        select(Employment.organization_id, Employment.person_id, Employment.position, Employment.full_name)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(covers(reading.day), Employment.category == "managing", Employment.position.in_(positions))
        .where(is_within(reading, Purpose.LISTING), *at_place(within))
    )
    rows = reading.session.execute(query).all()
    # «Директор» before «директор по развитию».
    ordered = sorted(rows, key=lambda row: (len(row.position or ""), row.full_name, row.person_id), reverse=True)
    return {row.organization_id: Head(row.person_id, row.full_name, row.position) for row in ordered}
