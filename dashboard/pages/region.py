"""The region: the progress of its teachers by municipality."""

from dashboard.pages.breakdown import breakdown_screen
from dashboard.visit import Screen, Visit
from queries import places


def layout(visit: Visit) -> Screen | None:
    """The region's screen."""
    place = places.region(visit.reading)
    return breakdown_screen(visit, place, "Муниципальные образования") if place else None
