"""«Практики реализации ИОМ»: organizations by full realization, in time, growth; routes shown as examples."""

from collections.abc import Callable, Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, report_addresses, words
from dashboard.columns import day_column, text_column, who_columns
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.figures_table import AS_GIVEN, FigureColumn, Figures, figures_table
from dashboard.components.meanings import meanings
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn
from dashboard.components.place_pages import MOST_LINKED
from dashboard.pages import sections
from dashboard.pages.searched_list import listed_group, searched_list
from dashboard.visit import Screen, Visit
from model import wording
from model.places import Level, Place
from model.practices import PRACTICE_BY_KEY, PRACTICES, PracticeGroup
from queries import places
from queries.lists import PAGE_SIZE, Order, Page
from queries.practices import Practice, practice_rows, practices_of

TITLE = "Практики реализации ИОМ"
NOTE = (
    "Сначала организации с наибольшей долей реализованных в полном объёме ИОМ; те, где сформировано меньше пяти ИОМ, — "
    f"в конце. Работников по баллам никто не сравнивает. {wording.basis('3.3.3')}."
)


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The practices of the organizations of a place."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    table = figures_table(
        figures_of(visit, place),
        view=visit.view,
        path=visit.path,
        caption=f"{TITLE}, {place.name}",
        find="Найти организацию",
    )
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        section(
            "Организации", meanings(PRACTICES), table, download_links(visit.path, "practised", visit.view), note=NOTE
        ),
        _examples(visit, place),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.date_only(visit),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def figures_of(visit: Visit, place: Place) -> Figures[Practice]:
    """The organizations with the figures of their practices."""
    rows = practices_of(visit.reading, place)
    is_open = len(rows) <= MOST_LINKED

    def count(key: str, label: str, value: Callable[[Practice], int]) -> FigureColumn[Practice]:
        return FigureColumn(key, label, value, lambda row: _opened(visit, row.place, key, value(row), is_open=is_open))

    growth: FigureColumn[Practice] = FigureColumn(
        "growth",
        PRACTICE_BY_KEY[PracticeGroup.RISEN].label,
        lambda row: row.growth,
        lambda row: _growth(visit, row, is_open=is_open),
        is_rate=True,
    )
    columns: list[FigureColumn[Practice]] = [
        FigureColumn("realization", "реализовано в полном объёме", lambda row: row.realization, is_rate=True),
        count("realized", "ИОМ в полном объёме", lambda row: row.realized),
        count("formed", "ИОМ сформировано", lambda row: row.formed),
        FigureColumn("timeliness", "завершено в срок", lambda row: row.timeliness, is_rate=True),
        growth,
        count(PracticeGroup.SPEAKERS, PRACTICE_BY_KEY[PracticeGroup.SPEAKERS].label, lambda row: row.speakers),
        count(PracticeGroup.EXAMPLES, PRACTICE_BY_KEY[PracticeGroup.EXAMPLES].label, lambda row: row.examples),
    ]
    if place.level is Level.REGION:
        home: FigureColumn[Practice] = FigureColumn(
            *("municipality", "муниципальное образование", lambda row: row.place.municipality_name),
            is_text=True,
            lowest_first=True,
        )
        columns.insert(0, home)
    heading = place_words.PART[Level.MUNICIPALITY]
    return Figures(
        *(heading, columns, rows, lambda row: row.place.name, lambda row: _link(visit, row)),
        first=AS_GIVEN,
        first_label="с наибольшей долей реализованных ИОМ",
        kind=lambda row: place_words.kind_of(row.place),
    )


def _growth(visit: Visit, row: Practice, *, is_open: bool) -> Component | str:
    """«57,1 %, 4 из 7»: the number of those who rose opens them."""
    if row.growth is None or row.rose is None or row.repeated is None:
        return words.ABSENT
    rose = _opened(visit, row.place, PracticeGroup.RISEN, row.rose, is_open=is_open)
    return html.Span([f"{words.percent(row.growth)}, ", rose, f" из{words.FIXED}{words.number(row.repeated)}"])


def _link(visit: Visit, row: Practice) -> Component:
    return dcc.Link(row.place.name, href=report_addresses.practices(row.place, visit.view))


def _opened(visit: Visit, place: Place, key: str, number: int, *, is_open: bool) -> Component | str:
    """The number, which opens its people for who may name them."""
    if not number or not is_open or not visit.reading.scope.may_list(place):
        return words.number(number)
    if key in set(PracticeGroup):
        href = report_addresses.practice_list(place, key, visit.view)
    else:
        href = addresses.behind(key, place, addresses.View(on=visit.view.on))
    return dcc.Link(words.number(number), href=href)


def _examples(visit: Visit, place: Place) -> Component:
    """Whose routes of the place may be shown, and who spoke: how many, and the ways to the lists."""
    rows = practices_of(visit.reading, place)
    numbers = {
        PracticeGroup.EXAMPLES: sum(row.examples for row in rows),
        PracticeGroup.SPEAKERS: sum(row.speakers for row in rows),
    }
    items = [
        html.Li(
            [f"{words.sentence(PRACTICE_BY_KEY[group].label)}: ", _opened(visit, place, group, number, is_open=True)]
        )
        for group, number in numbers.items()
    ]
    note = f"{words.sentence(PRACTICE_BY_KEY[PracticeGroup.EXAMPLES].meaning)}."
    return section("Чей ИОМ можно показать как пример", html.Ul(items), note=note)


def list_layout(visit: Visit, level: str, group: str, identity: int | None = None) -> Screen | None:
    """The people whose routes may be shown, or who spoke; None where they may not be named."""
    listing = listed_group(visit, level, group, identity, PracticeGroup)
    if listing is None:
        return None
    place, listed = listing
    measure = PRACTICE_BY_KEY[listed]
    title = words.sentence(measure.label)
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.practices(place, visit.view))]
    on_page = rows_of(visit, place, listed, page=visit.view.page)
    rows = searched_list(visit, columns_of(visit, place, listed), on_page, caption=f"{title}, {place.name}")
    content = page(
        title,
        section("Список", *rows, note=f"{words.sentence(measure.meaning)}."),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.date_only(visit),
    )
    return Screen(f"{title} — {place.name}", content)


def rows_of(visit: Visit, place: Place, group: PracticeGroup, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address."""
    view = visit.view
    order = Order(view.sort, view.descending)
    return practice_rows(visit.reading, place, group, order=order, page=page, search=view.search, size=size)


def columns_of(visit: Visit, place: Place, group: PracticeGroup) -> Sequence[TableColumn]:
    """Who, where, and when the route was done, or in which procedure they rose; no scores."""
    if group is PracticeGroup.RISEN:
        about = [text_column("procedure", "Процедура оценки"), day_column("risen_on", "Повторная оценка")]
        return [*who_columns(visit, place.level), *about]
    return [*who_columns(visit, place.level), day_column("done_on", "Формальная часть завершена")]
