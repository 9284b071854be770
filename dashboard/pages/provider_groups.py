"""«Группы» of a provider: its programmes by the start of training."""

from collections.abc import Callable, Mapping

from dash.development.base_component import Component

from dashboard import dcc, report_addresses, words
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.figures_table import AS_GIVEN, FigureColumn, Figures, figures_table
from dashboard.components.page import page, section
from dashboard.components.provider_tabs import provider_tabs
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model import wording
from queries.applications import ProviderRecord, may_name_applicants, provider
from queries.provider_groups import GroupList, TrainingGroup, groups_of

TITLE = "Группы"
# The figures of a group, each with its list.
LISTS: Mapping[GroupList, str] = {
    GroupList.SUBMITTED: "заявок",
    GroupList.CONFIRMED: "подтверждены",
    GroupList.ATTESTED: "аттестованы",
    GroupList.EXPELLED: "отчислены",
}
NOTE = (
    "Группа — заявки на одну ДПП с одними сроками обучения; подтверждены — действующие заявки, которые подтвердила "
    f"организация ДПО; аттестованы — документ есть. {wording.basis('3.6, 3.12')}."
)
SMALL_NOTE = " Группы, где заявок меньше пяти, не показаны: имена в этой учётной записи не видны."


def layout(visit: Visit, identity: int) -> Screen | None:
    """The groups of a provider, the last to start first."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    can_list = may_name_applicants(visit.reading, here)
    figures = figures_of(visit, here)
    caption = f"{TITLE} по началу обучения, {here.name}"
    table = figures_table(figures, view=visit.view, path=visit.path, caption=caption, find="Найти программу")
    nothing = empty_state("Групп нет", "Заявок с началом обучения на отчётную дату нет: выберите другую дату.")
    content = page(
        f"{TITLE}: {here.name}",
        provider_tabs(visit, here, can_list=can_list),
        section(
            "По началу обучения",
            *([table, download_links(visit.path, "groups", visit.view)] if figures.rows else [nothing]),
            note=NOTE if can_list else f"{NOTE}{SMALL_NOTE}",
        ),
        lead=sections.short_trail(f"{TITLE}: {here.name}"),
        tools=sections.date_only(visit),
    )
    return Screen(f"{TITLE} — {here.name}", content)


def figures_of(visit: Visit, here: ProviderRecord) -> Figures[TrainingGroup]:
    """The groups with their figures."""

    def count(listed: GroupList, value: Callable[[TrainingGroup], int]) -> FigureColumn[TrainingGroup]:
        return FigureColumn(listed, LISTS[listed], value, lambda row: _opened(visit, here, listed, row, value(row)))

    columns: list[FigureColumn[TrainingGroup]] = [
        FigureColumn("begins_on", "начало", lambda row: row.begins_on, is_text=True),
        FigureColumn("ends_on", "окончание", lambda row: row.ends_on, is_text=True),
        count(GroupList.SUBMITTED, lambda row: row.submitted),
        count(GroupList.CONFIRMED, lambda row: row.confirmed),
        count(GroupList.ATTESTED, lambda row: row.attested),
        count(GroupList.EXPELLED, lambda row: row.expelled),
    ]
    rows = groups_of(visit.reading, here)
    return Figures("Программа", columns, rows, lambda row: row.programme, lambda row: row.programme, first=AS_GIVEN)


def _opened(visit: Visit, here: ProviderRecord, listed: GroupList, row: TrainingGroup, number: int) -> Component | str:
    """The number, which opens its applications where every one of the group may be named."""
    if not number or row.named < row.submitted or not may_name_applicants(visit.reading, here):
        return words.number(number)
    key = row.key
    batch = f"{key.programme_id}.{key.begins_on}.{key.ends_on or ''}"
    return dcc.Link(words.number(number), href=report_addresses.training_group(here.id, listed, visit.view, batch))
