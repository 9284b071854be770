"""The queue of a provider: what needs its decision or its result, how many and since when."""

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.definition import definition
from dashboard.components.empty_state import empty_state
from dashboard.components.module_link import module_link
from dashboard.components.still import still
from model import wording
from model.attention import PROVIDER_CONCERN_BY_KEY
from queries.applications import ProviderWait
from queries.lists import waiting_days


def provider_attention(
    queue: Sequence[ProviderWait], day: date, path: str, view: View, *, can_open: bool = True
) -> Component:
    """An item for each stage with waiting applications; its number opens them where they may be named."""
    waiting = [one for one in queue if one.number]
    if not waiting:
        return empty_state("Всё сделано", "Решения даны на все заявки, у каждого оконченного обучения есть документ.")
    return still(html.Ul([_item(one, day, path, view, can_open=can_open) for one in waiting], className="concerns"))


def _item(one: ProviderWait, day: date, path: str, view: View, *, can_open: bool) -> Component:
    concern = PROVIDER_CONCERN_BY_KEY[one.stage]
    number = words.number(one.number)
    opened = dcc.Link(
        number,
        href=with_view(path, View(on=view.on, stage=one.stage)),
        className="number-link",
        title=f"{words.sentence(concern.label)}: открыть список",
    )
    head = [html.H3(words.sentence(concern.label), className="concern-title"), definition(concern)]
    clause = html.Span(f" {wording.basis(concern.clause)}.", className="concern-clause")
    texts: list[Component] = [html.P([concern.advice, clause, *module_link()], className="concern-advice")]
    if one.since:
        waited = words.days(waiting_days(one.since, day))
        texts.insert(0, html.P(f"Наибольший срок — {waited} ({concern.since_label} {words.day(one.since)})"))
    body = html.Div([html.Div(head, className="concern-head"), *texts], className="concern-body")
    return html.Li([html.Div(opened if can_open else number, className="concern-number"), body], className="concern")
