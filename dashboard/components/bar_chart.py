"""A chart of bars as a table in HTML: it prints, scales with the page, wraps names and needs no plotly.js."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import html
from dashboard.charts.bars import Bar, Bars
from dashboard.components.still import still


def bar_chart(
    bars: Bars, *, title: str, id: str | None = None, file: Component | None = None, note: Component | None = None
) -> Component:
    """A heading, a note, what the lines mean, the bars with their numbers, and the links to the file of the table."""
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in bars.headings]))
    body = html.Tbody([_row(bar, of_chart=bars) for bar in bars.rows])
    table = html.Table(
        [html.Caption(title, className="visually-hidden"), head, body],
        className=" ".join(["bar-table", *(f"has-{line.kind}" for line in bars.lines)]),
        style=_widths({line.kind: line.at for line in bars.lines}),
    )
    parts = [
        html.H3(title, className="graph-title"),
        *([note] if note is not None else []),
        *_keys(bars),
        table,
        *([file] if file is not None else []),
    ]
    return still(html.Figure(parts, className="graph bar-chart", **({"id": id} if id else {})))


def _row(bar: Bar, *, of_chart: Bars) -> Component:
    number = html.Span(bar.number, className="bar-number")
    cells = [html.Td(cell) for cell in bar.cells]
    # A row has as many cells as there are headings: what is absent is empty.
    cells += [html.Td() for _ in range(len(of_chart.headings) - 2 - len(cells))]
    return html.Tr([html.Th(bar.name, scope="row"), html.Td([number, *_bar(bar)], className="bar-cell"), *cells])


def _bar(bar: Bar) -> list[Component]:
    """The bar itself: its number stands beside it, so it is hidden from screen readers."""
    if bar.length is None:
        return []
    marks = {"at": bar.length, "was": bar.was, "goal": bar.goal}
    kinds = ["hbar", bar.kind, "has-was" if bar.was is not None else ""]
    return [html.Div(className=" ".join(filter(None, kinds)), style=_widths(marks), **{"aria-hidden": "true"})]


def _widths(shares: Mapping[str, float | None]) -> dict[str, str]:
    """Shares as properties for the style sheet; the policy lets scripts set them, as it does with widths."""
    return {f"--{name}": f"{min(1.0, share) * 100:.2f}%" for name, share in shares.items() if share is not None}


def _keys(bars: Bars) -> list[Component]:
    """What the lines across the bars and the ghosts of the earlier day mean."""
    keys = [(line.kind, line.text) for line in bars.lines]
    if any(bar.was is not None for bar in bars.rows):
        keys.append(("was", "было"))
    items = [
        html.Li([html.Span(className=f"bar-key is-{kind}", **{"aria-hidden": "true"}), text]) for kind, text in keys
    ]
    return [html.Ul(items, className="bar-keys")] if items else []
