"""The sentence at the head of the screen of a place, with its numbers as links."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import dcc, html
from dashboard.answer import Segment
from dashboard.components.still import still


def answer_line(segments: Sequence[Segment]) -> Component:
    """The segments in their order; those with an address are links."""
    return still(html.P([_segment(one) for one in segments], className="answer"))


def _segment(one: Segment) -> Component | str:
    if one.href is None:
        return one.text
    # A part of this screen: assets/answer.js scrolls to it.
    if one.href.startswith("#"):
        return html.A(one.text, href=one.href, className="to-part")
    return dcc.Link(one.text, href=one.href)
