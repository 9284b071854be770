"""The page for what does not exist and for what is not the viewer's."""

from dashboard.components.missing import nothing_here
from dashboard.visit import Screen, Visit


def layout(_visit: Visit) -> Screen:
    """The page for any address that shows nothing to this viewer."""
    return Screen("Страница не найдена", nothing_here())
