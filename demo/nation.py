"""An invented nation: many oblasts, one after another, each with its own names and numbers.

The usual importer reads the registers of each. Municipalities that are not in the reference list are
inserted first, and the stored sums are computed once, at the end.
"""

import re
from collections.abc import Collection, Iterator, Sequence
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
from ingest.writing.derivation import Rewrite
from model.database import write_session
from model.journal import ImportRun
from model.names import fold
from model.places import Municipality, reference_rows

BY = "demo"
_TILES_IN_ROW = 60
_NUMBERED = re.compile("Идентификатор|Номер заявки")


@dataclass(frozen=True)
class Oblast:
    """An oblast of the nation: its number, its size, and its municipalities by their names in the reference list."""

    number: int
    scale: Scale
    names: dict[str, str]

    def change_row(self, key: str, row: Row) -> Row:
        """The row with this oblast's municipalities and numbers."""
        if self.number == 0:
            return row
        changed = list(row)
        for column, heading in enumerate(HEADINGS[key]):
            value = changed[column]
            if value and _NUMBERED.match(heading):
                changed[column] = f"{self.number}-{value}"
            elif value and "униципальн" in heading:
                changed[column] = self.names[fold(str(value))]
        return changed


def oblasts(nation: Scale) -> Iterator[Oblast]:
    """The nation divided into oblasts of the size of the reference list."""
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
            names |= {fold(old_name): name for old_name in (listed_one.name, listed_one.earlier_name) if old_name}
        yield Oblast(number, scale, names)


def _name(number: int) -> str:
    return f"Демо-округ № {number:04}"


def load_nation(
    seed: int, day: date, *, rewrite: Rewrite, progress: Progress, nation: Scale = SCALES["nation"]
) -> None:
    """Import the whole nation; it takes hours at full size, and memory for the ids of its people."""
    nation_oblasts = list(oblasts(nation))
    with write_session() as session:
        _write_municipalities(session, nation.municipalities)
    for oblast in nation_oblasts:
        is_last = oblast is nation_oblasts[-1]
        _load(oblast, seed, day, rewrite if is_last else _later)
        progress("области", oblast.number + 1, len(nation_oblasts))


def _later(_session: Session, _runs: Sequence[ImportRun], _others: Collection[int]) -> None:
    """Do nothing: the stored sums are computed once, with the last oblast."""


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
        files = write_oblast(Path(folder), invented, None, change_row=oblast.change_row)
        with write_session() as session:
            runs = [
                imports.import_file(session, register, Upload(file, file.name), by=BY, take_good=False)[1]
                for register, file in files.items()
            ]
            imports.finish_import(session, runs, rewrite)
