"""A municipality and the state of its organizations."""

from dashboard.pages.breakdown import breakdown_screen
from dashboard.visit import Screen, Visit
from queries import places


def layout(visit: Visit, identity: int) -> Screen | None:
    """The screen of one municipality."""
    place = places.municipality(visit.reading, identity)
    return breakdown_screen(visit, place, "Образовательные организации") if place else None
