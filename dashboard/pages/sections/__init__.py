"""The sections that the screens of every place share."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, report_addresses, words
from dashboard.answer import AnswerContext
from dashboard.answer import answer as sentence_of
from dashboard.charts.funnel import funnel
from dashboard.charts.rate_over_time import rate_over_time, rate_over_time_rows
from dashboard.components.attention import ATTENTION, QueueContext, attention_by_part
from dashboard.components.attention import attention as queue
from dashboard.components.bar_chart import bar_chart
from dashboard.components.breadcrumbs import breadcrumbs
from dashboard.components.change import Before
from dashboard.components.date_filter import comparison, date_filter, day_strip
from dashboard.components.download_links import brief_links, download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.filters import filter_bar
from dashboard.components.graph import graph
from dashboard.components.page import section
from dashboard.components.rate_card import Course, count_strip, number_link, rate_cards
from dashboard.components.still import still
from dashboard.pages.sections.answer_line import answer_line
from dashboard.pages.sections.contents import contents
from dashboard.pages.sections.share import share
from dashboard.rate_words import coverage_of_procedure
from dashboard.visit import Visit
from model.dates import today
from model.indicators import Rate, rate_of
from model.places import REGION, Level, Place
from queries import places
from queries.choices import choices
from queries.counts import counts_of
from queries.heads import heads_of
from queries.records import PlaceCounts
from queries.small_groups import may_narrow
from queries.targets import may_set_targets, rates_of, targets_on
from queries.trends import Point, counts_by_month

_NUMBERS = "Все показатели в числах"


class Part(StrEnum):
    """The ids of the sections of a place's screen, for its contents."""

    TARGETS = "part-targets"
    BEHIND = "part-behind"
    ATTENTION = "part-attention"
    PARTS = "part-parts"
    NUMBERS = "part-numbers"
    STAGES = "part-stages"
    MONTHS = "part-months"
    STAFF = "part-staff"
    REPORT = "part-report"


def trail(visit: Visit, place: Place, here: str | None = None) -> Component | None:
    """The breadcrumbs from the widest place that the viewer may open; `here` is a page under the place."""
    above: list[Place] = []
    if place.level is not Level.REGION and places.region(visit.reading):
        above.append(REGION)
    if place.level is Level.ORGANIZATION:
        home = places.municipality(visit.reading, place.municipality_id or 0)
        above += [home] if home else []
    steps: list[tuple[str, str | None]] = [(one.name, addresses.place(one, visit.view)) for one in above]
    steps.append((place.name, addresses.place(place, visit.view) if here else None))
    return breadcrumbs([*steps, (here, None)] if here else steps)


def screens_of(place: Place, view: addresses.View) -> list[tuple[str, str]]:
    """The screens of a place, with labels and addresses."""
    attained = [("Цели", addresses.attainment(place, view))]
    return [
        ("Показатели", addresses.place(place, view)),
        *(attained if place.level is not Level.ORGANIZATION else []),
        ("Охват", report_addresses.coverage(place, view)),
        ("Реестр ИОМ", report_addresses.registry(place, view)),
        ("За период", report_addresses.period(place, view)),
        ("Процедуры", report_addresses.procedures(place, view)),
        ("Заявки", addresses.applications(place, view)),
        *([("Организации ДПО", report_addresses.providers(view))] if place.level is Level.REGION else []),
        ("События", addresses.events(place, view)),
        ("Каталог", addresses.catalogue(place, view)),
        ("Компетенции", addresses.competences(place, view)),
        ("Практики", report_addresses.practices(place, view)),
        ("Качество данных", addresses.quality(place, view)),
    ]


def tabs(visit: Visit, place: Place, *parts: tuple[str, str]) -> Component:
    """The links to the screens of a place, and the contents of this one, in one line."""
    return html.Div([screen_links(visit, place), contents(*parts)], className="tabs")


def screen_links(visit: Visit, place: Place) -> Component:
    """The links to the screens of a place; the current one is marked."""
    offered = screens_of(place, visit.view)
    items = [_screen_link(label, href, is_here=href.partition("?")[0] == visit.path) for label, href in offered]
    return still(html.Nav(html.Ul(items), className="ways", **{"aria-label": "Вкладки"}))


def _screen_link(label: str, href: str, *, is_here: bool) -> Component:
    return html.Li(html.Span(label, **{"aria-current": "page"}) if is_here else dcc.Link(label, href=href))


def rate_choice(visit: Visit, place: Place, current: Rate) -> Component:
    """A link to the same screen for each rate; the current one is marked."""

    def choice(rate: Rate) -> Component:
        label = words.sentence(rate.label)
        if rate == current:
            return html.Li(html.Span(label, **{"aria-current": "true"}))
        return html.Li(dcc.Link(label, href=addresses.with_view(visit.path, replace(visit.view, rate=rate.key))))

    label = {"aria-label": "Показатель"}
    choices = [choice(rate) for rate in rates_of(visit.reading, place)]
    return still(html.Ul(choices, className="rate-choice", **label))


def controls(visit: Visit, place: Place, *, compares: bool = False, hides: Collection[str] = ()) -> Component:
    """The date and the filters of the address, and the day to compare with where figures are compared.

    `hides` names the filters that the screen sets in another way.
    """
    offered = {name: values for name, values in _offered(visit, place).items() if name not in hides}
    day, view = visit.reading.day, visit.view
    other_day = [comparison(day, today=today(), path=visit.path, view=view)] if compares else []
    bar = filter_bar(view, visit.path, offered, compares=compares)
    return _tools(visit, *other_day, bar, brief_links(place, view))


def _tools(visit: Visit, *more: Component) -> Component:
    """The date, further controls and the button to share the address, in one line; below it a day that is not today."""
    day, path, view = visit.reading.day, visit.path, visit.view
    line = [date_filter(day, today=today(), path=path, view=view), *more, share()]
    return html.Div(
        [*line, *day_strip(day, today=today(), path=path, view=view)],
        id="controls",
        className="headline-tools",
        role="group",
        **{"aria-label": "Дата и фильтры"},
    )


def _offered(visit: Visit, place: Place) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The filters by which the viewer may narrow the counts of the place."""
    offered = choices(visit.reading, place)
    return {name: offered[name] for name in offered if may_narrow(visit.reading, place, name)}


def course_of(visit: Visit, here: PlaceCounts, then: Before | None = None) -> Course:
    """The last year of the place, and the day to compare with: `then`, or the end of the last month."""
    counts_by_day = {visit.reading.day: here.counts, **({then.day: then.counts} if then else {})}
    points = counts_by_month(visit.reading, here.place, visit.view.filters, counts_by_day=counts_by_day)
    return Course(points, then or (Before(*points[-2]) if len(points) > 1 else None))


def before(visit: Visit, place: Place) -> Before | None:
    """The counts of the place on the day to compare with."""
    against = visit.view.against
    if against is None:
        return None
    return Before(against, counts_of(visit.reading.on(against), place, visit.view.filters).counts)


def answer(visit: Visit, here: PlaceCounts, parts: Sequence[PlaceCounts] = ()) -> Component:
    """The sentence that opens the screen of a place."""
    may_list = visit.reading.scope.may_list(here.place)
    context = AnswerContext(visit.reading.day, visit.view, may_list, targets_on(visit.reading))
    return answer_line(sentence_of(here, parts, context))


def targets(visit: Visit, here: PlaceCounts, course: Course) -> Component:
    """The place against its targets, with its course."""
    can_open = visit.reading.scope.may_list(here.place)
    rates = rates_of(visit.reading, here.place)
    may_set = may_set_targets(visit.reading)
    cards = rate_cards(here, rates, view=visit.view, can_open=can_open, course=course, may_set=may_set)
    return section("Показатели и целевые значения", cards, note=_coverage_note(visit, here), id=Part.TARGETS)


def _coverage_note(visit: Visit, here: PlaceCounts) -> str | None:
    """Under a filter by procedure: how many of everybody have passed it, since coverage is absent."""
    filters = visit.view.filters
    if not filters.procedure:
        return None
    everybody = counts_of(visit.reading, here.place, filters.without_procedure)
    return coverage_of_procedure(here.counts, everybody.counts)


def attention(visit: Visit, here: PlaceCounts, then: Before | None, parts: Sequence[PlaceCounts] = ()) -> Component:
    """The queue by clause; for a place with children, also by child."""
    targets = targets_on(visit.reading)
    heads = partial(heads_of, visit.reading, here.place)
    may_list = visit.reading.scope.may_list
    context = QueueContext(visit.reading.day, visit.view, visit.path, may_list, targets, heads, then)
    content = [queue(here, context, parts)]
    if parts:
        link, files = _queue_link(visit, here.place), download_links(visit.path, "attention", visit.view)
        table = [attention_by_part(here, parts, context)] if visit.view.queue else []
        content += [link, *table, files] if table else [html.Div([link, files], className="in-one-line")]
    return section(ATTENTION, *content, id=Part.ATTENTION)


def _queue_link(visit: Visit, place: Place) -> Component:
    """The link that shows the queue by parts, or hides it: the table is made only when somebody asks for it."""
    is_open = visit.view.queue
    text = f"{'Скрыть таблицу' if is_open else 'Показать'} {place_words.by_parts(place)}"
    href = addresses.with_view(visit.path, replace(visit.view, queue=None if is_open else 1))
    return still(html.P(dcc.Link(text, href=href), className="attention-parts"))


def numbers(visit: Visit, here: PlaceCounts) -> Component:
    """Every count of the place; each opens its list where the viewer may see names."""
    can_open = visit.reading.scope.may_list(here.place)
    strip = count_strip(here, view=visit.view, can_open=can_open)
    return section(_NUMBERS, strip, id=Part.NUMBERS)


def folded_numbers(visit: Visit, here: PlaceCounts) -> Component:
    """The same behind a link: the screen of a place with parts shows its most telling counts elsewhere."""
    is_open = visit.view.places.numbers
    unfolded = replace(visit.view, places=replace(visit.view.places, numbers=not is_open))
    link = dcc.Link(
        "Скрыть все числа" if is_open else "Показать все числа", href=addresses.with_view(visit.path, unfolded)
    )
    strip = [count_strip(here, view=visit.view, can_open=visit.reading.scope.may_list(here.place))] if is_open else []
    line = html.P([link], className="section-note no-print")
    return section(_NUMBERS, *strip, note=still(line), id=Part.NUMBERS)


def no_people_section(title: str, *, id: Part) -> Component:
    """The text in place of figures for a place without people."""
    why = "На отчётную дату и с этими фильтрами работников нет: выберите другую дату или сбросьте фильтры."
    return section(title, empty_state("Нет данных", why), id=id)


def stages(visit: Visit, here: PlaceCounts, then: Before | None = None) -> Component:
    """The stages from the staff to a realized route; `then` has the counts of the day to compare with."""
    if not here.counts["staff"]:
        return no_people_section("Этапы маршрута", id=Part.STAGES)
    can_open = visit.reading.scope.may_list(here.place)
    bars = funnel(
        here.counts,
        lambda key: number_link(here, key, view=visit.view, can_open=can_open),
        then.counts if then else None,
    )
    file = download_links(visit.path, "stages", visit.view)
    chart = bar_chart(bars, title="Число работников, достигших этапа", file=file)
    return section("Этапы маршрута", chart, id=Part.STAGES)


def months(visit: Visit, place: Place, points: Sequence[Point]) -> Component:
    """The rates over the last year."""
    rates = rates_of(visit.reading, place)[:4]
    if all(rate_of(rate, counts) is None for _, counts in points for rate in rates):
        return no_people_section("По месяцам", id=Part.MONTHS)
    figure, rows = rate_over_time(points, rates), rate_over_time_rows(points, rates)
    file = download_links(visit.path, "months", visit.view)
    chart = graph(figure, title="Показатели на конец месяца", table=rows, height=360, file=file)
    return section("По месяцам", chart, id=Part.MONTHS)


def date_only(visit: Visit, place: Place | None = None) -> Component:
    """The date without filters, for screens that filters do not affect; of a place, its document for a meeting."""
    return _tools(visit, *([brief_links(place, visit.view)] if place else []))


def short_trail(here: str) -> Component | None:
    """Breadcrumbs for pages outside of places: the start and this page."""
    return breadcrumbs([("Главная", addresses.HOME), (here, None)])
