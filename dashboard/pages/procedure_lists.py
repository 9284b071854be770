"""The lists behind the figures of procedures, and of new results with the notice to participants and heads."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, report_addresses, words
from dashboard.addresses import View, with_view
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.paged_table import Row, TableColumn, rows_table
from dashboard.components.search_box import Ids as SearchIds
from dashboard.components.search_box import search_box
from dashboard.pages import sections
from dashboard.pages.procedures import NEW_NOTE, TITLE
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model.places import Level, Place
from model.procedures import OF_APPLICATIONS, PROCEDURE_FIGURE_BY_KEY, ProcedureGroup
from queries import places
from queries.lists import PAGE_SIZE, Order, Page
from queries.procedures import procedure_rows


def layout(visit: Visit, level: str, group: str, identity: int | None = None) -> Screen | None:
    """One list; None where the people of the place may not be named."""
    place, listed = listed_group(visit, level, group, identity)
    if place is None or listed is None:
        return None
    title = title_of(visit, listed)
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.procedures(place, visit.view))]
    notice = [_notice(visit, place)] if listed is ProcedureGroup.NEW else []
    note = NEW_NOTE if notice else f"{words.sentence(PROCEDURE_FIGURE_BY_KEY[listed].meaning)}."
    content = page(
        title,
        section("Список", *notice, _list(visit, place, listed), note=note),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{title} — {place.name}", content)


def listed_group(
    visit: Visit, level: str, group: str, identity: int | None
) -> tuple[Place | None, ProcedureGroup | None]:
    """The place and the group of a path; None where there is none or its people may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or not visit.reading.scope.may_list(place) or group not in set(ProcedureGroup):
        return None, None
    return place, ProcedureGroup(group)


def title_of(visit: Visit, group: ProcedureGroup) -> str:
    """«Новые результаты: 22.11.2026–28.11.2026»."""
    days = days_text(period_of(visit.view, visit.reading.day))
    of_batch = f", группа {visit.view.batch}" if visit.view.batch else ""
    label = words.sentence(PROCEDURE_FIGURE_BY_KEY[group].label)
    procedure = visit.view.filters.procedure
    about = f" — {procedure}" if procedure else ""
    return f"{label}{about}{of_batch}: {days}"


def rows_of(visit: Visit, place: Place, group: ProcedureGroup, *, page: int = 1, size: int = PAGE_SIZE) -> Page:
    """Rows of the list in the order of the address."""
    view, period = visit.view, period_of(visit.view, visit.reading.day)
    return procedure_rows(
        *(visit.reading, place, group, period.since, period.until, view.filters),
        batch=view.batch,
        order=Order(view.sort, view.descending),
        page=page,
        search=view.search,
        size=size,
    )


def columns_of(visit: Visit, place: Place, group: ProcedureGroup) -> Sequence[TableColumn]:
    """Who, where, which procedure, and its days; no scores."""

    def name(row: Row) -> Component:
        # A leaver is open to the account on the days when they worked in its organizations.
        day = row["submitted_on"] if group in OF_APPLICATIONS else row["passed_on"]
        on = visit.view.on if visit.reading.scope.lists_region else day
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], View(on=on)))

    def text(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, True, lambda row: row[key] or words.ABSENT)

    def day(key: str, label: str) -> TableColumn:
        return TableColumn(key, label, True, lambda row: words.day(row[key]))

    columns = [TableColumn("full_name", "ФИО", True, name), text("position", "Должность")]
    columns += [text("organization", "Организация")] if place.level is not Level.ORGANIZATION else []
    columns += [text("municipality", "Муниципальное образование")] if place.level is Level.REGION else []
    columns.append(text("procedure", "Процедура"))
    if group in OF_APPLICATIONS:
        return [
            *columns,
            text("number", "Заявка"),
            day("submitted_on", "Подана"),
            day("head_on", "Решение руководителя"),
        ]
    return [*columns, text("batch", "Группа"), day("passed_on", "Пройдена"), day("formed_on", "ИОМ сформирован")]


def _notice(visit: Visit, place: Place) -> Component:
    """The notice of the list as a document; as a table it is the file of the list."""
    href = with_view(f"{report_addresses.notice_path(place)}.docx", visit.view.unpaged)
    return html.P(["Уведомление для участников и руководителей: ", html.A("DOCX", href=href, download="")])


def _list(visit: Visit, place: Place, group: ProcedureGroup) -> Component:
    view = visit.view
    found = rows_of(visit, place, group, page=view.page)
    table = rows_table(
        columns_of(visit, place, group),
        found.rows,
        view=view.on_page(found.number),
        path=visit.path,
        total=found.total,
        page_size=PAGE_SIZE,
        caption=f"{title_of(visit, group)}, {place.name}",
    )
    search = search_box(SearchIds.IN_LIST, value=view.search, label="Найти по ФИО")
    return html.Div([search, table, download_links(visit.path, "rows", view, total=found.total)])
