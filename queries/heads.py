"""The heads of organizations on the date, by their positions in the staff register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from access.reading import Reading
from model.people import Employment, Spelling
from model.places import Level, Place
from queries.state import Purpose, spans_on
from timeline.store import state_span

# The beginnings of the positions of a head; deputies begin otherwise.
_POSITIONS = ("директор", "заведующ")


@dataclass(frozen=True)
class Head:
    """The head of an organization."""

    person_id: int
    full_name: str
    position: str


def heads_of(reading: Reading, places: Iterable[Place]) -> Mapping[int, Head]:
    """The head of each of the organizations by its id; only of those whose people the scope may name."""
    ids = [place.id for place in places if place.level is Level.ORGANIZATION and place.id]
    if not ids:
        return {}
    begins = or_(*(Spelling.text_key.startswith(start) for start in _POSITIONS))
    positions = select(Spelling.text).where(Spelling.about == "position", begins)
    conditions = [
        state_span.c.organization_id.in_(ids),
        state_span.c.category == "managing",
        state_span.c.position.in_(positions),
    ]
    columns = [state_span.c[name] for name in ("organization_id", "person_id", "position")]
    query = spans_on(reading, Purpose.LISTING, *conditions).add_columns(*columns, Employment.full_name)
    rows = reading.session.execute(query.join(Employment, Employment.id == state_span.c.spell_id)).all()
    # «Директор» before «директор по развитию».
    ordered = sorted(rows, key=lambda row: (len(row.position), row.full_name, row.person_id), reverse=True)
    heads = {row.organization_id: Head(row.person_id, row.full_name, row.position) for row in ordered}
    reading.named.update(head.person_id for head in heads.values())
    return heads
