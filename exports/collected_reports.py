"""The reports of п. 3.12 of all providers, of п. 3.13 of all organizations of a municipality: each in one document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from exports.forms import Form, Section, text, value_text
from exports.periods import SIGNATURES
from exports.reports import ReportHead, completion_report, participation_report
from model.dates import Period
from model.places import Level
from queries.reports import Completion, EventParticipation

_OWN = 3  # the totals at the end of its lines


@dataclass(frozen=True)
class Reporter:
    """Who reports, and the rows of its report."""

    name: str
    rows: Sequence[Completion] | Sequence[EventParticipation]


def completions_of_all(head: ReportHead, period: Period, reporters: Sequence[Reporter]) -> Form:
    """The report of п. 3.12 of each provider, one after another; those without trainings are named at the end."""
    return _collected(head, period, reporters, completion_report, "Организаций ДПО", Level.REGION)


def participations_of_all(head: ReportHead, period: Period, reporters: Sequence[Reporter]) -> Form:
    """The report of п. 3.13 of each organization, one after another; those without events are named at the end."""
    return _collected(head, period, reporters, participation_report, "Образовательных организаций", Level.MUNICIPALITY)


def _collected(
    head: ReportHead,
    period: Period,
    reporters: Sequence[Reporter],
    report: Callable[..., Form],
    unit: str,
    level: Level,
) -> Form:
    whole = report(head, period.since, period.until, [row for one in reporters for row in one.rows])
    reporting = [one for one in reporters if one.rows]
    forms = [(one, report(head, period.since, period.until, one.rows)) for one in reporting]
    silent = [text(one.name) for one in reporters if not one.rows]
    number = (unit, f"{value_text(len(reporting))} из {value_text(len(reporters))}")
    sections = [part for one, form in forms for part in _sections(one, form)]
    if silent:
        sections.append(Section("Нет данных за отчётный период", lines=tuple(silent)))
    about, totals = whole.lines[:-_OWN], whole.lines[-_OWN:]
    place = ("Территория", text(head.place))
    return replace(
        whole,
        lines=(place, *about[1:], number, *totals),
        sections=tuple(sections),
        signatures=SIGNATURES[level],
    )


def _sections(one: Reporter, form: Form) -> list[Section]:
    """The name of the reporter with its totals, and its tables under it."""
    lines = tuple(f"{label}: {value}" for label, value in form.lines[-_OWN:])
    return [Section(text(one.name), lines=lines), *(replace(part, level=2) for part in form.sections)]
