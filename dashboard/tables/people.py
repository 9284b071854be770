"""The full lists of people and of applications; the applications of a person."""

from dashboard import words
from dashboard.columns import columns_of
from dashboard.pages.people import rows_of
from dashboard.pages.provider import application_columns, provider_list, provider_order
from dashboard.route_story import application_state
from dashboard.tables.places import place_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model import wording
from model.attention import LISTABLE
from model.places import Level
from queries.applications import load_by_programme, provider, provider_applications, provider_with_people
from queries.lists import Page
from queries.person import person_sheet
from queries.person_records import ApplicationRecord


def behind(visit: Visit, level: str, count: str, identity: int | None = None) -> LongTable | None:
    """All rows behind a count; None where its people may not be named."""
    place = place_of(visit, level, identity)
    if place is None or count not in LISTABLE or not visit.reading.scope.may_list(place):
        return None
    list_spec = LISTABLE[count]
    meaning = (words.sentence(list_spec.label), f"{list_spec.meaning}; {wording.clause(list_spec.clause)}")

    def page_of(number: int, size: int) -> Page:
        return rows_of(visit, place, count, page=number, size=size)

    columns = columns_of(visit, place, count)
    return long_list(words.sentence(list_spec.label), place.name, columns, page_of, [meaning])


def staff_of(visit: Visit, identity: int) -> LongTable | None:
    """The staff of an organization, which stand on its screen too."""
    return behind(visit, Level.ORGANIZATION, "staff", identity)


def applications_to(visit: Visit, identity: int) -> LongTable | None:
    """All applications to a provider; None where its applicants may not be named."""
    record = provider_with_people(visit.reading, identity)
    if record is None:
        return None
    order, stage = provider_order(visit.view)

    def page_of(number: int, size: int) -> Page:
        return provider_applications(visit.reading, record, order, number, visit.view.search, size, stage)

    return long_list(provider_list(stage), record.name, application_columns(visit), page_of)


def programmes_of(visit: Visit, identity: int) -> PlainTable | None:
    """The programmes of a provider and the number of applications for each."""
    record = provider(visit.reading, identity)
    if record is None:
        return None
    rows = [
        [load.programme, load.submitted, load.live, load.awaiting, load.approved, load.completed]
        for load in load_by_programme(visit.reading, record)
    ]
    headings = ["Программа", "Заявок", "Действуют", "Ждут решения", "Подтверждены", "Завершили с документом"]
    return PlainTable("Заявки по программам", record.name, headings, rows)


def applications_of(visit: Visit, identity: int) -> PlainTable | None:
    """The applications of a person and their outcome."""
    sheet = person_sheet(visit.reading, identity)
    if sheet is None:
        return None
    day = visit.reading.day
    programmes = [one for route in sheet.routes for one in route.applications]
    rows = [_application(one, visit) for one in programmes]
    rows += [
        [one.number, one.name, None, one.submitted_on, application_state(one, day)] for one in sheet.other_applications
    ]
    headings = ["Заявка", "Наименование", "Организация ДПО", "Подана", "Состояние"]
    return PlainTable("Заявки", sheet.full_name, headings, rows)


def _application(one: ApplicationRecord, visit: Visit) -> list[object]:
    number = one.number or "по результату обучения"
    return [number, one.name, one.provider, one.submitted_on, application_state(one, visit.reading.day)]
