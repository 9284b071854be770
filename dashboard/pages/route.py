"""The rows of a route outside the appendices: its applications, and what counts nowhere."""

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.page import section
from dashboard.components.provider_link import provider_link
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from dashboard.route_story import application_state, unconfirmed
from dashboard.visit import Visit
from model.wording import period
from queries.person_records import ApplicationRecord, ParticipationRecord, PersonSheet


def plain_table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> Component:
    """A small table without paging, or a line that says why it is empty."""
    if not rows:
        return html.P(empty, className="nothing")
    body = [
        html.Tr([html.Td(f"{number}."), *[html.Td(words.ABSENT if cell is None else cell) for cell in row]])
        for number, row in enumerate(rows, start=1)
    ]
    return still(table_frame(caption, ("№ п/п", *headings), body, "table table-sm plain-table"))


def applications(visit: Visit, records: Sequence[ApplicationRecord]) -> Component:
    """The applications for programmes, each with its outcome."""
    day = visit.reading.day
    rows = [
        (
            one.number or "по результату обучения",
            one.name,
            provider_link(visit, one.provider, one.provider_id) if one.provider else None,
            period(one.training_since, one.training_until) or None,
            words.day(one.submitted_on),
            application_state(one, day),
        )
        for one in records
    ]
    headings = ["Заявка", "Программа", "Организация ДПО", "Обучение", "Подана", "Состояние"]
    return plain_table("Заявки на обучение", headings, rows, "Заявок на обучение нет.")


def participation_outcome(one: ParticipationRecord, day: date) -> str:
    """The outcome of a chosen event."""
    if one.is_dropped:
        return "заявка на событие отклонена или отозвана: не учитывается"
    if one.confirmed_on:
        return f"подтверждено {words.day(one.confirmed_on)}"
    if one.ends_on > day:
        return "предстоит"
    return unconfirmed(one.absence_reason)


def other_rows(sheet: PersonSheet, day: date) -> list[Component]:
    """Applications for procedures and events, and stored rows that count nowhere."""
    content: list[Component] = []
    if sheet.other_applications:
        rows = [
            (one.number, one.name, words.day(one.submitted_on), application_state(one, day))
            for one in sheet.other_applications
        ]
        headings = ["Заявка", "Наименование", "Подана", "Состояние"]
        content.append(section("Заявки на процедуры и события", plain_table("Другие заявки", headings, rows, "")))
    outside = sheet.outside
    uncounted = [(one.number, one.name, words.day(one.submitted_on)) for one in outside.applications]
    uncounted += [(one.document_number, one.programme, words.day(one.since)) for one in outside.results]
    uncounted += [(None, one.event, words.day(one.chosen_on)) for one in outside.participations]
    if uncounted:
        table = plain_table("Не учитывается", ["Номер", "Наименование", "Дата"], uncounted, "")
        content.append(section("Не учитывается: оценка не предшествовала", table))
    return content
