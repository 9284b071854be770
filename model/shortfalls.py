"""The shortfall of each rate: the people or participations that its bottom count has and its top count has not."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.indicators import COUNT_BY_KEY, RATE_BY_KEY, Rate, Unit


@dataclass(frozen=True)
class Shortfall:
    """The rows that count in the bottom of the rate and not in its top: those from whom the missing ones come.

    `of` and `but_not` have the same meaning as in a concern.
    """

    key: str
    rate: Rate
    label: str
    advice: str

    @property
    def of(self) -> str:
        return self.rate.bottom

    @property
    def but_not(self) -> tuple[str, ...]:
        return (self.rate.top,)

    @property
    def unit(self) -> Unit:
        return COUNT_BY_KEY[self.of].unit

    @property
    def clause(self) -> str:
        return self.rate.clause

    @property
    def meaning(self) -> str:
        return (
            f"входят в число «{COUNT_BY_KEY[self.of].label}» и не входят в число «{COUNT_BY_KEY[self.rate.top].label}»"
        )


SHORTFALLS: tuple[Shortfall, ...] = (
    Shortfall(
        "not_formed",
        RATE_BY_KEY["formation"],
        "прошли оценку, ИОМ не сформирован",
        "Помочь выбрать программу из рекомендуемых и подать заявку.",
    ),
    Shortfall(
        "not_selected",
        RATE_BY_KEY["content"],
        "прошли оценку, содержание обеих частей не отобрано",
        "Помочь выбрать программу и хотя бы одно образовательное событие.",
    ),
    Shortfall(
        "not_completed",
        RATE_BY_KEY["completion"],
        "ИОМ сформирован, формальная часть не завершена",
        "Проследить за обучением и итоговой аттестацией.",
    ),
    Shortfall(
        "not_in_time",
        RATE_BY_KEY["in_time"],
        "формальная часть завершена позже срока",
        "Уточнить причины у организации ДПО.",
    ),
    Shortfall(
        "not_involved",
        RATE_BY_KEY["involvement"],
        "прошли оценку, подтверждённого участия в событиях нет",
        "Помочь выбрать событие; отметить участие в завершившихся.",
    ),
    Shortfall(
        "not_attended",
        RATE_BY_KEY["participation"],
        "завершившиеся выбранные события без подтверждённого участия",
        "Подтвердить участие или указать причину отсутствия.",
    ),
    Shortfall(
        "not_realized",
        RATE_BY_KEY["realization"],
        "ИОМ сформирован, в полном объёме не реализован",
        "Проследить за обучением и участием в выбранных событиях.",
    ),
)
SHORTFALL_BY_KEY: Mapping[str, Shortfall] = {one.key: one for one in SHORTFALLS}
# The list behind «не хватает» of each rate. Those of coverage exist as a concern and as a count.
SHORTFALL_OF: Mapping[str, str] = {
    "coverage_year": "not_assessed_year",
    "coverage": "not_assessed",
    **{one.rate.key: one.key for one in SHORTFALLS},
}
