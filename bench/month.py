"""Writes an invented oblast twice: the registers as of a month ago, and the changes of the month since."""

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from demo import REGISTER_KEYS, SCALES, oblast_of
from demo.lives import life_of
from demo.nation import Oblast, oblasts
from demo.places import Scale
from demo.rows import HEADINGS, Row
from demo.writing import RegisterFile, register_file
from model.dates import today

BEFORE, MONTH = "before", "month"


@dataclass(frozen=True)
class Dated:
    """The date columns of a register: the start of a row, and later dates with the columns that they fill."""

    begins: str
    later: dict[str, tuple[str, ...]]


DATED: dict[str, Dated] = {
    "staff": Dated("Принят", {"Уволен": (), "Длительно отсутствует с": ("Длительно отсутствует по",)}),
    "appendix1": Dated("Дата прохождения", {}),
    "applications": Dated(
        "Дата подачи",
        {
            "Дата решения руководителя": ("Решение руководителя",),
            "Дата решения организации ДПО": ("Решение организации ДПО",),
            "Отозвана": (),
            "Отчислен": (),
        },
    ),
    "appendix2": Dated("Дата реализации", {}),
    "participation": Dated("Дата выбора", {"Участие подтверждено": (), "Причина отсутствия": ()}),
}


def split_at(cut: date, key: str, row: Row) -> tuple[Row | None, Row | None]:
    """The row as of the day, and as of the month after it; None where the row is absent or unchanged."""
    columns, dated = HEADINGS[key], DATED[key]
    begins = _last_day(row[_place(columns, dated.begins)])
    if begins is None or begins > cut:
        return None, row
    before, is_news = list(row), False
    for heading, companions in dated.later.items():
        value = row[_place(columns, heading)]
        if isinstance(value, date) and value > cut:
            is_news = True
            for name in (heading, *companions):
                before[_place(columns, name)] = None
    return before, row if is_news else None


def _place(columns: tuple[str, ...], heading: str) -> int:
    return next(place for place, column in enumerate(columns) if column.startswith(heading))


def _last_day(cell: object) -> date | None:
    """The last day in a cell; None when it has none."""
    if isinstance(cell, date):
        return cell
    dates = re.findall(r"(\d\d)\.(\d\d)\.(\d{4})", str(cell))
    return date(*(int(part) for part in reversed(dates[-1]))) if dates else None


def write_month(folder: Path, oblast: Oblast, seed: int, day: date, cut: date) -> dict[str, int]:
    """Write both sets of registers of one oblast; returns the number of rows in each file."""
    invented = oblast_of(oblast.scale, seed + oblast.number, day)
    row_counts: dict[str, int] = {}
    with ExitStack() as stack:
        files = {half: _open(stack, folder / half / str(oblast.number)) for half in (BEFORE, MONTH)}
        for person in invented.people:
            life = life_of(person, invented.years, seed=invented.seed)
            is_new = False
            for key in REGISTER_KEYS:
                rows = invented.rows("staff", person) if key == "staff" else invented.register_rows.rows(key, life)
                halves = [split_at(cut, key, oblast.change_row(key, row)) for row in rows]
                # A person hired after the day has no earlier rows in any register.
                is_new = is_new or (key == "staff" and not any(before for before, _ in halves))
                if is_new:
                    halves = [(None, now or before) for before, now in halves]
                _write(files, key, halves, row_counts)
    return row_counts


def _open(stack: ExitStack, folder: Path) -> dict[str, RegisterFile]:
    folder.mkdir(parents=True, exist_ok=True)
    return {
        key: stack.enter_context(register_file(folder, key, HEADINGS[key], is_spreadsheet=False))
        for key in REGISTER_KEYS
    }


def _write(
    files: dict[str, dict[str, RegisterFile]],
    key: str,
    halves: list[tuple[Row | None, Row | None]],
    row_counts: dict[str, int],
) -> None:
    for half, rows in ((BEFORE, [before for before, _ in halves]), (MONTH, [now for _, now in halves])):
        present = [row for row in rows if row is not None]
        files[half][key].write(present)
        row_counts[f"{half} {key}"] = row_counts.get(f"{half} {key}", 0) + len(present)


def oblasts_of(scale: str, count: int) -> Iterator[Oblast]:
    """The oblasts to load: one, or the first ones of the nation."""
    scale_of_one = SCALES[scale]
    if count == 1:
        yield Oblast(0, scale_of_one, {})
        return
    yield from oblasts(
        Scale(scale_of_one.municipalities * count, scale_of_one.organizations * count, scale_of_one.people * count)
    )


def cut_of(day: date) -> date:
    """The day one month before."""
    return day - timedelta(days=30)


def main() -> None:
    """python -m bench.month FOLDER SCALE OBLASTS"""
    folder, scale, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for oblast in oblasts_of(scale, count):
        row_counts = write_month(folder, oblast, 1, today(), cut_of(today()))
        print(oblast.number, row_counts, file=sys.stderr)


if __name__ == "__main__":
    main()
