"""The definition of a number behind a small «?»: the formula, the target and the clause."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from model import wording
from model.attention import Concern, ProviderConcern
from model.indicators import RATE_COUNTS, Count, Measure, Rate
from model.quality import Remark


def definition(indicator: Count | Rate | Measure | Concern | ProviderConcern | Remark) -> Component:
    """A definition that opens in place, by mouse or keyboard; Escape closes it."""
    paragraphs = _of_rate(indicator) if isinstance(indicator, Rate) else [indicator.meaning]
    lines = [html.P(line) for line in paragraphs]
    more = dcc.Link("Все определения", href=addresses.DEFINITIONS)
    body = [
        html.P(words.sentence(indicator.label), className="definition-term"),
        *lines,
        html.P([f"{wording.basis(indicator.clause)}. ", more], className="definition-clause"),
    ]
    mark = html.Summary("?", className="definition-mark", **{"aria-label": f"Что значит «{indicator.label}»"})
    return html.Details([mark, html.Div(body, className="definition-body")], className="definition")


def formula(rate: Rate) -> str:
    """The formula of the rate from the labels of its two counts."""
    return f"{RATE_COUNTS[rate.top].label} ÷ {RATE_COUNTS[rate.bottom].label}"


def _of_rate(rate: Rate) -> list[str]:
    top, bottom = RATE_COUNTS[rate.top], RATE_COUNTS[rate.bottom]
    return [
        formula(rate),
        f"{words.sentence(top.label)}: {top.meaning}.",
        f"{words.sentence(bottom.label)}: {bottom.meaning}.",
        f"Цель: {rate.target_note}.",
    ]
