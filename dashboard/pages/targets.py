"""«Целевые значения»: the ministry sets the targets of a year for the region and for municipalities."""

from collections.abc import Sequence
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from access.reading import Reading
from dashboard import addresses, dcc, html, words
from dashboard.components.account_forms import button, field, text_field
from dashboard.components.date_field import date_field
from dashboard.components.download_links import download_links
from dashboard.components.page import page, section
from dashboard.components.table_frame import table_frame
from dashboard.pages.sections import short_trail
from dashboard.visit import Screen, Visit
from model import wording
from model.dates import today
from model.indicators import RATE_BY_KEY, RATES
from model.places import REGION
from queries.places import region_parts
from queries.targets import TargetRecord, targets_on, targets_set

TITLE = "Целевые значения"
FORM_NOTE = (
    "Целевое значение муниципального образования действует для него и его организаций; где его нет, действует "
    "значение области, а где нет и его — значение Порядка. Установленное ещё раз заменяет прежнее."
)
HEADINGS = ("Год", "Для кого", "Показатель", "Целевое значение", "Правовой акт", "Кем установлено", "Когда")
# The value of the region in the choice of places.
WHOLE_REGION = "region"
_YEARS_BACK, _YEARS_AHEAD = 3, 2


class Ids(StrEnum):
    """The ids that callbacks name."""

    YEAR = "target-year"
    RATE = "target-rate"
    PLACE = "target-place"
    PERCENT = "target-percent"
    ACT = "target-act"
    ACT_DATE = "target-act-date"
    SET = "target-set"
    TOLD = "target-told"
    LIST = "target-list"


def change_id(target_id: int | str) -> dict[str, int | str]:
    """The id of the button that takes a target into the form."""
    return {"target-change": target_id}


def remove_id(target_id: int | str) -> dict[str, int | str]:
    """The id of the button that removes a target."""
    return {"target-remove": target_id}


def layout(visit: Visit) -> Screen:
    """The form and the targets that are set."""
    content = page(
        TITLE,
        section("Установить", _form(visit.reading), note=FORM_NOTE),
        section(
            "Установлено",
            html.Div(targets_table(visit.reading), id=Ids.LIST),
            download_links(visit.path, "targets", addresses.View()),
        ),
        section("Кто достиг", html.P(dcc.Link("Достижение целей по области", href=f"{addresses.REGION}/targets"))),
        lead=short_trail(TITLE),
    )
    return Screen(TITLE, content)


def _form(reading: Reading) -> Component:
    year = targets_on(reading).year
    fields = [
        _choice(Ids.YEAR, "Отчётный год", [(str(one), str(one)) for one in years(year)], str(year)),
        _choice(Ids.RATE, "Показатель", [(rate.key, words.sentence(rate.label)) for rate in RATES]),
        _choice(Ids.PLACE, "Для кого", places_offered(reading), WHOLE_REGION),
        text_field(Ids.PERCENT, "Целевое значение, %", "От 0,1 до 100, один знак после запятой."),
        text_field(Ids.ACT, "Номер правового акта", "Например, 01/45."),
        date_field("Дата правового акта", None, id=Ids.ACT_DATE, max=today().isoformat()),
    ]
    return html.Div([html.Div(fields, className="form-fields"), button(Ids.SET, "Установить"), html.Div(id=Ids.TOLD)])


def years(year: int) -> range:
    """The years that the form offers, around the reporting year."""
    return range(year - _YEARS_BACK, year + _YEARS_AHEAD + 1)


def places_offered(reading: Reading) -> list[tuple[str, str]]:
    """The region and its municipalities, as values and names."""
    parts = [(str(one.id), one.name) for one in region_parts(reading)]
    return [(WHOLE_REGION, f"{REGION.name} в целом"), *parts]


def _choice(identity: str, label: str, options: Sequence[tuple[str, str]], chosen: str = "") -> Component:
    offered = [{"label": text, "value": value} for value, text in options]
    return field(label, dbc.Select(id=identity, options=offered, value=chosen, size="sm", placeholder="выберите"))


def target_cells(one: TargetRecord) -> list[object]:
    """The row of a target as values."""
    return [
        one.year,
        one.municipality or REGION.name,
        words.sentence(RATE_BY_KEY[one.rate_key].label),
        wording.percent(one.value.fraction),
        f"от {words.day(one.value.act_date)} № {one.value.act_number}",
        one.set_by,
        words.moment(one.set_at),
    ]


def targets_table(reading: Reading) -> Component:
    """The targets that are set, each with its buttons."""
    targets = targets_set(reading)
    if not targets:
        return html.P(
            "Министерство целевых значений ещё не устанавливало: действуют значения Порядка.", className="nothing"
        )
    # The buttons have callbacks, so the table cannot be `still`.
    rows = [html.Tr([*map(html.Td, map(str, target_cells(one))), html.Td(_buttons(one))]) for one in targets]
    return table_frame(TITLE, (*HEADINGS, "Действия"), rows, "table-plain rows-table", shows_caption=False)


def _buttons(one: TargetRecord) -> Component:
    about = f": {words.sentence(RATE_BY_KEY[one.rate_key].label)}, {one.municipality or REGION.name}, {one.year}"
    return html.Div(
        [
            _button(change_id(one.id), "Изменить", about, "btn-outline-primary"),
            _button(remove_id(one.id), "Удалить", about, "btn-outline-danger"),
        ],
        className="form-buttons",
    )


def _button(identity: object, label: str, about: str, kind: str) -> Component:
    """A button of a row; a screen reader hears which row."""
    named = {"aria-label": f"{label}{about}"}
    return html.Button(label, id=identity, type="button", className=f"btn btn-sm {kind}", **named)
