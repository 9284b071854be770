"""The bridge of a rate between two days: in which step each row came into, moved within or left its two counts.

A row is a person; of a rate of participations, a participation. Pure functions of where a row stood on both days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from model.indicators import COUNT_BY_KEY, Rate, Unit


class Movement(StrEnum):
    """What happened to a row between the two days; the last ones say why it no longer counts."""

    CAME = "came"
    ENTERED = "entered"
    GAINED = "gained"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    EXPELLED = "expelled"
    DROPPED = "dropped"
    EVENTS = "events"
    EXPIRED = "expired"
    NEW_YEAR = "new_year"
    AWAY = "away"
    LEFT = "left"


@dataclass(frozen=True)
class Standing:
    """Whether on a day the person works at the place, and the row counts in the bottom and in the top of the rate."""

    works: bool
    in_bottom: bool
    in_top: bool


@dataclass(frozen=True)
class Step:
    """A step of a bridge: what each of its rows adds to the top and to the bottom, 1, 0 or −1."""

    movement: Movement
    top: int
    bottom: int

    @property
    def key(self) -> str:
        """«came_with», «gained»: the ending says whether a row that enters or leaves the bottom is in the top."""
        if not self.bottom:
            return self.movement.value
        return f"{self.movement}_{'with' if self.top else 'without'}"


@dataclass(frozen=True)
class _Words:
    """How a rate tells its steps: who enters the bottom, who of them is in the top and who is not."""

    entered: str
    with_top: str
    without_top: str
    gained: str


# The causes for which a row that still works at the place leaves a count: those looked for, then the remaining one.
CAUSES: Mapping[str, Sequence[Movement]] = {
    "due": (Movement.AWAY,),
    "assessed": (Movement.EXPIRED,),
    "assessed_due": (Movement.EXPIRED,),
    "assessed_year_due": (Movement.NEW_YEAR,),
    "formed": (Movement.WITHDRAWN, Movement.REFUSED, Movement.EXPELLED, Movement.EXPIRED),
    "selected": (Movement.DROPPED, Movement.EXPIRED),
    "informal_any": (Movement.DROPPED, Movement.EXPIRED),
    "formal_done": (Movement.EXPIRED,),
    "formal_in_time": (Movement.EXPIRED,),
    "realized": (Movement.EVENTS, Movement.EXPIRED),
    "events_due": (Movement.DROPPED, Movement.EXPIRED),
    "events_attended": (Movement.EXPIRED,),
}

_WORDS: Mapping[str, _Words] = {
    "coverage_year": _Words(
        "стали подлежать оценке", "прошли её в отчётном году", "в отчётном году её не прошли", "прошли оценку"
    ),
    "coverage": _Words("стали подлежать оценке", "прошли её за три года", "за три года её не прошли", "прошли оценку"),
    "formation": _Words("прошли оценку", "ИОМ сформирован", "ИОМ не сформирован", "сформирован ИОМ (запись на ДПП)"),
    "content": _Words(
        "прошли оценку", "содержание отобрано", "содержание не отобрано", "отобрано содержание обеих частей"
    ),
    "completion": _Words(
        "сформирован ИОМ", "он реализован", "он не реализован", "ИОМ реализован на достаточном уровне"
    ),
    "in_time": _Words("завершена формальная часть", "в срок", "не в срок", "завершена в срок"),
    "involvement": _Words("прошли оценку", "участвовали в событиях", "в событиях не участвовали", "приняли участие"),
    "participation": _Words(
        "событие завершилось", "участие подтверждено", "участие не подтверждено", "участие подтверждено"
    ),
    "realization": _Words(
        "сформирован ИОМ", "он реализован полностью", "он не реализован полностью", "ИОМ реализован в полном объёме"
    ),
}
_LABELS: Mapping[Movement, str] = {
    Movement.CAME: "приняты или переведены сюда",
    Movement.WITHDRAWN: "отозвана заявка",
    Movement.REFUSED: "отклонена заявка",
    Movement.EXPELLED: "отчислены",
    Movement.DROPPED: "отменён выбор события",
    Movement.EVENTS: "изменился выбор событий",
    Movement.EXPIRED: "истекли три года",
    Movement.NEW_YEAR: "начался новый отчётный год",
    Movement.AWAY: "перестали подлежать оценке",
    Movement.LEFT: "уволены или переведены отсюда",
}


def label_of(step: Step, rate: Rate) -> str:
    """«приняты или переведены сюда: ИОМ не сформирован»."""
    words = _WORDS[rate.key]
    if step.movement is Movement.GAINED:
        return words.gained
    label = words.entered if step.movement is Movement.ENTERED else _LABELS[step.movement]
    if not step.bottom:
        return label
    return f"{label}: {words.with_top if step.top else words.without_top}"


def steps_of(rate: Rate) -> list[Step]:
    """Every step that the rate may have, in the order of a bridge: who came, moved and left."""
    enters = [Step(movement, top, 1) for movement in (Movement.CAME, Movement.ENTERED) for top in (1, 0)]
    lost = [Step(movement, -1, 0) for movement in CAUSES[rate.top]]
    exits = [Step(movement, top, -1) for movement in (*CAUSES[rate.bottom], Movement.LEFT) for top in (-1, 0)]
    return [*enters, Step(Movement.GAINED, 1, 0), *lost, *exits]


def step_named(rate: Rate, key: str) -> Step | None:
    """The step of the rate with the key; None where it has none."""
    return next((step for step in steps_of(rate) if step.key == key), None)


def lost_count(rate: Rate, before: Standing, after: Standing) -> str | None:
    """The count that a row which works at the place on both days has left; None where it has left none."""
    if not (before.works and after.works):
        return None
    if before.in_bottom and not after.in_bottom:
        return rate.bottom
    return rate.top if before.in_top and not after.in_top else None


def step_of(before: Standing, after: Standing, cause: Movement | None) -> Step | None:
    """The one step of a row; None where neither count changes. `cause` is that of a row that has left a count."""
    top, bottom = int(after.in_top) - int(before.in_top), int(after.in_bottom) - int(before.in_bottom)
    if not (top or bottom):
        return None
    return Step(_movement(before, after, top, bottom, cause), top, bottom)


def _movement(before: Standing, after: Standing, top: int, bottom: int, cause: Movement | None) -> Movement:
    if bottom > 0:
        return Movement.ENTERED if before.works else Movement.CAME
    if bottom < 0 and not after.works:
        return Movement.LEFT
    if top > 0:
        return Movement.GAINED
    # A count is left for a cause: what is not known is the years that have passed.
    return cause or Movement.EXPIRED


@dataclass(frozen=True)
class Sides:
    """The top and the bottom of a rate on a day."""

    top: int
    bottom: int

    @property
    def share(self) -> Fraction | None:
        """The rate; None where nobody is to count from."""
        return Fraction(self.top, self.bottom) if self.bottom else None


def contribution(before: Sides, after: Sides, top: int, bottom: int) -> Fraction | None:
    """How much the rate changes by rows that add so much to its top and bottom; None where a rate is absent.

    It is (top − earlier rate × bottom) ÷ bottom of the later day: who comes in as the others were changes nothing.
    Such contributions add up to the change of the rate exactly, in whatever order, of steps as of places.
    """
    if not before.bottom or not after.bottom:
        return None
    return (top - Fraction(before.top, before.bottom) * bottom) / after.bottom


def unit_of(rate: Rate) -> Unit:
    """What a row of the bridge is: a person or a participation."""
    return COUNT_BY_KEY[rate.bottom].unit


def is_shown_before(step: Step, rate: Rate) -> bool:
    """Whether the rows of the step are there on the earlier day alone.

    A person is there on both days but for who left; a participation is not where it ceased to count.
    """
    return step.bottom < 0 and (step.movement is Movement.LEFT or unit_of(rate) is not Unit.PERSON)


@dataclass(frozen=True)
class Part:
    """The rows of a step, or several small steps together: `step` is None, and `rows` is not told."""

    step: Step | None
    rows: int | None
    top: int
    bottom: int


def parts_of_bridge(numbers: Mapping[Step, int], rate: Rate) -> list[Part]:
    """The steps that have rows, in the order of the bridge."""
    ordered = [step for step in steps_of(rate) if numbers.get(step)]
    return [Part(step, numbers[step], step.top * numbers[step], step.bottom * numbers[step]) for step in ordered]


def without_small(parts: Sequence[Part], least: int) -> list[Part]:
    """The parts of at least so many rows each; the others together, by what they add alone, and of as many rows."""
    large = sorted((part for part in parts if (part.rows or 0) >= least), key=lambda part: part.rows or 0)
    hidden = [part for part in parts if part not in large]
    # Of too few rows together, their sum would tell of them: the smallest step joins them.
    while hidden and large and _rows(hidden) < least:
        hidden.append(large.pop(0))
    visible = [part for part in parts if part in large]
    if not hidden:
        return visible
    return [*visible, Part(None, None, sum(part.top for part in hidden), sum(part.bottom for part in hidden))]


def _rows(parts: Iterable[Part]) -> int:
    return sum(part.rows or 0 for part in parts)
