"""The document of a place for a meeting as a file at a plain address."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from access.reading import Reading
from access.signed_in import current_viewer
from dashboard import place_words, words
from dashboard.addresses import View
from dashboard.answer import AnswerContext, answer, shown_rate, text_of
from dashboard.components.change import rate_difference
from dashboard.components.rate_card import missing_text
from dashboard.pages.breakdown import staffed_parts
from dashboard.pages.sections import before
from dashboard.visit import Visit
from exports.briefs import Brief, BriefTable, brief_form, rows_that_fit
from exports.docx import form_docx
from exports.forms import ChartBar
from exports.pdf import form_pdf
from exports.reports import ReportHead
from model import wording
from model.account_names import short_name
from model.database import read_session
from model.dates import now, today
from model.indicators import COUNT_BY_KEY, RATE_BY_KEY, STAGES, Rate, bottom_of, meets_target, missing_to_target
from model.places import Level, Place
from queries import places
from queries.attention import queue_of
from queries.counts import counts_by_place, counts_of
from queries.imports import data_as_of
from queries.records import PlaceCounts
from queries.small_groups import WithheldError
from queries.targets import rates_of, targets_on
from web.file_response import requested_view, send

# The headings of a rate against its target, with their widths.
_HEADINGS = (("Значение", 15), ("Из скольких", 17), ("Целевое значение", 14), ("Не хватает", 15))
_CLAUSES = "2.4, 2.6, 3.3.2, 3.3.3, 3.11"
WRITERS = {"docx": form_docx, "pdf": form_pdf}
_NAMES = {Level.REGION: "муниципальных образований", Level.MUNICIPALITY: "организаций"}


def add_routes(server: Flask) -> None:
    """Add the routes of the documents to the server."""
    server.add_url_rule("/region/brief.<suffix>", "region_brief", lambda suffix: _take(Level.REGION, None, suffix))
    for level in (Level.MUNICIPALITY, Level.ORGANIZATION):
        server.add_url_rule(
            f"/{level}/<int:identity>/brief.<suffix>",
            f"{level}_brief",
            lambda identity, suffix, level=level: _take(level, identity, suffix),
        )


def _take(level: Level, identity: int | None, suffix: str) -> Response:
    """The document of a place; 404 when it is not the viewer's, may not be narrowed so, or the day is to come."""
    view = requested_view()
    day = view.on or today()
    if suffix not in WRITERS or day > today():
        abort(404)
    view = replace(view, on=day, against=None if view.against and view.against > today() else view.against)
    with read_session() as session:
        reading = Reading(session, current_viewer(), day)
        place = places.named(reading, level, identity)
        if place is None:
            abort(404)
        try:
            brief = brief_of(Visit(reading, view, request.path), place)
        except WithheldError:
            abort(404)
    content = WRITERS[suffix](brief_form(brief))
    return send(content, _file_title(place, view), suffix, action=f"report {suffix}", subject=request.path)


def _file_title(place: Place, view: View) -> str:
    """«Справка Троицкий городской округ 28.11.2026»; with a comparison both days."""
    return f"Справка {place.name} {wording.period(view.against, view.on)}"


def brief_of(visit: Visit, place: Place) -> Brief:
    """What the document tells of the place on the day and under the filters of the visit."""
    reading, view, viewer = visit.reading, visit.view, visit.reading.viewer
    here, parts = _counted(visit, place)
    context = AnswerContext(reading.day, view, may_list=False, targets=targets_on(reading))
    rate = _rate_of(visit, here, context)
    chosen = view.filters.chosen()
    filters = tuple(wording.filter_lines(chosen)) if chosen else ()
    return Brief(
        head=ReportHead(viewer.title, now(), place.name, reading.day, filters),
        level=place.level,
        sentence=text_of(answer(here, parts, context)),
        rates=_rates(visit, here),
        behind=_behind(visit, parts, rate) if parts else _queue(here),
        stages=("Этапы маршрута, работников", _stages(here)),
        sources=_sources(visit, place),
        loaded_at=data_as_of(reading),
        against=view.against,
        post=viewer.post or "",
        name=short_name(viewer.full_name) if viewer.full_name else "",
    )


def _counted(visit: Visit, place: Place) -> tuple[PlaceCounts, Sequence[PlaceCounts]]:
    """The place, and its parts that have people."""
    if place.level is Level.ORGANIZATION:
        return counts_of(visit.reading, place, visit.view.filters, waits=True), ()
    breakdown = counts_by_place(visit.reading, place, visit.view.filters)
    return breakdown.whole, staffed_parts(breakdown)


def _rate_of(visit: Visit, here: PlaceCounts, context: AnswerContext) -> Rate:
    """The rate of the address, else that of the sentence."""
    if visit.view.rate:
        return RATE_BY_KEY[visit.view.rate]
    return shown_rate(here, context) or RATE_BY_KEY["coverage"]


def _rates(visit: Visit, here: PlaceCounts) -> BriefTable:
    """Every rate with its counts, its target and, with a comparison, its change."""
    then = before(visit, here.place)
    headings = [("Показатель", 40), *_HEADINGS]
    rows = []
    for rate in rates_of(visit.reading, here.place):
        top, bottom = here.counts[rate.top], bottom_of(rate, here.counts)
        ratio = words.ratio(top, bottom) if bottom else words.ABSENT
        missing = missing_text(rate, here.counts).removeprefix("не хватает ")
        row = [words.sentence(rate.label), words.percent_of(top, bottom), ratio, _goal(rate), missing or words.ABSENT]
        if then:
            by = rate_difference(rate, here.counts, then)
            row.append(words.ABSENT if by is None else words.change_in_points(by))
        rows.append(row)
    if then:
        headings.append(("Изменение, п. п.", 15))
    return BriefTable("Показатели", headings, rows)


def _behind(visit: Visit, parts: Sequence[PlaceCounts], rate: Rate) -> BriefTable:
    """The parts that miss their target of the rate, those short of most people first; at most as many as fit."""
    targets = targets_on(visit.reading)
    own = [(part, targets.rate_at(part.place, rate)) for part in parts]
    short = [(part, one) for part, one in own if meets_target(one, part.counts) is False]
    short.sort(key=lambda pair: (-(missing_to_target(pair[1], pair[0].counts) or 0), pair[0].place.name))
    limit = rows_that_fit([part.place.name for part, _ in short])
    rows = [
        [
            part.place.name,
            words.percent_of(part.counts[one.top], part.counts[one.bottom]),
            words.ratio(part.counts[one.top], part.counts[one.bottom]),
            _goal(one),
            missing_text(one, part.counts).removeprefix("не хватает "),
        ]
        for part, one in short[:limit]
    ]
    level = Level.REGION if parts[0].place.level is Level.MUNICIPALITY else Level.MUNICIPALITY
    compared = sum(meets_target(one, part.counts) is not None for part, one in own)
    if not compared:
        note = "Целевое значение не установлено, сравнивать не с чем."
    elif not short:
        note = f"Целевого значения достигли все из {words.number(compared)} {_NAMES[level]}."
    else:
        note = f"Не достигли целевого значения {words.ratio(len(short), compared)} {_NAMES[level]}"
        note += f", показаны {limit} с наибольшим отставанием." if len(short) > limit else "."
    headings = [(place_words.PART[level], 48), *_HEADINGS]
    return BriefTable(f"Отставание: {rate.label}", headings, rows, [note])


def _goal(rate: Rate) -> str:
    return words.target(rate.target) if rate.target else words.ABSENT


def _queue(here: PlaceCounts) -> BriefTable:
    """What waits for an action, for an organization, which has no parts."""
    waiting = [one for one in queue_of(here) if one.number]
    rows = [
        [words.sentence(one.concern.label), words.number(one.number), words.day(one.since) if one.since else ""]
        for one in waiting
    ]
    notes = [] if rows else ["Ничто не ждёт решения, сроки не нарушены."]
    return BriefTable("Требует внимания", [("Что ждёт решения", 60), ("Число", 14), ("С какого дня", 18)], rows, notes)


def _stages(here: PlaceCounts) -> list[ChartBar]:
    most = max(1, *(here.counts[key] for key in STAGES))
    return [
        ChartBar(words.sentence(COUNT_BY_KEY[key].label), words.number(here.counts[key]), here.counts[key] / most)
        for key in STAGES
    ]


def _sources(visit: Visit, place: Place) -> list[str]:
    """The regulation, and the acts of the targets that the ministry has set."""
    acts = [
        f"{rate.label} — {rate.target_note}"
        for rate in rates_of(visit.reading, place)
        if rate.target_note != RATE_BY_KEY[rate.key].target_note
    ]
    own = [f"Целевые значения: {'; '.join(acts)}."] if acts else []
    return [f"Показатели: {wording.clause(_CLAUSES)}.", *own]
