"""The columns of the lists of people, participations, applications and concerns."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboard import addresses, dcc, words
from dashboard.addresses import View
from dashboard.components.next_steps import next_step, next_step_text
from dashboard.components.paged_table import TableColumn
from dashboard.components.provider_link import provider_link
from dashboard.route_story import counts_until, unconfirmed
from dashboard.visit import Visit
from model.attention import LISTABLE
from model.indicators import Unit
from model.places import Level, Place
from model.score_indicators import COMPETENCE_OF
from queries.lists import STEP, waiting_days

Row = Mapping[str, Any]

SUBMITTED_BY = {"employee": "работник", "head": "руководитель"}
KINDS = {"procedure": "процедура оценки", "programme": "ДПП", "event": "событие"}


def who_columns(
    visit: Visit, level: Level, *, day: Callable[[Row], date] | None = None, sortable: bool = True
) -> list[TableColumn]:
    """The person and, above the level of an organization, the place of work.

    `day` is the day of a row in a list with leavers: they are open to the account on the days when they worked in its
    organizations.
    """

    def name(row: Row) -> Component:
        view = View(on=visit.view.on if visit.reading.scope.lists_region else day(row)) if day else visit.view
        return dcc.Link(row["full_name"], href=addresses.person(row["person_id"], view))

    columns = [TableColumn("full_name", "ФИО", sortable, name), text_column("position", "Должность", sortable=sortable)]
    if level is not Level.ORGANIZATION:
        columns.append(text_column("organization", "Организация", sortable=sortable))
    if level is Level.REGION:
        columns.append(text_column("municipality", "Муниципальное образование", sortable=sortable))
    return columns


def text_column(key: str, label: str, *, sortable: bool = True) -> TableColumn:
    """A column of texts."""
    return TableColumn(key, label, sortable, lambda row: row[key] or words.ABSENT)


def day_column(key: str, label: str, *, sortable: bool = True) -> TableColumn:
    """A column of days."""
    return TableColumn(key, label, sortable, lambda row: words.day(row[key]))


def _provider(visit: Visit, row: Row) -> Component | str:
    return provider_link(visit, row["provider"], row["provider_id"]) if row["provider"] else words.ABSENT


def people_columns(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """The person, the assessment and the next step."""
    day = visit.reading.day
    return [
        *who_columns(visit, place.level),
        day_column("passed_on", "Последняя оценка"),
        TableColumn(
            STEP, "Что дальше", True, lambda row: next_step(row, day), plain=lambda row: next_step_text(row, day)
        ),
    ]


def participation_columns(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """The person, the event, its days and whether participation was confirmed."""

    def outcome(row: Row) -> Component | str:
        on = row["confirmed_on"]
        if on is not None and on <= visit.reading.day:
            return words.day(on)
        return unconfirmed(row["absence_reason"])

    def plain_outcome(row: Row) -> object:
        on = row["confirmed_on"]
        return on if on is not None and on <= visit.reading.day else outcome(row)

    return [
        *who_columns(visit, place.level),
        text_column("event", "Событие"),
        text_column("level", "Уровень"),
        day_column("starts_on", "Начало"),
        day_column("ends_on", "Окончание"),
        TableColumn("confirmed_on", "Участие подтверждено", True, outcome, plain=plain_outcome),
    ]


def application_columns(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """The person, the programme and how long the application has been waiting."""

    def days(row: Row) -> int:
        return waiting_days(row["waiting_since"], visit.reading.day)

    def by_whom(row: Row) -> str:
        return SUBMITTED_BY.get(row["submitted_by"], words.ABSENT)

    def kind(row: Row) -> str:
        return KINDS[row["kind"]]

    return [
        *who_columns(visit, place.level),
        text_column("number", "Заявка"),
        TableColumn("kind", "Вид", True, kind, plain=kind),
        text_column("application", "Наименование"),
        TableColumn("provider", "Организация ДПО", True, lambda row: _provider(visit, row)),
        TableColumn("submitted_by", "Кем подана", True, by_whom, plain=by_whom),
        day_column("submitted_on", "Подана"),
        TableColumn("waiting_since", "Ждёт решения, дней", True, lambda row: words.number(days(row)), plain=days),
    ]


COLUMNS: dict[Unit, Callable[[Visit, Place], Sequence[TableColumn]]] = {
    Unit.PERSON: people_columns,
    Unit.PARTICIPATION: participation_columns,
    Unit.APPLICATION: application_columns,
}


def _counts_until() -> TableColumn:
    """The last day on which the assessment counts, sorted by the date of the assessment."""

    def until(row: Row) -> str:
        return words.day(counts_until(row["passed_on"]))

    def plain_until(row: Row) -> object:
        return counts_until(row["passed_on"])

    return TableColumn("passed_on", "Следующая плановая оценка — не позднее", True, until, plain=plain_until)


# The start of the wait, for concerns whose date the common columns do not show.
_SINCE: dict[str, TableColumn] = {
    "without_programme": day_column("without_programme_since", "Без выбранной ДПП с"),
    "without_application": day_column("without_application_since", "Без действующей заявки с"),
    "formal_late": day_column("formal_late_since", "Обучение завершено"),
    "expiring": _counts_until(),
}


# Of what is recommended or chosen, so many names are shown; a file has all.
MOST_NAMES = 3


def _names(key: str, label: str) -> TableColumn:
    """The names in a cell, the first of them where they are many."""

    def first_names(row: Row) -> str:
        names = row[key]
        more = f" и ещё {len(names) - MOST_NAMES}" if len(names) > MOST_NAMES else ""
        return "; ".join(names[:MOST_NAMES]) + more or words.ABSENT

    return TableColumn(key, label, False, first_names, plain=lambda row: "; ".join(row[key]) or None)


# What is recommended to people below a bound, and what they have chosen: no scores.
_SUGGESTED = (
    _names("recommended", "Рекомендовано"),
    _names("chosen", "Выбрано"),
)


def columns_of(visit: Visit, place: Place, key: str) -> Sequence[TableColumn]:
    """The columns of the list behind a count or a concern."""
    if key in COMPETENCE_OF:
        who, last = people_columns(visit, place)[:-1], people_columns(visit, place)[-1]
        return [*who, *_SUGGESTED, last]
    columns = COLUMNS[LISTABLE[key].unit](visit, place)
    return [*columns, _SINCE[key]] if key in _SINCE else columns


def refused_columns(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """The person, the rejected application, who rejected it and when."""

    def refused_by(row: Row) -> str:
        return "руководитель" if row["stage"] == "rejected_by_head" else row["provider"] or "организация ДПО"

    def link(row: Row) -> Component | str:
        return (
            refused_by(row)
            if row["stage"] == "rejected_by_head"
            else provider_link(visit, refused_by(row), row["provider_id"])
        )

    return [
        *who_columns(visit, place.level)[:1],
        *([text_column("organization", "Организация")] if place.level is not Level.ORGANIZATION else []),
        TableColumn("kind", "Вид", True, lambda row: KINDS[row["kind"]], plain=lambda row: KINDS[row["kind"]]),
        text_column("application", "Наименование"),
        day_column("submitted_on", "Подана"),
        day_column("refused_on", "Отклонена"),
        TableColumn("stage", "Кем", True, link, plain=refused_by),
    ]


def unlisted_columns(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """The person, and since when the route recommends nothing."""
    return [*who_columns(visit, place.level), day_column("recommended_on", "ИОМ сформирован")]


def taker_columns(visit: Visit, place: Place) -> Sequence[TableColumn]:
    """The person who chose the event, the days and the outcome."""

    def outcome(row: Row) -> str:
        if row["confirmed_on"]:
            return f"подтверждено {words.day(row['confirmed_on'])}"
        if row["ends_on"] > visit.reading.day:
            return "предстоит"
        return unconfirmed(row["absence_reason"])

    return [
        *who_columns(visit, place.level)[:2],
        *([text_column("organization", "Организация")] if place.level is not Level.ORGANIZATION else []),
        day_column("event_chosen_on", "Выбрано"),
        day_column("starts_on", "Начало"),
        day_column("ends_on", "Окончание"),
        TableColumn("confirmed_on", "Участие", True, outcome, plain=outcome),
    ]
