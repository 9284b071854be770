"""The head of an organization under its name: whom to call."""

from collections.abc import Callable, Mapping, Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import View
from model.places import Place
from queries.heads import Head

HeadsOf = Callable[[Sequence[Place]], Mapping[int, Head]]


def no_heads(_: Sequence[Place]) -> Mapping[int, Head]:
    """No organization's head is named."""
    return {}


def head_line(head: Head | None, view: View, *, is_short: bool = False, is_linked: bool = True) -> list[Component]:
    """«Директор: Иванова Мария Петровна» with the link to the person; nothing where nobody may be named.

    With `is_short`, only the initials of the given names, for a cell of a table; without `is_linked`, in many rows,
    no link: the keyboard has to pass each of them.
    """
    if head is None:
        return []
    text = initials(head.full_name) if is_short else head.full_name
    name: Component = html.Span(text, title=head.full_name)
    if is_linked:
        name = dcc.Link(text, href=addresses.person(head.person_id, view), title=head.full_name)
    return [html.Span([f"{words.sentence(head.position)}: ", name], className="cell-head")]


def initials(full_name: str) -> str:
    """«Иванова М. П.»: the family name and the first letters of the others."""
    family, *others = full_name.split()
    return words.FIXED.join([family, *(f"{name[0]}." for name in others)])
