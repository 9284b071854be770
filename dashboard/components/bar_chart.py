"""A chart of bars as a table in HTML: it prints, scales with the page, wraps names and needs no plotly.js."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.charts.bars import Bar, Bars
from dashboard.components.still import still
from dashboard.dash_internals import Still

MOST_HEADED = 4  # columns whose headings a phone has room for
WIDTH = 1000  # units of the axis of the strip


def bar_chart(
    bars: Bars, *, title: str, id: str | None = None, file: Component | None = None, note: Component | None = None
) -> Component:
    """A heading, a note, what the lines mean, the bars with their numbers, and the links to the file of the table."""
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in bars.headings]))
    body = html.Tbody([_row(bar, of_chart=bars) for bar in bars.rows])
    table = html.Table(
        [html.Caption(title, className="visually-hidden"), head, body],
        className=" ".join(["bar-table", *_kinds(bars)]),
        style=_widths({line.kind: line.at for line in bars.lines}),
    )
    parts = [
        html.H3(title, className="graph-title"),
        *([note] if note is not None else []),
        *_keys(bars),
        *_strip(bars),
        table,
        *([file] if file is not None else []),
    ]
    return still(html.Figure(parts, className="graph bar-chart", **({"id": id} if id else {})))


def _kinds(bars: Bars) -> list[str]:
    many = ["has-many"] if len(bars.headings) > MOST_HEADED else []
    return [*(f"has-{line.kind}" for line in bars.lines), *many]


def _row(bar: Bar, *, of_chart: Bars) -> Component:
    number = html.Span(bar.number, className="bar-number")
    # On a phone there is no room for the headings of many columns: each cell says its own.
    labels = of_chart.headings[2:] if len(of_chart.headings) > MOST_HEADED else []
    cells = [
        html.Td(cell, **({"data-label": labels[place]} if labels and cell else {}))
        for place, cell in enumerate(bar.cells)
    ]
    # A row has as many cells as there are headings: what is absent is empty.
    cells += [html.Td() for _ in range(len(of_chart.headings) - 2 - len(cells))]
    return html.Tr([html.Th(bar.name, scope="row"), html.Td([number, *_bar(bar)], className="bar-cell"), *cells])


def _bar(bar: Bar) -> list[Component]:
    """The bar itself: its number stands beside it, so it is hidden from screen readers."""
    if bar.length is None:
        return []
    marks = {"at": bar.length, "was": bar.was, "goal": bar.goal, "from": bar.start}
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


def _strip(bars: Bars) -> list[Component]:
    """A stroke for each bar of all on the axis of the bars: how the rows stand among the others."""
    if not bars.everyone:
        return []
    strokes = "".join(f"M{min(1.0, length) * WIDTH:.0f} 0v10" for length in sorted(bars.everyone))
    path = {"tag": "path", "props": {"d": strokes}}
    svg = {"viewBox": f"0 0 {WIDTH} 10", "preserveAspectRatio": "none", "className": "strip-strokes"}
    drawn = Still(tree={"tag": "svg", "props": svg, "children": [path]})
    mark = [html.Div(className="strip-goal")] if any(line.kind == "goal" for line in bars.lines) else []
    label = html.Span(f"Все {words.number(len(bars.everyone))}", className="strip-label")
    goal = _widths({line.kind: line.at for line in bars.lines})
    return [
        html.Div(
            [label, html.Div([drawn, *mark], className="strip-axis", style=goal)],
            className="strip",
            **{"aria-hidden": "true"},
        )
    ]
