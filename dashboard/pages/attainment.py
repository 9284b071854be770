"""«Достижение целей»: how many municipalities and organizations meet each target, and which."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard import addresses, dcc, place_words, words
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.figures_table import AS_GIVEN, FigureColumn, Figures, figures_table
from dashboard.components.headings import NAME
from dashboard.components.meanings import meanings
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model.indicators import RATE_BY_KEY
from model.places import Level, Place
from queries import places
from queries.targets import Attainment, Verdict, attainment, rates_of

TITLE = "Достижение целей"
NOTE = (
    "Сравнение идёт с действующим целевым значением: муниципального образования, если оно установлено, иначе области, "
    "иначе Порядка; в целых числах работников. Где считать не из кого, стоит «нет данных»: ни к выполняющим, ни к "
    "невыполняющим это не относится."
)
LEVELS = {Level.MUNICIPALITY: "Муниципальные образования", Level.ORGANIZATION: "Образовательные организации"}
# The name of the table of each level in the address of its file.
TABLE_NAMES = {Level.MUNICIPALITY: "municipalities", Level.ORGANIZATION: "organizations"}
VERDICTS = {
    Verdict.MET: "выполняют",
    Verdict.MISSED: "не выполняют",
    Verdict.NOBODY: "нет данных",
    Verdict.OPEN: "целевое значение не установлено",
}
HEADINGS = ("Показатель", "Целевое значение", *map(words.sentence, VERDICTS.values()))


@dataclass(frozen=True)
class AttainmentList:
    """The places of one level that stand so to their target of one rate."""

    title: str
    within: Place
    places: Sequence[Place]
    level: Level


def standing_of(level: Level, verdict: Verdict) -> str:
    """The part of an address that names a list: «municipality_met»."""
    return f"{level}_{verdict}"


_STANDINGS = {standing_of(level, verdict): (level, verdict) for level in LEVELS for verdict in Verdict}


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """How many parts of a place meet each target."""
    place = attained_place(visit, level, identity)
    if place is None:
        return None
    attainments = attainment(visit.reading, place)
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        *(_level_section(visit, place, kind, attainments) for kind in levels_of(place)),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.date_only(visit, place),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def attained_place(visit: Visit, level: str, identity: int | None) -> Place | None:
    """The region or the municipality of a path; None where it is not the viewer's."""
    place = places.named(visit.reading, level, identity)
    return None if place is None or place.level is Level.ORGANIZATION else place


def levels_of(place: Place) -> list[Level]:
    """The levels of the places that are compared in the place."""
    return list(LEVELS) if place.level is Level.REGION else [Level.ORGANIZATION]


def _level_section(visit: Visit, place: Place, level: Level, attainments: Sequence[Attainment]) -> Component:
    targets = {rate.key: rate.target for rate in rates_of(visit.reading, place)}
    rows = [
        (words.sentence(one.rate.label), [_goal(targets[one.rate.key]), *_cells(visit, place, one)])
        for one in attainments
        if one.level is level
    ]
    caption = f"{LEVELS[level]}: {TITLE.lower()}, {place.name}"
    # What holds for both tables is said once.
    is_first = level is levels_of(place)[0]
    return section(
        LEVELS[level],
        *([meanings(rates_of(visit.reading, place))] if is_first else []),
        numbers_table(caption, HEADINGS, rows),
        download_links(visit.path, TABLE_NAMES[level], addresses.View(on=visit.view.on)),
        note=NOTE if is_first else None,
    )


def _goal(target: tuple[int, int] | None) -> str:
    return words.target(target) if target else words.ABSENT


def _cells(visit: Visit, place: Place, one: Attainment) -> list[Component | str]:
    """«12 из 43» that meet the target, and the numbers of the others; each opens its list."""
    return [_cell(visit, place, one, verdict) for verdict in Verdict]


def _cell(visit: Visit, place: Place, one: Attainment, verdict: Verdict) -> Component | str:
    number = len(one.places[verdict])
    text = words.ratio(number, one.compared) if verdict is Verdict.MET else words.number(number)
    if verdict is Verdict.MET and not one.compared:
        return words.ABSENT
    if not number:
        return text
    href = addresses.attainment_list(place, one.rate.key, standing_of(one.level, verdict), visit.view)
    title = f"{words.sentence(VERDICTS[verdict])}: открыть список"
    return dcc.Link(text, href=href, title=title, className="number-link")


def list_layout(visit: Visit, level: str, rate: str, standing: str, identity: int | None = None) -> Screen | None:
    """The places that meet a target, miss it, or cannot be compared with it."""
    listing = attainment_list(visit, level, rate, standing, identity)
    if listing is None:
        return None
    content = page(
        listing.title,
        section("Список", *_list(visit, listing)),
        lead=sections.trail(visit, listing.within, TITLE),
        tools=sections.date_only(visit, listing.within),
    )
    return Screen(f"{listing.title} — {listing.within.name}", content)


def attainment_list(
    visit: Visit, level: str, rate: str, standing: str, identity: int | None = None
) -> AttainmentList | None:
    """The list of an address; None where there is none or it is not the viewer's."""
    place = attained_place(visit, level, identity)
    if place is None or rate not in RATE_BY_KEY or standing not in _STANDINGS:
        return None
    kind, verdict = _STANDINGS[standing]
    if kind not in levels_of(place):
        return None
    match = next(one for one in attainment(visit.reading, place) if one.rate.key == rate and one.level is kind)
    title = f"{words.sentence(match.rate.label)}, {VERDICTS[verdict]}: {LEVELS[kind].lower()}"
    return AttainmentList(title, place, match.places[verdict], kind)


def figures_of(visit: Visit, listing: AttainmentList) -> Figures[Place]:
    """The places by name; organizations of the region beside their municipalities."""
    home: FigureColumn[Place] = FigureColumn(
        *("municipality", "муниципальное образование", lambda row: row.municipality_name),
        is_text=True,
        lowest_first=True,
    )
    has_home = listing.within.level is Level.REGION and listing.level is Level.ORGANIZATION
    return Figures(
        *("Наименование", [home] if has_home else [], listing.places, lambda row: row.name),
        lambda row: dcc.Link(row.name, href=addresses.place(row, visit.view)),
        first=AS_GIVEN if has_home else NAME,
        first_label="по муниципальным образованиям" if has_home else "",
        kind=place_words.kind_of,
    )


def _list(visit: Visit, listing: AttainmentList) -> list[Component]:
    if not listing.places:
        return [empty_state("Список пуст", "На отчётную дату в этом списке никого нет. Выберите другую дату.")]
    table = figures_table(
        figures_of(visit, listing),
        view=visit.view,
        path=visit.path,
        caption=f"{listing.title}, {listing.within.name}",
        find="Найти по названию",
    )
    return [table, download_links(visit.path, "places", visit.view)]
