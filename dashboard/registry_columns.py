"""The columns of a registry: how each shows a row, and its value in a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.components.paged_table import Row, TableColumn
from dashboard.components.provider_link import provider_link
from dashboard.route_story import STATES, application_state, counts_until, is_closed
from dashboard.visit import Visit
from model.places import Level
from queries.person_records import ApplicationRecord
from queries.registry_filters import RegistryRows

Value = Callable[[Row], object]
# The level of a provider, whose registry shows people of many organizations.
PROVIDER = "provider"
# What a completed training no longer asks: the columns are there when they are chosen.
_OF_WORK_AHEAD = frozenset({"application", "holder", "events_chosen", "events_confirmed"})


@dataclass(frozen=True)
class RegistryColumn:
    """A column: its key, its heading, its value in a file, and whether it is there unless others are chosen."""

    key: str
    label: str
    value: Value
    is_usual: bool = True
    is_of_providers: bool = True


def _plain(key: str) -> Value:
    return lambda row: row[key]


def registry_columns(day: date) -> tuple[RegistryColumn, ...]:
    """All columns, in their order."""

    def of_application(tell: Callable[[ApplicationRecord, date], object]) -> Value:
        return lambda row: tell(row["application"], day) if row["application"] else None

    whole, quiet = {"is_of_providers": False}, {"is_usual": False}
    return (
        RegistryColumn("full_name", "ФИО", _plain("full_name")),
        RegistryColumn("position", "Должность", _plain("position")),
        RegistryColumn("organization", "Организация", _plain("organization")),
        RegistryColumn("municipality", "Муниципальное образование", _plain("municipality")),
        RegistryColumn("education", "Образование", _plain("education"), **quiet),
        RegistryColumn("procedures", "Процедуры и даты прохождения", _procedures, **whole),
        RegistryColumn("opened_on", "ИОМ открыт", _plain("opened_on"), **whole, **quiet),
        RegistryColumn("state", "Состояние ИОМ", _state, **whole),
        RegistryColumn("term", "Срок ИОМ", _plain("term"), **whole),
        RegistryColumn("programme", "ДПП", _plain("programme")),
        RegistryColumn("provider", "Организация ДПО", _plain("provider"), **whole),
        RegistryColumn("hours", "Часов", _plain("hours")),
        RegistryColumn("training_form", "Форма обучения", _plain("training_form"), **quiet),
        RegistryColumn("application", "Заявка", of_application(_state_of_application)),
        RegistryColumn("waits", "Ждёт решения, дней", of_application(waiting), **quiet),
        RegistryColumn("holder", "Решение за кем", of_application(_holder)),
        RegistryColumn("training_since", "Начало обучения", _plain("training_since")),
        RegistryColumn("training_until", "Окончание обучения", _plain("training_until")),
        RegistryColumn("attested_on", "Аттестация", _plain("attested_on")),
        RegistryColumn("document_number", "Номер документа", _plain("document_number")),
        RegistryColumn("in_time", "В срок", _in_time),
        RegistryColumn("events_chosen", "Событий выбрано", _plain("events_chosen"), **whole),
        RegistryColumn("events_confirmed", "Участие подтверждено", _plain("events_confirmed"), **whole),
        RegistryColumn("events_excused", "Отсутствовал по причине", _plain("events_excused"), **whole, **quiet),
        RegistryColumn("passed_on", "Следующая плановая оценка — не позднее", _next_assessment, **whole),
    )


def offered_columns(level: str, day: date) -> list[RegistryColumn]:
    """The columns of the registry of a place of this level, or of a provider."""
    named_by_place = {Level.MUNICIPALITY: {"municipality"}, Level.ORGANIZATION: {"municipality", "organization"}}
    hidden = named_by_place.get(Level(level), set()) if level != PROVIDER else set()
    return [
        column
        for column in registry_columns(day)
        if column.key not in hidden and (column.is_of_providers or level != PROVIDER)
    ]


def chosen_columns(offered: Sequence[RegistryColumn], keys: Iterable[str], rows: RegistryRows) -> list[RegistryColumn]:
    """The columns with these keys, the usual ones where none is named; the name is always among them."""
    key_set = set(keys)
    if not key_set & {column.key for column in offered}:
        ahead = _OF_WORK_AHEAD if rows is RegistryRows.RESULTS else frozenset()
        return [column for column in offered if column.is_usual and column.key not in ahead]
    return [column for column in offered if column.key in key_set or column.key == "full_name"]


def table_columns(visit: Visit, columns: Sequence[RegistryColumn], sorted_by: frozenset[str]) -> list[TableColumn]:
    """The columns of the table on the screen."""
    return [_table_column(visit, column, is_sorted=column.key in sorted_by) for column in columns]


def _table_column(visit: Visit, column: RegistryColumn, *, is_sorted: bool) -> TableColumn:
    renders: dict[str, Callable[[Row], Component | str]] = {
        "full_name": lambda row: dcc.Link(row["full_name"], href=addresses.person(row["person_id"], visit.view)),
        "provider": lambda row: _provider(visit, row),
        "procedures": lambda row: _lines(_procedure_lines(row)),
    }
    render = renders.get(column.key, lambda row: _cell(column.value(row)))
    return TableColumn(column.key, column.label, is_sorted, render, plain=column.value)


def _provider(visit: Visit, row: Row) -> Component | str:
    return provider_link(visit, row["provider"], row["provider_id"]) if row["provider"] else words.ABSENT


def _cell(value: object) -> str:
    if value is None or value == "":
        return words.ABSENT
    if isinstance(value, date):
        return words.day(value)
    return words.number(value) if isinstance(value, int | float) else str(value)


def _lines(lines: Sequence[str]) -> Component | str:
    return html.Div([html.Div(line) for line in lines]) if lines else words.ABSENT


def _procedure_lines(row: Row) -> list[str]:
    return [
        f"{name}{' (потребность)' if is_need else ''}, {words.day(passed_on)}"
        for name, passed_on, is_need in row["procedures"]
    ]


def _procedures(row: Row) -> object:
    return "\n".join(_procedure_lines(row)) or None


def _state(row: Row) -> object:
    return STATES[row["state"]] if row["state"] else None


def _state_of_application(one: ApplicationRecord, day: date) -> object:
    return "по результату обучения" if one.is_implied else application_state(one, day)


def waiting(one: ApplicationRecord, day: date) -> int | None:
    """For how many days the application has waited for a decision; nothing where it does not wait."""
    since = _waits_since(one)
    return (day - since).days if since else None


def _waits_since(one: ApplicationRecord) -> date | None:
    if one.is_implied or is_closed(one) or one.provider_on:
        return None
    return one.head_on or one.submitted_on


def _holder(one: ApplicationRecord, _: date) -> object:
    if _waits_since(one) is None:
        return None
    return "организация ДПО" if one.head_on else "руководитель"


def _in_time(row: Row) -> object:
    return {1: "да", 0: "нет"}.get(row["in_time"])


def _next_assessment(row: Row) -> object:
    return counts_until(row["passed_on"]) if row["passed_on"] else None


def toggled(columns: Sequence[RegistryColumn], offered: Sequence[RegistryColumn], key: str) -> tuple[str, ...]:
    """The keys of the columns after one is taken away or added, in the order of all."""
    keys = {column.key for column in columns} ^ {key}
    return tuple(column.key for column in offered if column.key in keys)


def with_columns(visit: Visit, keys: tuple[str, ...]) -> addresses.View:
    """The view with other columns."""
    return replace(visit.view, registry=replace(visit.view.registry, columns=keys))


def row_values(columns: Sequence[RegistryColumn], row: Row) -> list[Any]:
    """The values of a row for a file."""
    return [column.value(row) for column in columns]
