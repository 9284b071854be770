"""The lists of people and of applications, whole; what a person applied for."""

from dashboard import words
from dashboard.columns import columns_of
from dashboard.pages.people import order_of
from dashboard.pages.provider import application_columns, provider_list, provider_order
from dashboard.route_story import application_state
from dashboard.tables.places import place_of
from dashboard.tables.plain import MOST_ROWS, PlainTable, listed
from dashboard.visit import Visit
from model.attention import LISTED
from queries.applications import load_by_programme, provider, provider_applications
from queries.lists import rows_behind
from queries.person import ApplicationRecord, person_sheet


def behind(visit: Visit, level: str, count: str, identity: int | None = None) -> PlainTable | None:
    """All the rows behind a count; None where its people may not be named."""
    place = place_of(visit, level, identity)
    if place is None or count not in LISTED or not visit.reading.scope.may_list(place):
        return None
    view = visit.view
    found = rows_behind(
        visit.reading, count, place, view.filters, order=order_of(view, count), search=view.search, size=MOST_ROWS
    )
    kept = LISTED[count]
    table = listed(words.sentence(kept.label), place.name, columns_of(visit, place, count), found.rows)
    meaning = (words.sentence(kept.label), f"{kept.meaning}, п. {kept.clause}")
    return PlainTable(table.title, table.place, table.headings, table.rows, meanings=[meaning])


def applications_to(visit: Visit, identity: int) -> PlainTable | None:
    """All the applications to a provider; None where it is not the viewer's."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    order, stage = provider_order(visit.view)
    found = provider_applications(visit.reading, here, order, 1, visit.view.search, MOST_ROWS, stage)
    return listed(provider_list(stage), here.name, application_columns(visit), found.rows)


def programmes_of(visit: Visit, identity: int) -> PlainTable | None:
    """The programmes of a provider and how many applications each has."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    rows = [
        [load.programme, load.submitted, load.live, load.awaiting, load.approved, load.completed]
        for load in load_by_programme(visit.reading, here)
    ]
    headings = ["Программа", "Заявок", "Действуют", "Ждут решения", "Подтверждены", "Завершили с документом"]
    return PlainTable("Заявки по программам", here.name, headings, rows)


def applications_of(visit: Visit, identity: int) -> PlainTable | None:
    """What a person has applied for, and what became of it."""
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
