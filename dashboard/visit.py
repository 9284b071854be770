"""A visit of one address: the reading, the parsed address, and the screen that it shows."""

from dataclasses import dataclass

from dash.development.base_component import Component

from access.reading import Reading
from dashboard.addresses import View


@dataclass(frozen=True)
class Visit:
    """The reading, the view of the query string, and the path."""

    reading: Reading
    view: View
    path: str


@dataclass(frozen=True)
class Screen:
    """The shown page: the title of the document, the content, and the ids of the persons that it names.

    `is_cacheable`: the page may be reused for viewers with the same grants until the data change.
    """

    title: str
    content: Component
    about: frozenset[int] = frozenset()
    is_cacheable: bool = False
