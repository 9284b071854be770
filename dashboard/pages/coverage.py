"""«Охват»: the years of the cycle side by side, who is to be assessed by its end, and who meets the norm."""

from collections.abc import Callable, Mapping, Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, report_addresses, words
from dashboard.components.download_links import download_links
from dashboard.components.figures_table import FigureColumn, Figures, figures_table
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.components.place_pages import MOST_LINKED
from dashboard.pages import sections
from dashboard.pages.attainment import standing_of
from dashboard.visit import Screen, Visit
from model import wording
from model.coverage import NEEDS, CoverageGroup, Cycle
from model.dates import Period
from model.indicators import RATE_BY_KEY, Rate, meets_target
from model.places import Level, Place
from queries import places
from queries.counts import counts_of
from queries.coverage import PlaceCoverage, coverage_of, cycle_of
from queries.targets import Attainment, Verdict, attainment, targets_on

TITLE = "Охват"
LABELS = {
    CoverageGroup.DUE: "подлежат оценке",
    CoverageGroup.PASSED: "прошли оценку",
    CoverageGroup.MISSING: "нет оценки за три года",
    CoverageGroup.OWED: "подлежат в этом году",
    CoverageGroup.NEVER: "оценки не было",
    CoverageGroup.EXPIRED: "прошло больше трёх лет",
    CoverageGroup.EXPIRING: "три года истекают",
}
YEARS_NOTE = (
    "Из тех, кто подлежит оценке на отчётную дату: без длительно отсутствующих. Прошедший оценку в двух годах учтён в "
    f"каждом, в общем числе — один раз. {wording.basis('2.4, 3.3.3')}."
)
OWED_NOTE = (
    "Сначала те, у кого оценки не было, затем те, у кого после неё прошло больше трёх лет, затем те, у кого три года "
    f"истекут до этого дня. Длительно отсутствующих среди них нет. {wording.basis('2.4')}."
)
NORMS = ("coverage_year", "coverage")
_SHARE = "share"


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The coverage of a place by years."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    whole, parts = coverage_of(visit.reading, place, visit.view.filters)
    cycle = cycle_of(visit.reading)
    content = page(
        f"{TITLE}: {place.name}",
        sections.screen_links(visit, place),
        section("По годам", _years(visit, whole, cycle), note=YEARS_NOTE),
        section(f"Подлежат оценке до {words.day(cycle.ends_on)}", _owed(visit, whole), note=OWED_NOTE),
        section("Выполнение нормы", *_norms(visit, place)),
        *([_parts(visit, whole, parts, cycle)] if parts else []),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.controls(visit, place, hides=("procedure",)),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def label_of(group: CoverageGroup, cycle: Cycle) -> str:
    """What the people of a list are called; years of an order are told as a cycle."""
    if cycle.is_fixed and group is CoverageGroup.OWED:
        return "подлежат в этом цикле"
    return LABELS[group]


def whole_label(cycle: Cycle) -> str:
    """«за три года», or «за цикл 2024–2026»."""
    if not cycle.is_fixed:
        return "за три года"
    return f"за цикл {cycle.whole.since.year}–{cycle.whole.until.year}"


def year_label(year: Period) -> str:
    """«2026»; a year that begins within a calendar year is «2026/27»."""
    if year.since.year == year.until.year:
        return str(year.since.year)
    return f"{year.since.year}/{year.until.year % 100:02}"


def _years(visit: Visit, whole: PlaceCoverage, cycle: Cycle) -> Component:
    """The years as columns: how many passed, and their share of those due."""
    due = whole.numbers[CoverageGroup.DUE]
    passed = [*zip(cycle.years, whole.by_year, strict=True), (cycle.whole, whole.numbers[CoverageGroup.PASSED])]
    numbers = [_passed(visit, whole.place, period, number) for period, number in passed]
    shares = [_share(visit, period, number, due) for period, number in passed]
    rows: list[tuple[Component | str, Sequence[Component | str | int | None]]] = [
        ("Прошли оценку, человек", [*numbers, _number(visit, whole, CoverageGroup.DUE)]),
        ("Доля подлежащих оценке", [*shares, words.ABSENT]),
    ]
    headings = [
        "Показатель",
        *(year_label(year) for year in cycle.years),
        words.sentence(whole_label(cycle)),
        "Подлежат оценке",
    ]
    table = numbers_table(f"Прошли оценку по годам, {whole.place.name}", headings, rows)
    return html.Div([table, download_links(visit.path, "years", visit.view)])


def _passed(visit: Visit, place: Place, period: Period, number: int) -> Component | str:
    if period.since > visit.reading.day:
        return words.ABSENT
    if not number or not visit.reading.scope.may_list(place):
        return words.number(number)
    href = report_addresses.coverage_list(place, CoverageGroup.PASSED, visit.view, period)
    return dcc.Link(words.number(number), href=href)


def _share(visit: Visit, period: Period, number: int, due: int) -> str:
    return words.ABSENT if period.since > visit.reading.day else words.percent_of(number, due)


def _number(visit: Visit, of: PlaceCoverage, group: CoverageGroup) -> Component | str:
    """The number of a list, which opens it for who may name its people."""
    number = of.numbers[group]
    if not number or not visit.reading.scope.may_list(of.place):
        return words.number(number)
    return dcc.Link(words.number(number), href=report_addresses.coverage_list(of.place, group, visit.view))


def _owed(visit: Visit, whole: PlaceCoverage) -> Component:
    cycle, due = cycle_of(visit.reading), whole.numbers[CoverageGroup.DUE]
    rows: list[tuple[Component | str, Sequence[Component | str | int | None]]] = [
        (
            words.sentence(label_of(group, cycle)),
            [_number(visit, whole, group), words.percent_of(whole.numbers[group], due)],
        )
        for group in (CoverageGroup.OWED, *NEEDS, CoverageGroup.MISSING)
    ]
    return numbers_table(f"Подлежат оценке, {whole.place.name}", ["Кто", "Человек", "Доля подлежащих оценке"], rows)


def _norms(visit: Visit, place: Place) -> list[Component]:
    """«Норму выполнили 28 из 64 организаций», each number with its list; of an organization, whether it did."""
    rates = [targets_on(visit.reading).rate_at(place, RATE_BY_KEY[key]) for key in NORMS]
    if place.level is Level.ORGANIZATION:
        counts = counts_of(visit.reading, place).counts
        return [html.P(_own_norm(rate, counts)) for rate in rates]
    attainments = {(one.rate.key, one.level): one for one in attainment(visit.reading, place)}
    levels = [Level.ORGANIZATION, *([Level.MUNICIPALITY] if place.level is Level.REGION else [])]
    lines = [_norm(visit, place, rate, attainments[rate.key, level]) for rate in rates for level in levels]
    note = "Фильтры на эти числа не действуют. Организация, где считать не из кого, не сравнивается."
    return [html.Ul([html.Li(line) for line in lines]), html.P(note, className="section-note")]


def _own_norm(rate: Rate, counts: Mapping[str, int]) -> str:
    label, target = words.sentence(rate.label), words.target(rate.target) if rate.target else words.ABSENT
    top, bottom = counts[rate.top], counts[rate.bottom]
    if not bottom:
        return f"{label}: {words.NO_PEOPLE}."
    verdict = "норма выполнена" if meets_target(rate, counts) else "норма не выполнена"
    return f"{label}: {words.ratio(top, bottom)} — {words.percent_of(top, bottom)}; {verdict} ({target})."


def _norm(visit: Visit, place: Place, rate: Rate, one: Attainment) -> list[Component | str]:
    of_whom = ("организаций", "муниципальных образований")[one.level is Level.MUNICIPALITY]
    target = words.target(rate.target) if rate.target else words.ABSENT
    met, missed = len(one.places[Verdict.MET]), len(one.places[Verdict.MISSED])
    met_text = f"{words.number(met)} из{words.FIXED}{words.number(one.compared)} {of_whom}"
    return [
        f"{words.sentence(rate.label)}: норму {target} выполнили ",
        _standing(visit, place, one, Verdict.MET, met_text),
        ", не выполнили ",
        _standing(visit, place, one, Verdict.MISSED, words.number(missed)),
        ".",
    ]


def _standing(visit: Visit, place: Place, one: Attainment, verdict: Verdict, text: str) -> Component | str:
    if not one.places[verdict]:
        return text
    href = addresses.attainment_list(place, one.rate.key, standing_of(one.level, verdict), visit.view)
    return dcc.Link(text, href=href)


def _parts(visit: Visit, whole: PlaceCoverage, parts: Sequence[PlaceCoverage], cycle: Cycle) -> Component:
    title = words.sentence(place_words.by_parts(whole.place))
    table = figures_table(
        figures_of(visit, whole, parts, cycle),
        view=visit.view,
        path=visit.path,
        caption=f"{TITLE} {place_words.by_parts(whole.place)}, {whole.place.name}",
        find=place_words.find_part(whole.place),
    )
    return section(title, table, download_links(visit.path, "parts", visit.view))


def figures_of(
    visit: Visit, whole: PlaceCoverage, parts: Sequence[PlaceCoverage], cycle: Cycle
) -> Figures[PlaceCoverage]:
    """The table of the parts of a place: the years, the whole cycle and those to be assessed."""
    columns = _columns(visit, cycle, lambda row: len(parts) <= MOST_LINKED or row is whole)
    return Figures(
        place_words.part_of(whole.place),
        columns,
        # Of those with an equal share, where most people are missing.
        sorted(parts, key=lambda row: -row.numbers[CoverageGroup.MISSING]),
        lambda row: row.place.name,
        lambda row: dcc.Link(row.place.name, href=report_addresses.coverage(row.place, visit.view)),
        whole,
        first=_SHARE,
        first_label="с наименьшей долей прошедших оценку",
        kind=lambda row: place_words.kind_of(row.place),
    )


def _columns(visit: Visit, cycle: Cycle, is_open: Callable[[PlaceCoverage], bool]) -> list[FigureColumn[PlaceCoverage]]:
    def group_column(group: CoverageGroup, label: str) -> FigureColumn[PlaceCoverage]:
        def show(row: PlaceCoverage) -> Component | str:
            return _number(visit, row, group) if is_open(row) else words.number(row.numbers[group])

        return FigureColumn(str(group), label, lambda row: row.numbers[group], show, is_wide_only=group in NEEDS)

    def year_column(number: int, year: Period) -> FigureColumn[PlaceCoverage]:
        def show(row: PlaceCoverage) -> Component | str:
            passed = row.by_year[number]
            return _passed(visit, row.place, year, passed) if is_open(row) else words.number(passed)

        return FigureColumn(
            *(f"year_{number}", year_label(year), lambda row: row.by_year[number], show), is_wide_only=True
        )

    def share(row: PlaceCoverage) -> float | None:
        due = row.numbers[CoverageGroup.DUE]
        return row.numbers[CoverageGroup.PASSED] / due if due else None

    return [
        group_column(CoverageGroup.DUE, LABELS[CoverageGroup.DUE]),
        *(year_column(number, year) for number, year in enumerate(cycle.years) if year.since <= visit.reading.day),
        group_column(CoverageGroup.PASSED, whole_label(cycle)),
        FigureColumn(_SHARE, "доля", share, lowest_first=True, is_rate=True),
        group_column(CoverageGroup.MISSING, LABELS[CoverageGroup.MISSING]),
        *(group_column(group, label_of(group, cycle)) for group in (CoverageGroup.OWED, *NEEDS)),
    ]
