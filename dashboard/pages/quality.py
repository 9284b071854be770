"""«Качество данных»: the rows with remarks by kind and place, and the places that are late with files."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, words
from dashboard.components import freshness
from dashboard.components.definition import definition
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.figures_table import Figures, figures_table
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn, rows_table
from dashboard.components.place_pages import MOST_LINKED
from dashboard.components.quality_table import TableContext, in_order, quality_card, quality_figures_table
from dashboard.components.still import still
from dashboard.pages import sections
from dashboard.pages.competences import surveyed_place
from dashboard.visit import Screen, Visit
from model.dates import today
from model.places import Place
from model.quality import REMARK_BY_ISSUE, Issue
from queries import places
from queries.freshness import catalogue_news, news_by_part
from queries.lists import Row
from queries.quality import (
    PAGE_SIZE,
    Earlier,
    PlaceQuality,
    issue_rows,
    quality_before,
    quality_by_part,
    sees,
    whole_of,
)
from queries.register_rows import CONTRADICTIONS

TITLE = "Качество данных"
NOTE = (
    "Все эти строки приняты и хранятся; замечание значит, что строка не учтена или вызывает вопрос. "
    "Число открывает сами строки. Наибольшее число замечаний — сверху; это качество файлов, а не оценка людей."
)
_WHY = {
    Issue.CONTRADICTION: "в чём противоречие",
    Issue.DOUBLE: "возможный дубль",
    Issue.MOVED_DOUBLE: "прежняя организация",
}


@dataclass(frozen=True)
class QualityFigures:
    """The figures of a place and its children, and those at the end of the month before."""

    whole: PlaceQuality
    parts: Sequence[PlaceQuality]
    earlier: Earlier | None


def quality_figures(visit: Visit, place: Place) -> QualityFigures:
    """The figures of a place on the date of the screen and at the end of the month before it."""
    parts = quality_by_part(visit.reading, place)
    earlier = quality_before(visit.reading, place, parts)
    return QualityFigures(whole_of(place, parts), in_order(parts), earlier)


def layout(visit: Visit, level: str | None = None, identity: int | None = None) -> Screen | None:
    """The figures of a place by its children; without a level, of the widest place of the account's grants."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    figures, day = quality_figures(visit, place), today()
    news = freshness.freshness(news_by_part(visit.reading, place, day), place, visit.view, visit.path)
    of_catalogue = freshness.catalogue_line(catalogue_news(visit.reading, day))
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        section("Строки без замечаний", quality_card(figures.whole, figures.earlier)),
        section("Замечания к строкам", _counts(visit, place, figures), _file(visit, place, "issues"), note=NOTE),
        section("Значение замечаний и действия", _meanings(figures.whole)),
        section(freshness.TITLE, news, of_catalogue, _file(visit, place, "freshness"), note=freshness.note(day)),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.date_only(visit, place),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def _file(visit: Visit, place: Place, name: str) -> Component:
    return download_links(f"{addresses.path_of(place)}/quality", name, visit.view)


def _counts(visit: Visit, place: Place, figures: QualityFigures) -> Component:
    if not figures.parts:
        return empty_state("Строк нет", "На отчётную дату сведений о работниках не загружено.")
    caption = f"Строки и замечания: {place.name}"
    table = table_of(visit, place, figures)
    return figures_table(table, view=visit.view, path=visit.path, caption=caption, find=place_words.find_part(place))


def table_of(visit: Visit, place: Place, figures: QualityFigures) -> Figures[PlaceQuality]:
    """The table of the parts of a place; where they are many, the total alone opens rows."""
    may_list = visit.reading.scope.may_list
    is_long = len(figures.parts) > MOST_LINKED
    look = TableContext(visit.view, lambda part: may_list(part) and (part == place or not is_long))
    return quality_figures_table(figures.whole, figures.parts, figures.earlier, look)


def _meanings(whole: PlaceQuality) -> Component:
    """The meaning and the action of each kind of remark."""
    remarks = [REMARK_BY_ISSUE[issue] for issue in whole.counts or Issue]
    items = [
        html.Div(
            [
                html.Dt([words.sentence(one.label), definition(one)]),
                html.Dd([f"{words.sentence(one.meaning)}. ", html.Span(one.advice, className="concern-advice")]),
            ]
        )
        for one in remarks
    ]
    return still(html.Dl(items, className="upload-facts remarks"))


def rows_layout(visit: Visit, level: str, issue: str, identity: int | None = None) -> Screen | None:
    """The rows behind one count; None where the people of the place may not be named."""
    place = places.named(visit.reading, level, identity)
    kind = kind_at(visit, place, issue)
    if place is None or kind is None:
        return None
    remark = REMARK_BY_ISSUE[kind]
    on_page = issue_rows(visit.reading, kind, place, visit.view.page, PAGE_SIZE)
    title = words.sentence(remark.label)
    table = rows_table(
        columns_of(visit, kind),
        on_page.rows,
        view=visit.view.on_page(on_page.number),
        path=visit.path,
        total=on_page.total,
        page_size=PAGE_SIZE,
        caption=f"{title}, {place.name}",
        file="rows",
    )
    note = f"{words.sentence(remark.meaning)}. {remark.advice}"
    content = page(
        f"{title}: {place.name}",
        section("Строки", table, download_links(visit.path, "rows", visit.view, total=on_page.total), note=note),
        lead=sections.trail(visit, place, title),
        tools=sections.date_only(visit, place),
    )
    return Screen(f"{title} — {place.name}", content)


def kind_at(visit: Visit, place: Place | None, issue: str) -> Issue | None:
    """The kind of remark at an address; None where the viewer may not open its rows."""
    kinds = {one.value: one for one in Issue}
    if place is None or issue not in kinds or not visit.reading.scope.may_list(place):
        return None
    return kinds[issue] if sees(visit.reading, kinds[issue], place) else None


def columns_of(visit: Visit, issue: Issue) -> tuple[TableColumn, ...]:
    """The person, the row, its day, and the contradicting fact where the kind has one."""
    view = visit.view

    def name(row: Row) -> Component:
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], view))

    def why(row: Row) -> str:
        return CONTRADICTIONS.get(row["why"], row["why"] or words.ABSENT)

    columns = (
        TableColumn("full_name", "ФИО", False, name),
        TableColumn("what", "что", False, lambda row: row["what"] or words.ABSENT),
        TableColumn("on", "дата", False, lambda row: words.day(row["on"])),
    )
    return (*columns, TableColumn("why", _WHY[issue], False, why, plain=why)) if issue in _WHY else columns
