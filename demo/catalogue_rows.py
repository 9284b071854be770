"""The catalogue of the invented oblast: the groups of programmes and the meetings of events, held and to come."""

from collections.abc import Iterator
from datetime import date, timedelta

from demo.catalogue import EVENTS, IDLE_EVENTS, IDLE_PROGRAMMES, PROGRAMMES, Programme
from demo.chance import Chance, working
from demo.offers import EVENTS_AHEAD, Meeting, Offers, meetings_of
from demo.rows import Row

CATALOGUE = "catalogue"
CATALOGUE_HEADINGS = (
    *("Вид", "Наименование", "Организация", "Место проведения", "Часы", "Форма", "Уровень", "Начало", "Окончание"),
    *("Приём заявок до", "Мест", "Требования", "Отменено"),
)
_SHOWN = 365  # days before the day, of which the catalogue still holds what was on offer
_GROUPS_A_YEAR = 4
_CLOSES = 14  # days before the beginning on which applications close
_CANCELLED = 0.03
_IN_MUNICIPALITIES = "Муниципальные методические службы (демо)"


def catalogue_rows(offers: Offers, *, seed: int, day: date) -> Iterator[Row]:
    """The rows of «Каталог»; some programmes and events in it nobody is ever recommended."""
    for programme in (*PROGRAMMES, *IDLE_PROGRAMMES):
        yield from _groups(programme, day, Chance(f"{seed}/catalogue/{programme.name}"))
    first, last = day - timedelta(days=_SHOWN), day + timedelta(days=EVENTS_AHEAD)
    idle = {event: meetings_of(event, first, day, Chance(f"{seed}/{event.name}")) for event in IDLE_EVENTS}
    for event in (*EVENTS, *IDLE_EVENTS):
        meetings = idle[event] if event in idle else offers.meetings(event)
        chance = Chance(f"{seed}/catalogue/{event.name}")
        yield from (_meeting(one, chance) for one in meetings if first <= one.starts_on <= last)


def _groups(programme: Programme, day: date, chance: Chance) -> Iterator[Row]:
    """The groups of a year before the day and of half a year after it."""
    start = day - timedelta(days=_SHOWN - chance.between(0, 80))
    # Whoever studies from afar goes nowhere.
    venue = None if programme.form.startswith("заочная") else programme.provider.address
    while start < day + timedelta(days=_SHOWN // 2):
        since = working(start + timedelta(days=10) if start.month == 1 and start.day <= 8 else start)
        until = working(since + timedelta(days=7 * max(programme.hours // 18, 1) - 1))
        yield [
            *("ДПП", programme.name, programme.provider.name, venue, programme.hours, programme.form, None),
            *(since, until, since - timedelta(days=_CLOSES), chance.between(4, 8) * 5, None),
            "да" if since > day and chance.happens(_CANCELLED) else None,
        ]
        start += timedelta(days=365 // _GROUPS_A_YEAR + chance.between(-15, 15))


def _meeting(one: Meeting, chance: Chance) -> Row:
    event = one.event
    return [
        *("событие", event.name, event.organizer or _IN_MUNICIPALITIES, event.venue, None, event.form, event.level),
        *(one.starts_on, one.ends_on, one.starts_on - timedelta(days=chance.between(2, 10))),
        *(chance.between(2, 12) * 10, "Выступление по теме" if chance.happens(0.1) else None, None),
    ]
