"""A file that was uploaded: which register it is, what is wanting in it, and what it would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from ingest import imports
from ingest.files.headings import HeadingsRejectedError
from ingest.files.import_options import ImportOptions
from ingest.files.limited_reading import check_readable
from ingest.files.reading import headings_of_file, recognise_file
from ingest.files.sheets import Sheet, open_sheets
from ingest.imports import Upload
from ingest.planning.plan import Plan
from ingest.planning.summaries import summary_of
from ingest.registers import REGISTERS

MOST_HEADINGS = 100


@dataclass(frozen=True)
class Checked:
    """What came of a check: the plan, or the headings that are to be mapped by hand; `summary` is fit for JSON."""

    register: str | None
    summary: dict[str, Any]
    plan: Plan | None = None


def check_upload(session: Session, upload: Upload, register: str | None, terms: ImportOptions) -> Checked:
    """Read the file as the register, or as the one that its headings tell; UnreadableFileError where nothing can."""
    if isinstance(upload.source, Path):
        check_readable(upload.source)
    sheets = open_sheets(upload.source)
    if register is None:
        match = recognise_file(sheets, terms.mapped)
        register = match.key if match else None
    if register is None:
        headings = headings_of_file(sheets)
        return Checked(None, {"headings": _cut(headings), "missing": []})
    try:
        plan = imports.check(session, register, upload, terms, sheets)
    except HeadingsRejectedError as refused:
        return _wanting(register, sheets, refused)
    return Checked(register, summary_of(session, plan), plan)


def _wanting(register: str, sheets: Sequence[Sheet], refused: HeadingsRejectedError) -> Checked:
    """The columns that must be there and are not, and the headings that may be theirs under another name."""
    if not refused.missing:  # a heading twice: that is for its owner to mend
        raise refused
    keys = {column.heading: column.key for column in REGISTERS[register].columns}
    missing = [{"key": keys[heading], "heading": heading} for heading in refused.missing]
    headings = refused.unknown or headings_of_file(sheets)
    return Checked(register, {"headings": _cut(headings), "missing": missing, "reason": refused.reason})


def _cut(headings: tuple[str, ...]) -> list[str]:
    return [heading[:200] for heading in dict.fromkeys(headings)][:MOST_HEADINGS]
