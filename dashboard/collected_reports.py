"""The reports of many in one file: of which place, for which days, and how they are called."""

import re
from dataclasses import dataclass

from access.reading import Reading
from dashboard.periods import period_of
from dashboard.visit import Visit
from model.dates import Period
from model.places import Level, Place
from queries import places

COMPLETIONS, PARTICIPATIONS = "completions", "participations"
# The names of the files by the form, as an order names it.
TITLES = {
    COMPLETIONS: "Отчёты о формальной части всех организаций ДПО",
    PARTICIPATIONS: "Отчёты об участии в событиях всех организаций",
}
SUFFIXES = ("docx", "pdf")
_LEVELS = {Level.REGION: COMPLETIONS, Level.MUNICIPALITY: PARTICIPATIONS}
_SCREEN = re.compile("/(region|municipality)(?:/([1-9][0-9]{0,8}))?/period")


@dataclass(frozen=True)
class CollectedReport:
    """The reports of a place for a period; `form` says of which clause."""

    form: str
    place: Place
    period: Period

    @property
    def title(self) -> str:
        return TITLES[self.form]


def form_offered(reading: Reading, place: Place) -> str | None:
    """The form of the reports of all in the place, for who may name its people."""
    return _LEVELS.get(place.level) if reading.scope.may_list(place) else None


def collected_report_at(visit: Visit, form: str, suffix: str) -> CollectedReport | None:
    """The reports that the address of «Отчёт за период» orders; None where they are not there for the viewer."""
    match = _SCREEN.fullmatch(visit.path)
    if match is None or suffix not in SUFFIXES:
        return None
    place = places.named(visit.reading, match[1], int(match[2]) if match[2] else None)
    if place is None or form_offered(visit.reading, place) != form:
        return None
    return CollectedReport(form, place, period_of(visit.view, visit.reading.day))
