"""«Организации ДПО» of the region: what waits, how soon they decide, and how their trainings ended in a period."""

from collections.abc import Callable
from datetime import date

from dash.development.base_component import Component

from dashboard import dcc, report_addresses, words
from dashboard.components.download_links import download_links
from dashboard.components.figures_table import FigureColumn, Figures, figures_table
from dashboard.components.meanings import meanings
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.period import period_controls
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model import wording
from model.dates import Period, day_of_moment
from model.places import REGION
from model.trainings import ALL_ATTESTED, OUTCOMES, Outcome
from queries.applications import ProviderRecord, ProviderStage, may_name_applicants
from queries.trainings import ProviderFigures, provider_figures

TITLE = "Организации ДПО"
NOTE = (
    "Ждут решения — на отчётную дату. Сроки — по заявкам на ДПП, решённым за период: от подтверждения руководителем до "
    "решения организации ДПО. Обучение отнесено к периоду, в котором окончено. Последний файл — который добавил или "
    f"изменил её строки Приложения 2. {wording.basis('3.6, 3.11, 3.12')}."
)
Row = ProviderFigures


def layout(visit: Visit) -> Screen | None:
    """The table of providers; for who counts the region."""
    if not visit.reading.scope.may_count(REGION):
        return None
    period = period_of(visit.view, visit.reading.day)
    table = figures_table(
        figures_of(visit, period),
        view=visit.view,
        path=visit.path,
        caption=f"{TITLE}, {days_text(period)}",
        find="Найти организацию ДПО",
    )
    content = page(
        f"{TITLE}: {REGION.name}",
        sections.screen_links(visit, REGION),
        section("Период", period_controls(visit, period)),
        section(
            f"За {days_text(period)}",
            meanings(OUTCOMES),
            table,
            download_links(visit.path, "providers", visit.view),
            note=NOTE,
        ),
        lead=sections.trail(visit, REGION, TITLE),
        tools=sections.date_only(visit),
    )
    return Screen(f"{TITLE} — {REGION.name}", content)


def figures_of(visit: Visit, period: Period) -> Figures[Row]:
    """The providers with their figures in the period."""
    rows = provider_figures(visit.reading, period.since, period.until)
    numbers: list[FigureColumn[Row]] = [
        FigureColumn("awaiting", "ждут решения", lambda row: row.awaiting, lambda row: _queue(visit, row)),
        FigureColumn("median", "медиана срока, дней", lambda row: row.waits.share(50)),
        FigureColumn("ninety", "90 % заявок за, дней", lambda row: row.waits.share(90)),
        FigureColumn("people", "обучены, человек", lambda row: row.sums.people),
        *(_outcome_column(visit, Outcome(one.key), one.label, period) for one in OUTCOMES),
        FigureColumn("hours", "часов", lambda row: row.sums.hours),
        FigureColumn("documents", "документов", lambda row: row.sums.documents, _opener(visit, ALL_ATTESTED, period)),
        FigureColumn("last_file", "последний файл", _last_file, is_text=True),
    ]
    return Figures("Организация ДПО", numbers, rows, lambda row: row.name, lambda row: _link(visit, row))


def _outcome_column(visit: Visit, outcome: Outcome, label: str, period: Period) -> FigureColumn[Row]:
    return FigureColumn(
        str(outcome), label, lambda row: row.sums.outcomes[outcome], _opener(visit, str(outcome), period)
    )


def _opener(visit: Visit, group: str, period: Period) -> Callable[[Row], Component | str]:
    """How the number of an outcome opens its trainings, for who may name the people."""

    def show(row: Row) -> Component | str:
        number = row.sums.documents if group == ALL_ATTESTED else row.sums.outcomes[Outcome(group)]
        if not number or not _may_name(visit, row):
            return words.number(number)
        return dcc.Link(
            words.number(number), href=report_addresses.provider_trainings(row.id, group, visit.view, period)
        )

    return show


def _may_name(visit: Visit, row: Row) -> bool:
    return may_name_applicants(visit.reading, ProviderRecord(row.id, row.name, None))


def _queue(visit: Visit, row: Row) -> Component | str:
    if not row.awaiting or not _may_name(visit, row):
        return words.number(row.awaiting)
    return dcc.Link(
        words.number(row.awaiting), href=report_addresses.provider_queue(row.id, ProviderStage.AWAITING, visit.view)
    )


def _last_file(row: Row) -> date | None:
    return day_of_moment(row.last_file_at) if row.last_file_at else None


def _link(visit: Visit, row: Row) -> Component:
    return dcc.Link(row.name, href=report_addresses.provider_figures(row.id, visit.view))
