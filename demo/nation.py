"""An invented nation: many oblasts, one after another, each under names and numbers of its own.

The registers of each go through the importer like any other; municipalities that no reference list knows are
written into the table first, and the stored sums are made once, at the end.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from demo import SCALES, Progress, oblast_of, write_oblast
from demo.chance import portions
from demo.places import Scale, municipalities
from demo.rows import HEADINGS, Row
from ingest import imports
from ingest.imports import Upload
from ingest.undo import Rewrite
from model.database import write_session
from model.journal import ImportRun
from model.names import fold
from model.places import Municipality, reference_rows

BY = "demo"
_TILES_IN_ROW = 60
_NUMBERED = re.compile("Идентификатор|Номер заявки")


@dataclass(frozen=True)
class Oblast:
    """One oblast of the nation: its place among them, its size, and its municipalities by their list's names."""

    number: int
    scale: Scale
    names: dict[str, str]

    def retell(self, key: str, row: Row) -> Row:
        """The row with this oblast's municipalities and numbers; the first keeps those of the list."""
        if self.number == 0:
            return row
        told = list(row)
        for column, heading in enumerate(HEADINGS[key]):
            value = told[column]
            if value and _NUMBERED.match(heading):
                told[column] = f"{self.number}-{value}"
            elif value and "униципальн" in heading:
                told[column] = self.names[fold(str(value))]
        return told


def oblasts(nation: Scale) -> Iterator[Oblast]:
    """The nation dealt out to oblasts as large as the reference list."""
    listed = list(reference_rows())
    sizes = [len(listed)] * (nation.municipalities // len(listed))
    rest = nation.municipalities - sum(sizes)
    sizes += [rest] if rest else []
    organizations = portions(nation.organizations, sizes)
    people = portions(nation.people, sizes)
    for number, size in enumerate(sizes):
        scale = Scale(size, organizations[number], people[number])
        names: dict[str, str] = {}
        for place, listed_one in enumerate(municipalities(scale, 0)):
            name = _name(number * len(listed) + place)
            names |= {fold(said): name for said in (listed_one.name, listed_one.earlier_name) if said}
        yield Oblast(number, scale, names)


def _name(number: int) -> str:
    return f"Демо-округ № {number:04}"


def load_nation(
    seed: int, day: date, *, rewrite: Rewrite, progress: Progress, nation: Scale = SCALES["nation"]
) -> None:
    """Read in the whole nation; takes hours at full size, and memory for the numbers of its people."""
    found = list(oblasts(nation))
    with write_session() as session:
        _write_municipalities(session, nation.municipalities)
    for oblast in found:
        is_last = oblast is found[-1]
        _load(oblast, seed, day, rewrite if is_last else _later)
        progress("области", oblast.number + 1, len(found))


def _later(_session: Session, _runs: Sequence[ImportRun], _others: Mapping[int, date]) -> None:
    """The stored sums are made once, with the last oblast."""


def _write_municipalities(session: Session, count: int) -> None:
    for number in range(len(list(reference_rows())), count):
        row, column = divmod(number, _TILES_IN_ROW)
        session.add(
            Municipality(
                oktmo=f"ДЕМО-{number:04}",
                name=_name(number),
                administrative_centre=f"г. Демо-{number:04}",
                tile_row=row,
                tile_column=column,
            )
        )


def _load(oblast: Oblast, seed: int, day: date, rewrite: Rewrite) -> None:
    with TemporaryDirectory() as folder:
        invented = oblast_of(oblast.scale, seed + oblast.number, day)
        files = write_oblast(Path(folder), invented, None, retell=oblast.retell)
        with write_session() as session:
            runs = [
                imports.import_file(session, register, Upload(file, file.name), by=BY, take_good=False)[1]
                for register, file in files.items()
            ]
            imports.finish_import(session, runs, rewrite)
