"""What is not there and what is not the viewer's: one and the same page."""

from dashboard.components.missing import nothing_here
from dashboard.visit import Screen, Visit


def layout(_visit: Visit) -> Screen:
    """The page for any address that shows nothing to this viewer."""
    return Screen("Страница не найдена", nothing_here())
