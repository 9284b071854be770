"""«Итоги обучения» of a provider: how its trainings ended in a period, by municipality and month; its own events."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard import dcc, report_addresses, words
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.meanings import meanings
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.components.provider_tabs import provider_tabs
from dashboard.pages import sections
from dashboard.pages.catalogue import days_of
from dashboard.pages.period import period_controls
from dashboard.periods import days_text, period_of
from dashboard.visit import Screen, Visit
from model import wording
from model.dates import Period, month_end
from model.routes import Kind
from model.trainings import ALL_ATTESTED, HOURS, OUTCOMES, TRAINED, Outcome
from queries.applications import ProviderRecord, may_name_applicants, provider
from queries.offers import PROVIDER, OfferRecord, kept_key, offers
from queries.provider_groups import organized_events
from queries.trainings import Training, TrainingSums, training_sums, trainings_of

TITLE = "Итоги обучения"
NOTE = (
    "Обучение отнесено к периоду, в котором окончено, и к муниципальному образованию, где работник работает на "
    f"отчётную дату или работал последним. {wording.basis('3.11, 3.12')}."
)
OWN_NOTE = (
    " Организация ДПО видит обучение тех, чьи имена ей доступны: ограниченное время после его окончания. Отчёт о "
    "формальной части хранит всех."
)
EVENTS_NOTE = "События каталога, которые проводит организация; последние — первыми."
HEADINGS = ("Обучены, человек", *(words.sentence(one.label) for one in OUTCOMES), "Часов", "Документов")
Opens = Callable[[str, float, Period], Component | str]
Cells = list[Component | str | int | None]


def layout(visit: Visit, identity: int) -> Screen | None:
    """How the trainings of a provider ended in the period of the address."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    period = period_of(visit.view, visit.reading.day)
    trainings = trainings_of(visit.reading, here, period.since, period.until)
    content = page(
        f"{TITLE}: {here.name}",
        provider_tabs(visit, here, can_list=may_name_applicants(visit.reading, here)),
        section("Период", period_controls(visit, period)),
        section(f"За {days_text(period)}", *_whole(visit, here, trainings, period), note=_note(visit)),
        *_tables(visit, here, trainings, period),
        _events(visit, here),
        lead=sections.short_trail(f"{TITLE}: {here.name}"),
        tools=sections.date_only(visit),
    )
    return Screen(f"{TITLE} — {here.name}", content)


def _note(visit: Visit) -> str:
    return NOTE if visit.reading.scope.counts_region else f"{NOTE}{OWN_NOTE}"


def _opener(visit: Visit, here: ProviderRecord, municipality: str | None = None) -> Opens:
    """How a number opens its trainings, for who may name the people."""

    def opens(group: str, number: float, period: Period) -> Component | str:
        if not number or not may_name_applicants(visit.reading, here):
            return words.number(number)
        href = report_addresses.provider_trainings(here.id, group, visit.view, period, municipality)
        return dcc.Link(words.number(number), href=href)

    return opens


def _whole(visit: Visit, here: ProviderRecord, trainings: Sequence[Training], period: Period) -> list[Component]:
    row = _cells(training_sums(trainings), _opener(visit, here), period)
    return [meanings(OUTCOMES), numbers_table(f"{TITLE}, {here.name}", ("Обучения", *HEADINGS), [("Всего", row)])]


def _cells(sums: TrainingSums, opens: Opens, period: Period) -> Cells:
    outcomes = [opens(one.key, sums.outcomes[Outcome(one.key)], period) for one in OUTCOMES]
    documents = opens(ALL_ATTESTED, sums.documents, period)
    people, hours = opens(TRAINED, sums.people, period), opens(HOURS, sums.hours, period)
    return [people, *outcomes, hours, documents]


def by_municipality(trainings: Sequence[Training]) -> Mapping[str, TrainingSums]:
    """The sums of each municipality, by name."""
    groups: dict[str, list[Training]] = defaultdict(list)
    for one in trainings:
        groups[one.municipality].append(one)
    return {name: training_sums(groups[name]) for name in sorted(groups)}


def by_month(trainings: Sequence[Training]) -> Mapping[date, TrainingSums]:
    """The sums of each month in which trainings ended, by its last day."""
    groups: dict[date, list[Training]] = defaultdict(list)
    for one in trainings:
        groups[month_end(one.ended_on)].append(one)
    return {end: training_sums(groups[end]) for end in sorted(groups)}


def _tables(visit: Visit, here: ProviderRecord, trainings: Sequence[Training], period: Period) -> list[Component]:
    if not trainings:
        nothing = ("Обучений нет", "За период ни одно обучение не окончено: выберите другой период.")
        return [section("По муниципальным образованиям", empty_state(*nothing))]
    opens = _opener(visit, here)
    towns = [
        (name, _cells(sums, _opener(visit, here, name), period)) for name, sums in by_municipality(trainings).items()
    ]
    months = [(words.month(end), _cells(sums, opens, _month(end, period))) for end, sums in by_month(trainings).items()]
    return [
        section(
            "По муниципальным образованиям",
            numbers_table(
                f"По муниципальным образованиям, {here.name}", ("Муниципальное образование", *HEADINGS), towns
            ),
            download_links(visit.path, "municipalities", visit.view),
        ),
        section(
            "По месяцам",
            numbers_table(f"По месяцам, {here.name}", ("Месяц", *HEADINGS), months),
            download_links(visit.path, "training-months", visit.view),
        ),
    ]


def _month(end: date, period: Period) -> Period:
    return Period(max(end.replace(day=1), period.since), min(end, period.until))


def own_events(visit: Visit, here: ProviderRecord) -> list[OfferRecord]:
    """The events of the catalogue that the provider holds, the last first."""
    own = kept_key(visit.reading, PROVIDER, here.name)
    events = [
        one
        for one in offers(visit.reading)
        if one.kind == Kind.EVENT and kept_key(visit.reading, PROVIDER, one.organization_key) == own
    ]
    return sorted(events, key=lambda one: one.starts_on or date.max, reverse=True)


def _events(visit: Visit, here: ProviderRecord) -> Component:
    """Its own events: of the catalogue, and who counts the region also sees how many chose those it organized."""
    held = [(one.name, [days_of(one), one.level or words.ABSENT, one.seats]) for one in own_events(visit, here)]
    chosen = [
        (
            one.name,
            [
                wording.period(one.starts_on, one.ends_on) or words.ABSENT,
                one.level or words.ABSENT,
                one.chosen,
                one.confirmed,
            ],
        )
        for one in organized_events(visit.reading, here)
    ]
    tables: list[Component] = []
    if held:
        tables.append(numbers_table(f"События каталога, {here.name}", ("Событие", "Когда", "Уровень", "Мест"), held))
    if chosen:
        headings = ("Событие", "Когда", "Уровень", "Выбрали", "Участие подтверждено")
        tables.append(numbers_table(f"Выбранные события, {here.name}", headings, chosen))
    if not tables:
        tables.append(empty_state("Событий нет", "Ни в каталоге, ни среди выбранных нет событий этой организации."))
    return section("Собственные события", *tables, note=EVENTS_NOTE)
