"""«Каталог»: what is on offer and nobody of a place has chosen, and whose recommended list is empty."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, words
from dashboard.columns import unlisted_columns
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.pages.searched_list import searched_list
from dashboard.visit import Screen, Visit
from model import wording
from model.places import Level, Place
from model.routes import Kind
from queries import places
from queries.lists import Order
from queries.offers import OfferRecord, kept_key, offers
from queries.unchosen import (
    UnchosenProgramme,
    unchosen_events,
    unchosen_programmes,
    unlisted_by_part,
    unlisted_people,
)

TITLE = "Каталог"
MOST = 30
EVENTS, PROGRAMMES = "Предстоящие события, которые никто не выбрал", "ДПП, которые никто не выбрал"
UNLISTED = "Рекомендуемый перечень ДПП пуст"
EVENTS_NOTE = (
    "События каталога, которые начинаются после отчётной даты: ни один работник не выбрал их на этот день. "
    f"Отменённые не показаны. {wording.basis('2.5')}."
)
PROGRAMMES_NOTE = (
    "ДПП каталога, группы которых начинаются после отчётной даты: ни один работник не выбрал их. «Рекомендована» — "
    f"скольким работникам в последнем ИОМ; где число показывать нельзя, стоит «—». {wording.basis('2.4')}."
)
UNLISTED_NOTE = (
    "Работники, чей последний рекомендуемый ИОМ сформирован, а ДПП в нём не перечислены: им учитывается любая "
    f"программа. {wording.basis('2.4')}."
)
EVENT_HEADINGS = ("Событие", "Когда", "Приём заявок до", "Организация", "Уровень", "Форма", "Место проведения", "Мест")
PROGRAMME_HEADINGS = ("Программа", "Рекомендована", "Ближайшая группа", "Групп", "Организация", "Часы", "Форма")
PROVIDER_HEADINGS = ("Наименование", "Вид", "Когда", "Часы", "Форма", "Приём заявок до", "Мест", "Заявок")
KINDS: Mapping[str, str] = {Kind.PROGRAMME: "ДПП", Kind.EVENT: "событие"}
NOT_LOADED = ("Каталог не загружен", "Реестр «Каталог» загружает ОГБУ ЧЦОПМКП на странице «Загрузка данных».")
Cells = list[Component | str | int | None]


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """What is on offer and not chosen at a place."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        _events(visit, place),
        _programmes(visit, place),
        _unlisted(visit, place),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.date_only(visit, place),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def _events(visit: Visit, place: Place) -> Component:
    events = unchosen_events(visit.reading, place)
    rows = [(one.name, event_cells(one)) for one in events[:MOST]]
    return _listed(visit, place, "events", (EVENTS, EVENT_HEADINGS, EVENTS_NOTE), rows, len(events))


def event_cells(one: OfferRecord) -> Cells:
    """An event on offer: when, until when one may apply, who holds it, how and where, and how many may come."""
    return [
        *(days_of(one), words.day(one.apply_by), one.organization or words.ABSENT, one.level or words.ABSENT),
        *(one.form or words.ABSENT, one.venue or words.ABSENT, one.seats),
    ]


def days_of(one: OfferRecord) -> str:
    """«10.12.2026 – 11.12.2026»; «—» without a schedule."""
    return wording.period(one.starts_on, one.ends_on) or words.ABSENT


def _programmes(visit: Visit, place: Place) -> Component:
    programmes = unchosen_programmes(visit.reading, place)
    rows = [(one.offer.name, programme_cells(one)) for one in programmes[:MOST]]
    return _listed(visit, place, "programmes", (PROGRAMMES, PROGRAMME_HEADINGS, PROGRAMMES_NOTE), rows, len(programmes))


def programme_cells(one: UnchosenProgramme) -> Cells:
    """A programme on offer: to how many people it is recommended, its next group, who teaches it and how."""
    offer = one.offer
    return [
        *(one.recommended, days_of(offer), one.groups, offer.organization or words.ABSENT),
        *(words.number(offer.hours), offer.form or words.ABSENT),
    ]


def _listed(
    visit: Visit,
    place: Place,
    name: str,
    about: tuple[str, Sequence[str], str],
    rows: Sequence[tuple[str, Cells]],
    total: int,
) -> Component:
    """The first rows of a list in a section of their own, or why there is none."""
    title, headings, note = about
    if not rows:
        nothing = ("Таких нет", "Всё, что предлагается на отчётную дату, кем-нибудь выбрано.")
        return section(title, empty_state(*(nothing if offers(visit.reading) else NOT_LOADED)))
    more = f" Показаны {MOST} из {words.number(total)}; в файле все." if total > MOST else ""
    table = numbers_table(f"{title}, {place.name}", headings, rows)
    return section(title, table, download_links(visit.path, name, addresses.View(on=visit.view.on)), note=note + more)


def _unlisted(visit: Visit, place: Place) -> Component:
    parts = unlisted_by_part(visit.reading, place)
    number = sum(count for _, count in parts)
    if not number:
        return section(
            UNLISTED, empty_state("Таких работников нет", "У всех рекомендуемых ИОМ на отчётную дату есть ДПП.")
        )
    total = html.P(
        [f"{words.sentence(words.plural(number, 'работник', 'работника', 'работников'))}. ", *_way(visit, place)]
    )
    content = [total]
    if place.level is not Level.ORGANIZATION:
        rows = [(_part(visit, part), [count]) for part, count in behind(parts)[:MOST]]
        headings = (words.sentence(place_words.part_of(place)), "Работников")
        content += [numbers_table(f"{UNLISTED}, {place.name}", headings, rows)]
        content += [download_links(visit.path, "unlisted", addresses.View(on=visit.view.on))]
    return section(UNLISTED, *content, note=UNLISTED_NOTE)


def behind(parts: Sequence[tuple[Place, int]]) -> list[tuple[Place, int]]:
    """The parts that have such people, those with the most first."""
    return sorted((one for one in parts if one[1]), key=lambda one: (-one[1], one[0].name))


def _part(visit: Visit, part: Place) -> Component:
    return dcc.Link(part.name, href=addresses.catalogue(part, visit.view))


def _way(visit: Visit, place: Place) -> list[Component]:
    if not visit.reading.scope.may_list(place):
        return []
    return [dcc.Link("Открыть список", href=addresses.unlisted(place, visit.view))]


def people_layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The people whose recommended list is empty; None where they may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or not visit.reading.scope.may_list(place):
        return None
    view = visit.view
    order = Order(view.sort, view.descending)
    on_page = unlisted_people(visit.reading, place, order=order, page=view.page, search=view.search)
    columns = unlisted_columns(visit, place)
    listed = searched_list(visit, columns, on_page, caption=f"{UNLISTED}, {place.name}", file="people")
    back = html.P(dcc.Link(TITLE, href=addresses.catalogue(place, view)))
    content = page(
        UNLISTED,
        section("Список", *listed, back, note=UNLISTED_NOTE),
        lead=sections.trail(visit, place, UNLISTED),
        tools=sections.date_only(visit, place),
    )
    return Screen(f"{UNLISTED} — {place.name}", content)


def provider_rows(
    visit: Visit, offered: Sequence[OfferRecord], submitted: Mapping[str, int]
) -> list[tuple[str, Cells]]:
    """What a provider offers; of a programme with its applications, which are told by the programme's name."""
    by_key = {kept_key(visit.reading, Kind.PROGRAMME, name): number for name, number in submitted.items()}
    return [(one.name, _provider_cells(one, by_key)) for one in offered]


def _provider_cells(one: OfferRecord, submitted: Mapping[str, int]) -> Cells:
    applications = submitted.get(one.name_key, 0) if one.kind == Kind.PROGRAMME else None
    return [
        *(KINDS[one.kind], days_of(one), words.number(one.hours), one.form or words.ABSENT),
        *(words.day(one.apply_by), one.seats, applications),
    ]
