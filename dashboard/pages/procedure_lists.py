"""The lists behind the figures of procedures, and of new results with the notice to participants and heads."""

from collections.abc import Sequence
from operator import itemgetter

from dash.development.base_component import Component

from dashboard import addresses, html, report_addresses, words
from dashboard.addresses import with_view
from dashboard.columns import day_column, text_column, who_columns
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.page import page, section
from dashboard.components.paged_table import TableColumn
from dashboard.pages import sections
from dashboard.pages.procedures import NEW_NOTE, TITLE
from dashboard.pages.searched_list import listed_group, searched_list
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model.places import Place
from model.procedures import OF_APPLICATIONS, PROCEDURE_FIGURE_BY_KEY, ProcedureGroup
from queries.lists import PAGE_SIZE, Order, Page
from queries.procedures import procedure_rows


def layout(visit: Visit, level: str, group: str, identity: int | None = None) -> Screen | None:
    """One list; None where the people of the place may not be named."""
    listing = listed_group(visit, level, group, identity, ProcedureGroup)
    if listing is None:
        return None
    place, listed = listing
    title = title_of(visit, listed)
    steps = [(place.name, addresses.place(place, visit.view)), (TITLE, report_addresses.procedures(place, visit.view))]
    notice = [_notice(visit, place)] if listed is ProcedureGroup.NEW else []
    note = NEW_NOTE if notice else f"{words.sentence(PROCEDURE_FIGURE_BY_KEY[listed].meaning)}."
    content = page(
        title,
        section("Список", *notice, *_list(visit, place, listed), note=note),
        lead=breadcrumbs([*steps, (title, None)]),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{title} — {place.name}", content)


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
    # A leaver is open to the account on the days when they worked in its organizations.
    day = "submitted_on" if group in OF_APPLICATIONS else "passed_on"
    columns = [*who_columns(visit, place.level, day=itemgetter(day)), text_column("procedure", "Процедура")]
    if group in OF_APPLICATIONS:
        days = day_column("submitted_on", "Подана"), day_column("head_on", "Решение руководителя")
        return [*columns, text_column("number", "Заявка"), *days]
    days = day_column("passed_on", "Пройдена"), day_column("formed_on", "ИОМ сформирован")
    return [*columns, text_column("batch", "Группа"), *days]


def _notice(visit: Visit, place: Place) -> Component:
    """The notice of the list as a document; as a table it is the file of the list."""
    href = with_view(f"{report_addresses.notice_path(place)}.docx", visit.view.unpaged)
    return html.P(["Уведомление для участников и руководителей: ", html.A("DOCX", href=href, download="")])


def _list(visit: Visit, place: Place, group: ProcedureGroup) -> list[Component]:
    on_page = rows_of(visit, place, group, page=visit.view.page)
    caption = f"{title_of(visit, group)}, {place.name}"
    return searched_list(visit, columns_of(visit, place, group), on_page, caption=caption)
