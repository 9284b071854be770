"""What a file has that is no error and yet deserves a look: hidden rows, late hours, scores like fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.cells.days import is_late_evening
from ingest.cells.kinds import CellKind
from ingest.cells.lists import all_names
from ingest.cells.texts import is_blank
from ingest.registers.register import Register

Cells = tuple[object, ...]

_MOST_NAMED = 10


@dataclass
class Remarks:
    """Gathered while the rows are gone through; `told` is complete after the last of them."""

    _days: list[str] = field(default_factory=list)
    _scores: list[str] = field(default_factory=list)
    _totals: dict[int, None] = field(default_factory=dict)
    _hidden: list[int] = field(default_factory=list)
    _late: list[int] = field(default_factory=list)
    _counts: tuple[str, str] | None = None
    _unlisted: list[int] = field(default_factory=list)
    _miscounted: list[int] = field(default_factory=list)
    _unnamed: set[int] = field(default_factory=set)
    _seen_unnamed: dict[int, None] = field(default_factory=dict)
    _fractions: dict[int, None] = field(default_factory=dict)
    _whole: bool = False

    def begin(self, register: Register, present: Mapping[str, int], headings: Sequence[str] = ()) -> None:
        """Forget what was seen: the rows are gone through from the first again."""
        columns = [column for column in register.columns if column.key in present]
        self._days = [column.key for column in columns if column.kind in {CellKind.DAY, CellKind.PERIOD}]
        self._scores = [column.key for column in columns if column.kind is CellKind.PERCENT]
        self._counts = register.counts
        self._totals, self._hidden, self._late, self._unlisted = {}, [], [], []
        self._miscounted = []
        self._unnamed = {place for place, heading in enumerate(headings) if not heading}
        self._seen_unnamed = {}
        self._fractions, self._whole = {}, False

    def total(self, number: int) -> None:
        """A line of totals, which was passed over."""
        self._totals[number] = None

    def see_unnamed(self, row: Cells) -> None:
        """Look for values under no heading: they are not read."""
        for place in [one for one in self._unnamed if one < len(row) and not is_blank(row[one])]:
            self._unnamed.discard(place)
            self._seen_unnamed[place] = None

    def see(self, number: int, cells: Mapping[str, object], values: Mapping[str, object], *, is_hidden: bool) -> None:
        """Look at a row: the cells that could be read and what they mean."""
        if is_hidden:
            self._hidden.append(number)
        # Where a cell could not be read there is no value.
        if any(values[key] is not None and is_late_evening(cells[key]) for key in self._days):
            self._late.append(number)
        if self._counts:
            self._compare(number, cells, values, *self._counts)
        for key in self._scores:
            score = values[key] if key in cells else None
            if isinstance(score, float) and score != 0 and "%" not in str(cells[key]):
                if score < 1:
                    self._fractions[number] = None
                self._whole = self._whole or score > 1

    def _compare(
        self, number: int, cells: Mapping[str, object], values: Mapping[str, object], count: str, names: str
    ) -> None:
        """The stated number beside the names that are listed."""
        stated, listed = values[count], values[names]
        if not (isinstance(stated, int) and isinstance(listed, tuple)):
            return
        if not listed:
            self._unlisted += [number] if stated else []
        elif stated != len(listed) and stated != sum(1 for _ in all_names(cells.get(names))):
            self._miscounted.append(number)

    def texts(self) -> tuple[str, ...]:
        """The remarks in words."""
        return tuple(self._lines())

    def _lines(self) -> list[str]:
        lines = []
        if self._totals:
            lines.append(f"Похоже на итог и не читалось: {_rows(list(self._totals))}.")
        if self._seen_unnamed:
            places = [place + 1 for place in sorted(self._seen_unnamed)]
            lines.append(f"Нет заголовка, и значения не читались: {_listed('столбец', 'столбцы', places)}.")
        if self._hidden:
            lines.append(f"Скрытых строк принято: {len(self._hidden)} ({_rows(self._hidden)}).")
        if self._late:
            lines.append(
                f"Время от 19:00 рядом с датой, {_rows(self._late)}: проверьте день, по другим часам он следующий."
            )
        if self._unlisted:
            lines.append(f"Число ДПП указано, а перечень пуст, {_rows(self._unlisted)}: подойдёт любая программа.")
        if self._miscounted:
            lines.append(
                f"Количество ДПП не равно числу наименований в перечне, {_rows(self._miscounted)}: "
                "проверьте число или впишите каждое наименование с новой строки."
            )
        if self._fractions and not self._whole:
            lines.append(
                "Все результаты процедуры не больше 1: похоже на доли (0,785), а не на проценты (78,5). "
                "Проверьте, что это не ошибка выгрузки."
            )
        elif self._fractions:
            lines.append(
                f"Результат меньше 1 без знака «%», {_rows(list(self._fractions))}: похоже на долю (0,785), "
                "а не на проценты (78,5)."
            )
        return lines


def _rows(numbers: list[int]) -> str:
    return _listed("строка", "строки", numbers)


def _listed(one: str, several: str, numbers: list[int]) -> str:
    first = ", ".join(map(str, numbers[:_MOST_NAMED]))
    more = f" и ещё {len(numbers) - _MOST_NAMED}" if len(numbers) > _MOST_NAMED else ""
    return f"{several if len(numbers) > 1 else one} {first}{more}"
