"""One look at one address: the reading, what the address says, and what is shown for it."""

from dataclasses import dataclass

from dash.development.base_component import Component

from access.reading import Reading
from dashboard.addresses import View


@dataclass(frozen=True)
class Visit:
    """The reading, the view that the query string says, and the path."""

    reading: Reading
    view: View
    path: str


@dataclass(frozen=True)
class Screen:
    """What is shown: the title of the document, the content, and the persons whom it names.

    `is_cacheable`: whoever holds the same grants may be shown it again, until the data change.
    """

    title: str
    content: Component
    about: frozenset[int] = frozenset()
    is_cacheable: bool = False
