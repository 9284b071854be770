"""The bridge of a rate between two days as floating bars, and what the parts of a place have added to its change."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from dashboard import words
from dashboard.charts.bars import Bar, Bars, Cell
from model.bridges import Part, Sides, label_of
from model.indicators import Rate, Unit
from queries.bridges import Bridge, PlacePart

# The places that made most of a change; the others stand in one row.
MOST_PLACES = 5
# What is left free at both ends of the axis, which spans the rates that the bridge passes.
_MARGIN = 0.04
ROWS_LABEL = {Unit.PERSON: "Человек", Unit.PARTICIPATION: "Фактов участия"}
SMALL_STEPS = "Прочие шаги вместе"
TOP, BOTTOM = "Числитель", "Знаменатель"


def bridge_bars(bridge: Bridge, parts: Sequence[Part], rows_label: str, link: Callable[[Part], Cell]) -> Bars:
    """The rate of the earlier day, a bar from where each step begins to where it ends, the rate of the later day.

    `link` draws the number of the rows of a step. Without a rate on either day there are no bars.
    """
    shares = [bridge.share_of(part) for part in parts]
    levels = _levels(bridge.before.share, shares)
    at = _axis(levels)
    steps = [
        _step_bar(bridge.rate, part, share, (begins, ends), at, link)
        for part, share, begins, ends in zip(parts, shares, levels, levels[1:], strict=False)
    ]
    since, until = (words.day(day) for day in (bridge.period.since, bridge.period.until))
    ends = [
        _level_bar(f"Было {since}", bridge.before, at),
        *(steps or [_plain_bar(bridge.rate, part, link) for part in parts]),
        _level_bar(f"Стало {until}", bridge.after, at),
    ]
    return Bars(["Шаг", "Вклад, п. п.", rows_label, TOP, BOTTOM], ends)


def label_of_part(part: Part, rate: Rate) -> str:
    """What the step of a part is called; several small ones have one name."""
    return words.sentence(label_of(part.step, rate)) if part.step else SMALL_STEPS


def signed(number: int) -> str:
    """«+3», «−2», «0»."""
    return f"+{words.number(number)}" if number > 0 else words.number(number)


def _levels(first: Fraction | None, shares: Sequence[Fraction | None]) -> list[Fraction]:
    """The rate before each step and after the last one; nothing where a rate is absent."""
    if first is None or any(share is None for share in shares):
        return []
    levels = [first]
    for share in shares:
        levels.append(levels[-1] + (share or 0))
    return levels


def _axis(levels: Sequence[Fraction]) -> Callable[[Fraction], float]:
    """Where a rate stands between the lowest and the highest one that the bridge passes."""
    lowest, highest = min(levels, default=Fraction(0)), max(levels, default=Fraction(0))
    width = float(highest - lowest) or 1.0
    return lambda level: _MARGIN + (1 - 2 * _MARGIN) * float(level - lowest) / width


def _level_bar(name: str, sides: Sides, at: Callable[[Fraction], float]) -> Bar:
    cells = ["", words.number(sides.top), words.number(sides.bottom)]
    number = words.percent_of(sides.top, sides.bottom)
    return Bar(name, number, None if sides.share is None else at(sides.share), cells, kind="is-level")


def _step_bar(
    rate: Rate,
    part: Part,
    share: Fraction | None,
    ends: tuple[Fraction, Fraction],
    at: Callable[[Fraction], float],
    link: Callable[[Part], Cell],
) -> Bar:
    first, last = sorted(map(at, ends))
    kind = f"is-step {'is-down' if (share or 0) < 0 else 'is-up'}"
    number = words.change_in_points(share or Fraction(0))
    return Bar(label_of_part(part, rate), number, last - first, _cells(part, link), kind=kind, start=first)


def _plain_bar(rate: Rate, part: Part, link: Callable[[Part], Cell]) -> Bar:
    return Bar(label_of_part(part, rate), words.ABSENT, None, _cells(part, link))


def _cells(part: Part, link: Callable[[Part], Cell]) -> list[Cell]:
    return [link(part), signed(part.top), signed(part.bottom)]


def place_bars(parts: Sequence[PlacePart], first: str, name_of: Callable[[PlacePart], Cell]) -> Bars:
    """The five places that have added most, in either direction, and the others together; `first` heads the names."""
    largest, rest = parts[:MOST_PLACES], parts[MOST_PLACES:]
    others = sum(map(_share, rest), Fraction(0))
    most = max([Fraction(1, 10000), abs(others), *(abs(_share(part)) for part in largest)])
    rows = [
        _place_bar(
            name_of(part),
            _share(part),
            most,
            _course(part.before, part.after),
            part.after.top - part.before.top,
            part.after.bottom - part.before.bottom,
        )
        for part in largest
    ]
    if rest:
        top, bottom = (sum(getattr(p.after, s) - getattr(p.before, s) for p in rest) for s in ("top", "bottom"))
        rows.append(_place_bar(f"Остальные ({words.number(len(rest))})", others, most, words.ABSENT, top, bottom))
    return Bars([first, "Вклад, п. п.", "Было и стало", TOP, BOTTOM], rows)


def _share(part: PlacePart) -> Fraction:
    return Fraction(0) if part.share is None else part.share


def _course(before: Sides, after: Sides) -> str:
    return " → ".join(words.percent_of(one.top, one.bottom) for one in (before, after))


def _place_bar(name: Cell, share: Fraction, most: Fraction, course: str, top: int, bottom: int) -> Bar:
    kind = "is-down" if share < 0 else "is-up"
    cells = [course, signed(top), signed(bottom)]
    return Bar(name, words.change_in_points(share), float(abs(share) / most), cells, kind=kind)
