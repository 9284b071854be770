"""«Пороговые значения»: the bound of each procedure, below which a score is a deficit; the assessor sets them."""

from collections.abc import Sequence
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

import settings
from access.reading import Reading
from dashboard import addresses, competence_words, html, words
from dashboard.components.account_forms import button, field
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.pages.route import plain_table
from dashboard.visit import Screen, Visit
from queries.score_bounds import BoundRecord, bound_records

TITLE = "Пороговые значения"
HEADINGS = ("Процедура", "Пороговое значение, %", "Кем изменено", "Когда")
_NOTE = (
    "Балл ниже порогового значения показан как дефицит (затруднение). У каждой процедуры своё значение; изменение "
    "видно сразу, на все отчётные даты, и записано в журнал."
)


class Ids(StrEnum):
    """The ids that callbacks name."""

    PROCEDURE = "bounds-procedure"
    BOUND = "bounds-bound"
    SAVE = "bounds-save"
    OUTCOME = "bounds-outcome"
    LIST = "bounds-list"


def layout(visit: Visit) -> Screen:
    """The form, and the bound of every procedure."""
    records = bound_records(visit.reading)
    if records:
        content = [_form(records), html.Div(bounds_table(records), id=Ids.LIST, className="mt-3")]
        content.append(download_links(visit.path, "bounds", visit.view))
    else:
        content = [empty_state("Нет данных", "Процедуры появятся после загрузки Приложения 1.")]
    default = competence_words.bound_note(settings.SCORE_BOUND.value())
    return Screen(
        TITLE,
        page(
            TITLE,
            section("Процедуры оценки", *content, note=f"{_NOTE} {default}"),
            lead=breadcrumbs([("Главная", addresses.HOME), (TITLE, None)]),
        ),
    )


def _form(records: Sequence[BoundRecord]) -> Component:
    options = [{"label": one.procedure.name, "value": one.procedure.name} for one in records]
    procedures = dbc.Select(id=Ids.PROCEDURE, options=options, size="sm", placeholder="выберите")
    bound = dbc.Input(id=Ids.BOUND, type="text", inputmode="numeric", size="sm", maxlength=4, autocomplete="off")
    fields = [field("Процедура", procedures), field("Пороговое значение, %", bound, "Целое число от 0 до 100.")]
    return html.Div(
        [html.Div(fields, className="form-fields"), button(Ids.SAVE, "Сохранить"), html.Div(id=Ids.OUTCOME)]
    )


def present_bounds(reading: Reading) -> Component:
    """The table of bounds as they are now."""
    return bounds_table(bound_records(reading))


def bounds_table(records: Sequence[BoundRecord]) -> Component:
    """Every procedure with its bound, and who has changed it."""
    rows = [
        (
            one.procedure.name,
            words.number(one.procedure.bound),
            one.changed_by or "по умолчанию",
            words.moment(one.changed_at),
        )
        for one in records
    ]
    return plain_table("Пороговые значения процедур", HEADINGS, rows, "")
