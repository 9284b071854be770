"""The procedures of a place as links: the screen of scores shows one at a time."""

from collections.abc import Callable, Sequence

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.components.still import still
from queries.score_records import ProcedureScores

# The procedures named at first; the rest opens on request.
SHOWN = 6


def procedure_choice(current: str, offered: Sequence[ProcedureScores], href: Callable[[str], str]) -> Component:
    """The procedures, the most frequent first; `current` is the key of the one on the screen."""
    items = [_item(one, href, is_shown=one.procedure.key == current) for one in offered]
    lists = [html.Ul(items[:SHOWN], className="quick-days", **{"aria-label": "Процедуры оценки"})]
    rest = items[SHOWN:]
    if rest:
        is_among = any(one.procedure.key == current for one in offered[SHOWN:])
        more = html.Ul(rest, className="quick-days", **{"aria-label": "Остальные процедуры оценки"})
        summary = html.Summary(f"Ещё {words.number(len(rest))}")
        lists.append(html.Details([summary, more], open=is_among, className="graph-table"))
    return still(html.Nav(lists, **{"aria-label": "Выбор процедуры оценки"}))


def _item(one: ProcedureScores, href: Callable[[str], str], *, is_shown: bool) -> Component:
    name = one.procedure.name
    text = html.Span(name, **{"aria-current": "true"}) if is_shown else dcc.Link(name, href=href(name))
    return html.Li([text, f" — {words.number(one.scores.people)}"])
