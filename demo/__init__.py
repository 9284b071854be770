"""An invented oblast as six register files, which the importer reads like any others."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from demo.absences import add_absences, add_second_jobs
from demo.assessments import Years
from demo.catalogue_rows import CATALOGUE, CATALOGUE_HEADINGS, catalogue_rows
from demo.chance import Season
from demo.lives import life_of
from demo.offers import Offers
from demo.people import Person, namesakes, staff
from demo.places import Scale, organizations
from demo.rows import HEADINGS, RegisterRows, Row, staff_rows
from demo.writing import register_file, rows_in
from model.dates import years_before

SCALES: dict[str, Scale] = {
    "small": Scale(municipalities=43, organizations=172, people=2_600, evenness=0.5),
    "region": Scale(municipalities=43, organizations=2_600, people=60_000),
    "nation": Scale(municipalities=2_400, organizations=85_000, people=2_500_000),
}
# The registers about people; the catalogue is about nobody.
REGISTER_KEYS: tuple[str, ...] = tuple(HEADINGS)
_OF_LIVES = REGISTER_KEYS[1:]  # every register but «Кадровый состав»
_EARLIER = 150  # days before the three years, with assessments that no longer count
_STEP = 500  # people between two calls of `progress`

Progress = Callable[[str, int, int], None]
ChangeRow = Callable[[str, Row], Row]


def unchanged_row(_key: str, row: Row) -> Row:
    """The row as it is."""
    return row


@dataclass(frozen=True)
class Sheet:
    """The headings of a register and its rows, which can be iterated once."""

    headings: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True)
class Oblast:
    """The invented oblast before any file is written."""

    people: list[Person]
    years: Years
    register_rows: RegisterRows
    seed: int

    def catalogue(self) -> Iterator[Row]:
        """The rows of «Каталог»."""
        return catalogue_rows(self.years.offers, seed=self.seed, day=self.years.day)

    def rows(self, key: str, person: Person) -> Iterator[Row]:
        """The rows of one register about one person."""
        if key == "staff":
            return staff_rows(person)
        return self.register_rows.rows(key, life_of(person, self.years, seed=self.seed))


def oblast(scale: str, seed: int, day: date) -> Oblast:
    """The oblast of a scale on the day; the same arguments give the same oblast."""
    if scale == "nation":
        raise ValueError("страна не пишется реестрами: в перечне только муниципальные образования области")
    return oblast_of(SCALES[scale], seed, day)


def oblast_of(scale: Scale, seed: int, day: date) -> Oblast:
    """An oblast of the scale, within the municipalities of the reference list."""
    places = organizations(scale, seed)
    people = staff(places, seed=seed, day=day)
    add_absences(people, seed=seed, day=day)
    add_second_jobs(people, places, seed=seed, day=day)
    first = years_before(day, 3) - timedelta(days=_EARLIER)
    years = Years(first, day, Season(first, day), Offers(seed=seed, first=first, day=day))
    return Oblast(people, years, RegisterRows(namesakes(people)), seed)


def registers_of(invented: Oblast) -> dict[str, Sheet]:
    """The six registers; their rows are generated on iteration, so that none is held in memory."""
    sheets = {key: Sheet(HEADINGS[key], _rows(invented, key)) for key in REGISTER_KEYS}
    return {**sheets, CATALOGUE: Sheet(CATALOGUE_HEADINGS, invented.catalogue())}


def _rows(invented: Oblast, key: str) -> Iterator[Row]:
    for person in invented.people:
        yield from invented.rows(key, person)


def write_registers(
    folder: Path, scale: str, seed: int, day: date, progress: Progress | None = None
) -> dict[str, Path]:
    """Write the registers as files; a small oblast has the module's forms as spreadsheets.

    `progress` is called with "staff" or "lives", the number of people done and the total.
    """
    return write_oblast(folder, oblast(scale, seed, day), progress, is_spreadsheet=scale == "small")


def write_oblast(
    folder: Path,
    invented: Oblast,
    progress: Progress | None,
    *,
    is_spreadsheet: bool = False,
    change_row: ChangeRow = unchanged_row,
) -> dict[str, Path]:
    """Write the six registers of an oblast; `change_row` may change each row about a person."""
    folder.mkdir(parents=True, exist_ok=True)
    headings = {**HEADINGS, CATALOGUE: CATALOGUE_HEADINGS}
    with ExitStack() as stack:
        files = {
            key: stack.enter_context(register_file(folder, key, headings[key], is_spreadsheet=is_spreadsheet))
            for key in headings
        }
        files[CATALOGUE].write(invented.catalogue())
        for person in _with_progress(invented.people, "staff", progress):
            files["staff"].write(change_row("staff", row) for row in staff_rows(person))
        for person in _with_progress(invented.people, "lives", progress):
            life = life_of(person, invented.years, seed=invented.seed)
            for key in _OF_LIVES:
                files[key].write(change_row(key, row) for row in invented.register_rows.rows(key, life))
    return {key: file.path for key, file in files.items()}


def _with_progress(people: list[Person], step: str, progress: Progress | None) -> Iterator[Person]:
    """Yield the people and call `progress` on the way."""
    for place, person in enumerate(people):
        if progress and place % _STEP == 0:
            progress(step, place, len(people))
        yield person
    if progress:
        progress(step, len(people), len(people))


def rows_written(files: dict[str, Path]) -> dict[str, int]:
    """The number of data rows in each file."""
    return {key: rows_in(path) for key, path in files.items()}
