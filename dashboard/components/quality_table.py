"""Places as rows: the share of their rows without a remark, its change, and the remarks by kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, words
from dashboard.addresses import View
from dashboard.components.change import Before, cell_change, change
from dashboard.components.definition import definition
from dashboard.components.still import still
from model.indicators import CLEAN_RATE
from model.places import Place
from model.quality import REMARK_BY_ISSUE, Issue
from queries.quality import Earlier, PlaceQuality

_NO_ROWS = "строк нет"


@dataclass(frozen=True)
class TableContext:
    """The context of the table: the view, and whose rows the viewer may open."""

    view: View
    can_open: Callable[[Place], bool]


def in_order(parts: Sequence[PlaceQuality]) -> list[PlaceQuality]:
    """The places with the most remarked rows first, then by name; places without rows are left out."""
    present = [one for one in parts if one.rows["rows_kept"] or any(one.counts.values())]
    return sorted(present, key=lambda one: (-remarked_rows(one), -sum(one.counts.values()), one.place.name))


def remarked_rows(one: PlaceQuality) -> int:
    """The number of rows with a remark."""
    return one.rows["rows_kept"] - one.rows["rows_clean"]


def before(earlier: Earlier | None, one: PlaceQuality, whole: PlaceQuality) -> Before | None:
    """The figures of one part, or of the whole, at the end of the month before."""
    if earlier is None:
        return None
    rows = earlier.whole if one.place == whole.place else earlier.rows[one.place.id or 0]
    return Before(earlier.day, rows)


def quality_card(whole: PlaceQuality, earlier: Earlier | None) -> Component:
    """The share of rows without a remark: its two counts and its change."""
    head = [html.H3(words.sentence(CLEAN_RATE.label), className="card-label"), definition(CLEAN_RATE)]
    top, bottom = whole.rows["rows_clean"], whole.rows["rows_kept"]
    value = html.Span(words.percent_of(top, bottom), className="card-value")
    ratio = html.Span(words.ratio(top, bottom) if bottom else _NO_ROWS, className="card-ratio")
    then = before(earlier, whole, whole)
    moved = [html.Div(change(CLEAN_RATE, whole.rows, then), className="card-course")] if then and bottom else []
    verdict = html.P(f"С замечаниями: {words.number(remarked_rows(whole))}", className="verdict")
    parts = [
        html.Div(head, className="card-head"),
        html.Div([value, ratio], className="card-numbers"),
        html.Div([verdict, *moved], className="card-foot"),
    ]
    return still(html.Div(html.Article(parts, className="rate-card"), className="rate-cards"))


def quality_table(
    whole: PlaceQuality, parts: Sequence[PlaceQuality], earlier: Earlier | None, look: TableContext
) -> Component:
    """A row for each part, the total first; the number of each kind opens its rows."""
    caption = f"Строки и замечания: {whole.place.name}"
    head = [
        html.Th(place_words.part_of(whole.place), scope="col"),
        html.Th("Без замечаний", scope="col"),
    ]
    head += [html.Th(words.sentence(REMARK_BY_ISSUE[issue].label), scope="col") for issue in whole.counts]
    rows = [_row(one, before(earlier, one, whole), look, opens=one.place != whole.place) for one in parts]
    table = html.Table(
        [html.Caption(caption), html.Thead(html.Tr(head)), html.Tbody(rows)],
        className="table-plain numbers is-one-line",
    )
    return still(html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption}))


def _row(one: PlaceQuality, then: Before | None, look: TableContext, *, opens: bool) -> Component:
    name = dcc.Link(one.place.name, href=addresses.quality(one.place, look.view)) if opens else one.place.name
    cells = [_score(one, then), *(_count(one, issue, look) for issue in one.counts)]
    return html.Tr([html.Th(name, scope="row"), *cells], className="" if opens else "row-total")


def _score(one: PlaceQuality, then: Before | None) -> Component:
    top, bottom = one.rows["rows_clean"], one.rows["rows_kept"]
    value = html.Span(words.percent_of(top, bottom), className="cell-value")
    if not bottom:
        return html.Td([value, html.Span(_NO_ROWS, className="cell-ratio")], className="cell-rate is-absent")
    moved = [cell_change(CLEAN_RATE, one.rows, then)] if then else []
    ratio = html.Span(words.ratio(top, bottom), className="cell-ratio")
    return html.Td([value, ratio, *moved], className="cell-rate")


def _count(one: PlaceQuality, issue: Issue, look: TableContext) -> Component:
    number = one.counts[issue]
    if not (number and look.can_open(one.place)):
        return html.Td(words.number(number), className="cell-count" if number else "cell-count is-zero")
    href = addresses.quality_rows(one.place, issue, look.view)
    title = f"{REMARK_BY_ISSUE[issue].label}: открыть строки"
    return html.Td(dcc.Link(words.number(number), href=href, title=title), className="cell-count")
