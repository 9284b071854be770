"""Places as rows: the share of their rows without a remark, its change, and the remarks by kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, words
from dashboard.addresses import View
from dashboard.components.change import Before, cell_change, change
from dashboard.components.definition import definition
from dashboard.components.figures_table import AS_GIVEN, FigureColumn, Figures
from dashboard.components.still import still
from model.indicators import CLEAN_RATE, rate_of
from model.places import Level, Place
from model.quality import REMARK_BY_ISSUE, Issue
from queries.quality import Earlier, PlaceQuality

_NO_ROWS = "строк нет"
# The kinds that a phone has room for: those of most rows.
_ON_A_PHONE = 2


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


def quality_figures_table(
    whole: PlaceQuality, parts: Sequence[PlaceQuality], earlier: Earlier | None, look: TableContext
) -> Figures[PlaceQuality]:
    """A row for each part, the total first unless it is the only one; the number of each kind opens its rows."""

    def name(row: PlaceQuality) -> Component | str:
        if row.place == whole.place:
            return row.place.name
        return dcc.Link(row.place.name, href=addresses.quality(row.place, look.view))

    def score(row: PlaceQuality) -> list[Component | str]:
        return _score(row, before(earlier, row, whole))

    share: FigureColumn[PlaceQuality] = FigureColumn(
        *("clean", "без замечаний", lambda row: rate_of(CLEAN_RATE, row.rows), score),
        lowest_first=True,
        is_rate=True,
        look=lambda row: "cell-rate" if row.rows["rows_kept"] else "cell-rate is-absent",
    )
    is_one = whole.place.level is Level.ORGANIZATION
    main = sorted(whole.counts, key=lambda issue: -whole.counts[issue])[:_ON_A_PHONE]
    return Figures(
        place_words.part_of(whole.place),
        [share, *(_issue_column(issue, look, is_wide_only=issue not in main) for issue in whole.counts)],
        parts,
        lambda row: row.place.name,
        name,
        None if is_one else whole,
        first=AS_GIVEN,
        first_label="" if is_one else "с наибольшим числом строк с замечаниями",
        kind=None if is_one else lambda row: place_words.kind_of(row.place),
    )


def _score(one: PlaceQuality, then: Before | None) -> list[Component | str]:
    top, bottom = one.rows["rows_clean"], one.rows["rows_kept"]
    value = html.Span(words.percent_of(top, bottom), className="cell-value")
    if not bottom:
        return [value, html.Span(_NO_ROWS, className="cell-ratio")]
    moved = [cell_change(CLEAN_RATE, one.rows, then)] if then else []
    return [value, html.Span(words.ratio(top, bottom), className="cell-ratio"), *moved]


def _issue_column(issue: Issue, look: TableContext, *, is_wide_only: bool) -> FigureColumn[PlaceQuality]:
    """The number of rows with a kind of remark, which opens them."""

    def show(row: PlaceQuality) -> Component | str:
        number = row.counts[issue]
        if not (number and look.can_open(row.place)):
            return words.number(number)
        href = addresses.quality_rows(row.place, issue, look.view)
        title = f"{REMARK_BY_ISSUE[issue].label}: открыть строки"
        return dcc.Link(words.number(number), href=href, title=title)

    def kind(row: PlaceQuality) -> str:
        return "cell-count" if row.counts[issue] else "cell-count is-zero"

    label = REMARK_BY_ISSUE[issue].label
    return FigureColumn(
        *(issue.value, label, lambda row: row.counts[issue], show), look=kind, is_wide_only=is_wide_only
    )
