"""The file of the reports of п. 3.12 of all providers, or of п. 3.13 of all organizations of a municipality."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

from access.reading import Reading
from dashboard.collected_reports import COMPLETIONS, CollectedReport
from exports.collected_reports import Reporter, completions_of_all, participations_of_all
from exports.docx import form_docx
from exports.pdf import form_pdf
from exports.reports import ReportHead
from jobs.quotas import QuotaError
from model.dates import Period, now
from model.places import Place
from model.wording import filter_lines
from queries import places
from queries.applications import ProviderRecord
from queries.filters import Filters
from queries.reports import completions, participations
from queries.trainings import provider_figures

# Rows of a document: more than that nobody leafs through, and a PDF of them takes minutes.
MOST_ROWS = 20_000
_WRITERS = {"docx": form_docx, "pdf": form_pdf}
Reads = Sequence[Callable[[], Reporter]]


def reads_of(reading: Reading, report: CollectedReport, filters: Filters) -> Reads:
    """For each reporter, by name, the way to read its rows."""
    since, until = report.period.since, report.period.until
    if report.form == COMPLETIONS:
        records = [ProviderRecord(one.id, one.name, None) for one in provider_figures(reading, since, until)]
        return [partial(_completions, reading, one, report.period) for one in records]
    parts = places.parts_of(reading, report.place)
    return [partial(_participations, reading, one, report.period, filters) for one in parts]


def _completions(reading: Reading, of: ProviderRecord, period: Period) -> Reporter:
    return Reporter(of.name, completions(reading, of, period.since, period.until))


def _participations(reading: Reading, of: Place, period: Period, filters: Filters) -> Reporter:
    return Reporter(of.name, participations(reading, of, period.since, period.until, filters))


def write_reports(
    reading: Reading,
    report: CollectedReport,
    suffix: str,
    filters: Filters,
    reads: Reads,
    to: BinaryIO,
    advance: Callable[[int], None],
) -> None:
    """Write the document; `advance` is called with the number of reporters read. Raises QuotaError beyond MOST_ROWS."""
    reporters = list(_read(reads, advance))
    lines = filter_lines(filters.chosen()) if report.form != COMPLETIONS else ()
    head = ReportHead(reading.viewer.title, now(), report.place.name, reading.day, tuple(lines))
    make = completions_of_all if report.form == COMPLETIONS else participations_of_all
    to.write(_WRITERS[suffix](make(head, report.period, reporters)))


def _read(reads: Reads, advance: Callable[[int], None]) -> Iterator[Reporter]:
    rows = 0
    for done, read in enumerate(reads, start=1):
        reporter = read()
        rows += len(reporter.rows)
        if rows > MOST_ROWS:
            raise QuotaError(f"в документе было бы больше {MOST_ROWS} строк: выберите период короче")
        yield reporter
        advance(done)
