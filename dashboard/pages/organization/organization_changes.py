"""The history of an organization: its earlier names, its predecessors and its successors."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import View
from dashboard.components.still import still
from model.names import quote_name
from model.places import ChangeKind
from queries.reference import ChangeRecord

# For each kind: the text of the organization that changed, then of its successor; {other} is the other one.
_TEXTS: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.MERGED: ("С {day} вошла в {other}.", "С {day} присоединена {other}."),
    ChangeKind.SPLIT: ("С {day} из неё выделена {other}.", "Образована {day} из {other}."),
    ChangeKind.MOVED: (
        "С {day} относится к другому муниципальному образованию: {other}.",
        "До {day} относилась к другому муниципальному образованию: {other}.",
    ),
    ChangeKind.CLOSED: ("Закрыта с {day}.", "Закрыта с {day}."),
}
_UNNAMED = "организация не из ваших"


def organization_changes(changes: Sequence[ChangeRecord], view: View) -> list[Component]:
    """A line for each change; nothing without changes."""
    if not changes:
        return []
    lines = [html.Li(_line(one, view)) for one in changes]
    return [still(html.Ul(lines, className="changes-told", **{"aria-label": "Что изменилось"}))]


def _line(one: ChangeRecord, view: View) -> list[Component | str]:
    if one.kind is ChangeKind.RENAMED:
        return [f"До {words.day(one.on)} называлась {quote_name(one.name or words.ABSENT)}."]
    before, _, after = _TEXTS[one.kind][0 if one.is_ours else 1].partition("{other}")
    texts: list[Component | str] = [before.format(day=words.day(one.on))]
    if not after:
        return texts
    return [*texts, _other(one, view), after]


def _other(one: ChangeRecord, view: View) -> Component | str:
    if one.other is None:
        return _UNNAMED
    return dcc.Link(f"{one.other.name}, {one.other.municipality_name}", href=addresses.place(one.other, view))
