"""«Процедуры»: what becomes of applications for procedures, and of what was passed, by group and day; new results."""

from collections.abc import Sequence
from datetime import timedelta

from dash.development.base_component import Component

import settings
from dashboard import dcc, html, report_addresses, words
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.figures_table import AS_GIVEN, FigureColumn, Figures, figures_table
from dashboard.components.meanings import meanings
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.period import period_controls
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model import wording
from model.dates import Period
from model.places import Place
from model.procedures import OF_ASSESSMENTS, PROCEDURE_FIGURE_BY_KEY, PROCEDURE_FIGURES, ProcedureGroup
from queries import places
from queries.procedures import (
    NO_GROUP,
    ProcedureDay,
    ProcedureFigures,
    new_results,
    procedure_days,
    procedure_figures,
    total_of,
)
from queries.small_groups import hides_few

TITLE = "Процедуры оценки"
ALL = "Все процедуры"
GROUPS = tuple(one for one in ProcedureGroup if one is not ProcedureGroup.NEW)
HEADINGS = ("Процедура", *(words.sentence(PROCEDURE_FIGURE_BY_KEY[one].label) for one in GROUPS))
NOTE = (
    "Заявка отнесена ко дню подачи, процедура — ко дню прохождения, и обе — к организации, где работник работал в этот "
    "день. Группа и день известны только о пройденных процедурах: в заявке их нет, а явка отдельно не ведётся. "
    f"{wording.basis('3.5, 3.7')}."
)
NEW_NOTE = (
    "Процедуры, ИОМ по которым сформирован в эти дни: список и уведомление для участников и руководителей. "
    f"{wording.basis('3.5')}."
)
NEW_DAYS = (7, 14, 30)
DAYS_TITLE = "По группам и дням"


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The procedures of a place in a period."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    period = period_of(visit.view, visit.reading.day)
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        section("Период", period_controls(visit, period)),
        section(f"За {days_text(period)}", *_procedures(visit, place, period), note=_note()),
        section("Новые результаты", _new(visit, place, period), note=NEW_NOTE),
        *_days(visit, place, period),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def _note() -> str:
    waited = words.days(settings.NO_SHOW_DAYS.value())
    return f"{NOTE} Не явились — без результата через {waited} после подтверждения (настройка системы)."


def figures_of(visit: Visit, place: Place, period: Period) -> list[ProcedureFigures]:
    """All procedures together, then each of them where it may be told."""
    figures = procedure_figures(visit.reading, place, period.since, period.until, visit.view.filters)
    return figures if len(figures) < 2 else [total_of(figures), *figures]


def _procedures(visit: Visit, place: Place, period: Period) -> list[Component]:
    figures = figures_of(visit, place, period)
    if not figures:
        return [empty_state("Процедур нет", "За период никто не подавал заявок на процедуры и не проходил их.")]
    rows = [(one.name or ALL, [_number(visit, place, period, one, group) for group in GROUPS]) for one in figures]
    table = numbers_table(f"{TITLE}, {place.name}", HEADINGS, rows)
    return [meanings(PROCEDURE_FIGURES), table, download_links(visit.path, "figures", visit.view)]


def _number(
    visit: Visit, place: Place, period: Period, one: ProcedureFigures, group: ProcedureGroup
) -> Component | str:
    return _opened(visit, place, group, one.numbers[group], period, one.name)


def _opened(
    visit: Visit,
    place: Place,
    group: ProcedureGroup,
    number: int,
    period: Period,
    procedure: str | None = None,
    batch: str | None = None,
) -> Component | str:
    """The number, which opens its rows for who may name the people of the place."""
    if not number or not visit.reading.scope.may_list(place):
        return words.number(number)
    href = report_addresses.procedure_list(place, group, visit.view, period, procedure, batch)
    return dcc.Link(words.number(number), href=href)


def _new(visit: Visit, place: Place, period: Period) -> Component:
    """How many new results there are since some days, and in the period; each opens its list with the notice."""
    day = visit.reading.day
    lately = [Period(day - timedelta(days=number - 1), day) for number in NEW_DAYS]
    spans = [
        *((f"за {words.days(number)}", one) for number, one in zip(NEW_DAYS, lately, strict=True)),
        ("за период", period),
    ]
    items = [
        html.Li(
            [
                f"{words.sentence(label)}, с {words.day(one.since)}: ",
                _opened(
                    visit,
                    place,
                    ProcedureGroup.NEW,
                    new_results(visit.reading, place, one.since, one.until, visit.view.filters),
                    one,
                ),
            ]
        )
        for label, one in spans
    ]
    return html.Ul(items)


def _days(visit: Visit, place: Place, period: Period) -> list[Component]:
    """The table by procedure, group and day; none for who may not be told of few people."""
    if hides_few(visit.reading, place):
        return []
    figures = figures_of_days(visit, place, period)
    if not figures.rows:
        return []
    table = figures_table(
        figures,
        view=visit.view,
        path=visit.path,
        caption=f"{TITLE} по группам и дням, {place.name}",
        find="Найти процедуру",
    )
    return [section(DAYS_TITLE, table, download_links(visit.path, "days", visit.view))]


def figures_of_days(visit: Visit, place: Place, period: Period) -> Figures[ProcedureDay]:
    """What was passed, by procedure, group and day."""
    rows = procedure_days(visit.reading, place, period.since, period.until, visit.view.filters)

    def column(group: ProcedureGroup) -> FigureColumn[ProcedureDay]:
        def show(row: ProcedureDay) -> Component | str:
            one_day, batch = Period(row.day, row.day), row.group or NO_GROUP
            return _opened(visit, place, group, row.numbers[group], one_day, row.name, batch)

        return FigureColumn(str(group), PROCEDURE_FIGURE_BY_KEY[group].label, lambda row: row.numbers[group], show)

    columns: Sequence[FigureColumn[ProcedureDay]] = [
        FigureColumn("batch", "группа", lambda row: row.group or words.ABSENT, is_text=True),
        FigureColumn("day", "день", lambda row: row.day, is_text=True),
        *map(column, OF_ASSESSMENTS),
    ]
    return Figures("Процедура", columns, rows, lambda row: row.name, lambda row: row.name, first=AS_GIVEN)
