"""The one list of what is counted: counts and rates as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a row of the list behind a count is."""

    PERSON = "person"
    PARTICIPATION = "participation"
    APPLICATION = "application"


@dataclass(frozen=True)
class Count:
    """A number of people, participations or applications of a place on a date."""

    key: str
    label: str
    meaning: str
    clause: str
    unit: Unit = Unit.PERSON


@dataclass(frozen=True)
class Rate:
    """Two counts, one over the other; `target` is a fraction (numerator, denominator) or absent."""

    key: str
    label: str
    top: str
    bottom: str
    clause: str
    target: tuple[int, int] | None = None
    target_note: str = "устанавливает регион"


@dataclass(frozen=True)
class Measure:
    """What is told of the scores of a group of people; queries/competences.py makes it."""

    key: str
    label: str
    meaning: str
    clause: str


COUNTS: tuple[Count, ...] = (
    Count("staff", "работников", "работают в организации на дату", "3.3.3"),
    Count("assessed", "прошли оценку за три года", "есть оценка не старше трёх лет", "2.4, 3.3.3"),
    Count(
        "assessed_year", "прошли оценку в отчётном году", "есть оценка в отчётном году по дату включительно", "3.3.3"
    ),
    Count("recommended", "имеют рекомендуемый ИОМ", "ИОМ по последней оценке сформирован в модуле", "2.1, 3.5"),
    Count("chosen", "выбрали ДПП", "для рекомендуемого ИОМ выбрана программа", "2.4"),
    Count("formed", "ИОМ сформирован", "программа выбрана, и заявка на неё действует", "3.3.2"),
    Count("formed_full", "сформирован полностью", "ИОМ сформирован, и выбрано хотя бы одно событие", "3.3.3"),
    Count("head_approved", "подтверждены руководителем", "действующая заявка подтверждена руководителем", "3.3.3, 3.6"),
    Count("provider_approved", "подтверждены организацией ДПО", "та же заявка подтверждена организацией ДПО", "3.6"),
    Count(
        "formal_done", "формальная часть завершена", "пройдена итоговая аттестация по программе маршрута", "2.6, 3.11"
    ),
    Count(
        "formal_late",
        "срок обучения прошёл, аттестации нет",
        "заявка подтверждена, обучение по графику окончено, аттестации нет",
        "3.11",
    ),
    Count("informal_any", "участвовали в событиях", "подтверждено участие хотя бы в одном выбранном событии", "2.6"),
    Count(
        "realized",
        "ИОМ реализован полностью",
        "формальная часть завершена, участие во всех выбранных событиях подтверждено",
        "3.11",
    ),
    Count(
        "events_due",
        "событий, срок которых наступил",
        "выбранные события рекомендуемых ИОМ, окончившиеся на дату",
        "2.6, 3.11",
        Unit.PARTICIPATION,
    ),
    Count(
        "events_attended",
        "участий подтверждено",
        "из них с подтверждённым участием",
        "2.6, 3.13",
        Unit.PARTICIPATION,
    ),
    Count(
        "awaiting_head",
        "ждут решения руководителя",
        "поданные заявки без решения руководителя, не отозванные",
        "3.3.3, 3.7",
        Unit.APPLICATION,
    ),
    Count(
        "awaiting_provider",
        "ждут решения организации ДПО",
        "подтверждённые руководителем заявки на ДПП без решения организации ДПО, не отозванные",
        "3.6",
        Unit.APPLICATION,
    ),
)

RATES: tuple[Rate, ...] = (
    Rate(
        "coverage_year",
        "охват оценкой за год",
        "assessed_year",
        "staff",
        "3.3.3",
        (333, 1000),
        "не менее 33,3 % к концу года",
    ),
    Rate("coverage", "охват оценкой за три года", "assessed", "staff", "3.3.3", (1, 1), "100 % за три года"),
    Rate("formation", "формирование ИОМ", "formed", "assessed", "3.3.2", (1, 1), "100 %"),
    Rate("content", "отбор содержания", "formed_full", "assessed", "3.3.3", (1, 1), "100 %"),
    Rate("completion", "завершение формальной части", "formal_done", "formed", "2.6"),
    Rate("participation", "участие в событиях", "events_attended", "events_due", "2.6, 3.11"),
    Rate("realization", "полная реализация", "realized", "formed", "3.11"),
)

MEASURES: tuple[Measure, ...] = (
    Measure(
        "score_mean",
        "средний балл",
        "среднее по баллам последней действующей оценки; у кого балла нет, тот не учитывается",
        "2.4, 3.3.3",
    ),
    Measure(
        "score_spread",
        "разброс баллов",
        "от наименьшего балла до наибольшего; у средней половины людей — от нижней четверти до верхней",
        "2.4, 3.3.3",
    ),
    Measure(
        "score_below",
        "доля ниже границы",
        "доля людей с баллом ниже границы среди имеющих балл; граница — настройка, а не норма",
        "2.4, 3.3.2",
    ),
    Measure(
        "strong_places",
        "успешные практики",
        "места, где не меньше трёх четвертей людей не ниже границы, а среднее выше общего",
        "3.3.3",
    ),
)

COUNT_BY_KEY: Mapping[str, Count] = {count.key: count for count in COUNTS}
RATE_BY_KEY: Mapping[str, Rate] = {rate.key: rate for rate in RATES}
MEASURE_BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}
COUNT_KEYS: tuple[str, ...] = tuple(COUNT_BY_KEY)
RATE_KEYS: tuple[str, ...] = tuple(RATE_BY_KEY)

# The order in which a person walks through the route: the funnel of stages.
STAGES: tuple[str, ...] = (
    "staff",
    "assessed",
    "recommended",
    "chosen",
    "formed",
    "head_approved",
    "provider_approved",
    "formal_done",
    "realized",
)


def rate_of(rate: Rate, counts: Mapping[str, int]) -> float | None:
    """The rate as a fraction, or None where there is nobody to count from."""
    bottom = counts[rate.bottom]
    return counts[rate.top] / bottom if bottom else None


def meets_target(rate: Rate, counts: Mapping[str, int]) -> bool | None:
    """Whether the target is met, compared in whole numbers; None without a target or without people."""
    if rate.target is None or not counts[rate.bottom]:
        return None
    numerator, denominator = rate.target
    return counts[rate.top] * denominator >= counts[rate.bottom] * numerator


def missing_to_target(rate: Rate, counts: Mapping[str, int]) -> int | None:
    """How many more are needed for the target; None without a target or without people."""
    if rate.target is None or not counts[rate.bottom]:
        return None
    numerator, denominator = rate.target
    needed = -(-counts[rate.bottom] * numerator // denominator)
    return max(0, needed - counts[rate.top])
