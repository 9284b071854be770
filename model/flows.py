"""The flows of a period: what happened between two days, as records (п. 3.12, 3.3.3)."""

from dataclasses import dataclass
from enum import StrEnum

from model.indicators import Measure


class Fact(StrEnum):
    """What happens to a person on a day."""

    ASSESSED = "assessed"
    OPENED = "opened"
    SUBMITTED = "submitted"
    HEAD_CONFIRMED = "head_confirmed"
    PROVIDER_CONFIRMED = "provider_confirmed"
    HEAD_REFUSED = "head_refused"
    PROVIDER_REFUSED = "provider_refused"
    WITHDRAWN = "withdrawn"
    TRAINED = "trained"
    ATTESTED = "attested"
    IN_TIME = "in_time"
    ATTENDED = "attended"


class Sum(StrEnum):
    """What of the facts is added up: the facts themselves, their people each once, or hours."""

    FACTS = "facts"
    PEOPLE = "people"
    HOURS = "hours"


@dataclass(frozen=True)
class Flow(Measure):
    """A figure of a period: of which fact, and what of it is added up."""

    fact: Fact
    sum: Sum = Sum.FACTS


FLOWS: tuple[Flow, ...] = (
    Flow(
        "assessed_people",
        "прошли оценку, человек",
        "прошли за период хотя бы одну процедуру оценки",
        "3.3.3",
        Fact.ASSESSED,
        Sum.PEOPLE,
    ),
    Flow(
        "assessments",
        "пройдено процедур оценки",
        "процедуры, пройденные за период, без потребностей",
        "3.3.3",
        Fact.ASSESSED,
    ),
    Flow("opened", "открыто ИОМ", "процедура или потребность за период открыла новый ИОМ", "2.1", Fact.OPENED),
    Flow("submitted", "подано заявок", "поданы за период, на процедуры, ДПП и события", "3.7", Fact.SUBMITTED),
    Flow(
        "head_confirmed",
        "подтверждено руководителями",
        "заявки, по которым решение принято за период",
        "3.6",
        Fact.HEAD_CONFIRMED,
    ),
    Flow(
        "provider_confirmed",
        "подтверждено организациями ДПО",
        "заявки, по которым решение принято за период",
        "3.6",
        Fact.PROVIDER_CONFIRMED,
    ),
    Flow(
        "head_refused",
        "отклонено руководителями",
        "заявки, по которым решение принято за период",
        "3.6",
        Fact.HEAD_REFUSED,
    ),
    Flow(
        "provider_refused",
        "отклонено организациями ДПО",
        "заявки, по которым решение принято за период",
        "3.6",
        Fact.PROVIDER_REFUSED,
    ),
    Flow("withdrawn", "отозвано заявок", "отозваны за период", "3.7", Fact.WITHDRAWN),
    Flow(
        "trained_people",
        "обучены, человек",
        "завершили за период обучение хотя бы по одной ДПП",
        "3.12",
        Fact.TRAINED,
        Sum.PEOPLE,
    ),
    Flow(
        "trainings",
        "завершено обучений",
        "строки Приложения 2, последний день которых — в периоде",
        "3.12",
        Fact.TRAINED,
    ),
    Flow("hours", "часов обучения", "сумма часов этих строк", "3.12", Fact.TRAINED, Sum.HOURS),
    Flow(
        "attested",
        "итоговых аттестаций",
        "учитываемые строки Приложения 2 с номером документа",
        "2.6, 3.11",
        Fact.ATTESTED,
    ),
    Flow("in_time", "из них в срок", "аттестация не позднее окончания обучения по заявке", "3.11", Fact.IN_TIME),
    Flow(
        "attended",
        "подтверждённых участий в событиях",
        "событие прошло, участие подтверждено и событие не снято: день, с которого верно и то и другое",
        "2.6, 3.13",
        Fact.ATTENDED,
    ),
    Flow(
        "attended_people",
        "участники событий, человек",
        "хотя бы одно такое участие за период",
        "2.6, 3.13",
        Fact.ATTENDED,
        Sum.PEOPLE,
    ),
)
FLOW_BY_KEY = {flow.key: flow for flow in FLOWS}


class Milestone(StrEnum):
    """How far those assessed in a period have come; each names a list."""

    ASSESSED = "cohort_assessed"
    THIRTY = "cohort_thirty"
    SIXTY = "cohort_sixty"
    NINETY = "cohort_ninety"
    DONE = "cohort_done"


# Within how many days of the assessment the route is formed.
WITHIN_DAYS: dict[Milestone, int] = {Milestone.THIRTY: 30, Milestone.SIXTY: 60, Milestone.NINETY: 90}
# The days after the assessment of which the curve of a cohort is drawn.
CURVE_DAYS = (0, 7, 14, 30, 45, 60, 90, 120, 180)
COHORT: tuple[Measure, ...] = (
    Measure(Milestone.ASSESSED, "прошли оценку", "человек с оценкой за период; срок идёт от первой из них", "3.3.3"),
    *(
        Measure(
            one,
            f"ИОМ сформирован за {days} дней",
            f"не позднее {days} дней после оценки действовала учитываемая заявка на ДПП или пройдена аттестация, "
            "пока работник оставался здесь",
            "3.3.2",
        )
        for one, days in WITHIN_DAYS.items()
    ),
    Measure(
        Milestone.DONE, "реализован на достаточном уровне", "на отчётную дату, пока работник оставался здесь", "2.6"
    ),
)
