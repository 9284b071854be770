"""Writes an invented oblast twice: as the registers stood a month ago, and what the month since then has brought."""

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
    """Which columns of a register say when: the one its rows begin with, and later ones with what came with them."""

    begins: str
    later: dict[str, tuple[str, ...]]


DATED: dict[str, Dated] = {
    "staff": Dated("Принят", {"Уволен": ()}),
    "appendix1": Dated("Дата прохождения", {}),
    "applications": Dated(
        "Дата подачи",
        {
            "Дата решения руководителя": ("Решение руководителя",),
            "Дата решения организации ДПО": ("Решение организации ДПО",),
            "Отозвана": (),
        },
    ),
    "appendix2": Dated("Дата реализации", {}),
    "participation": Dated("Дата выбора", {"Участие подтверждено": (), "Причина отсутствия": ()}),
}


def split_at(cut: date, key: str, row: Row) -> tuple[Row | None, Row | None]:
    """The row as it stood on the day, and as the month since tells it; None where it says nothing."""
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
    """The day of a cell, the last one of two; None when it tells none."""
    if isinstance(cell, date):
        return cell
    told = re.findall(r"(\d\d)\.(\d\d)\.(\d{4})", str(cell))
    return date(*(int(part) for part in reversed(told[-1]))) if told else None


def write_month(folder: Path, oblast: Oblast, seed: int, day: date, cut: date) -> dict[str, int]:
    """Both sets of registers of one oblast; returns how many rows each of the files got."""
    invented = oblast_of(oblast.scale, seed + oblast.number, day)
    counted: dict[str, int] = {}
    with ExitStack() as stack:
        files = {half: _open(stack, folder / half / str(oblast.number)) for half in (BEFORE, MONTH)}
        for person in invented.people:
            life = life_of(person, invented.years, seed=invented.seed)
            is_new = False
            for key in REGISTER_KEYS:
                told = invented.rows("staff", person) if key == "staff" else invented.told.rows(key, life)
                halves = [split_at(cut, key, oblast.retell(key, row)) for row in told]
                # Of somebody who was not there yet nothing else can have been told either.
                is_new = is_new or (key == "staff" and not any(before for before, _ in halves))
                if is_new:
                    halves = [(None, now or before) for before, now in halves]
                _write(files, key, halves, counted)
    return counted


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
    counted: dict[str, int],
) -> None:
    for half, rows in ((BEFORE, [before for before, _ in halves]), (MONTH, [now for _, now in halves])):
        told = [row for row in rows if row is not None]
        files[half][key].write(told)
        counted[f"{half} {key}"] = counted.get(f"{half} {key}", 0) + len(told)


def oblasts_of(scale: str, count: int) -> Iterator[Oblast]:
    """What is to be loaded: one oblast, or the first oblasts of the nation."""
    one = SCALES[scale]
    if count == 1:
        yield Oblast(0, one, {})
        return
    yield from oblasts(Scale(one.municipalities * count, one.organizations * count, one.people * count))


def cut_of(day: date) -> date:
    """The day a month ago."""
    return day - timedelta(days=30)


def main() -> None:
    """python -m bench.month FOLDER SCALE OBLASTS"""
    folder, scale, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for oblast in oblasts_of(scale, count):
        written = write_month(folder, oblast, 1, today(), cut_of(today()))
        print(oblast.number, written, file=sys.stderr)


if __name__ == "__main__":
    main()
