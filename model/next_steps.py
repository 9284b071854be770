"""The next step of a person: what has to be done now, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass

EMPLOYEE = "ход работника"
HEAD = "ход руководителя"
PROVIDER = "ход организации ДПО"
ASSESSOR = "ход ОГБУ ЧЦОПМКП"


@dataclass(frozen=True)
class NextStep:
    """The step of a person who counts in `of` and in none of `but_not`, and has no earlier step.

    `action` is said of one person, `stage` of all who are at the step; `turn` says whose turn it is, empty where
    nothing has to be done. `since` is the column with the day since which it is awaited; with `waits` there has to be
    one.
    """

    key: str
    action: str
    stage: str
    turn: str
    of: str
    but_not: tuple[str, ...] = ()
    since: str | None = None
    waits: bool = False


# The first that holds. What waits for somebody comes before what only goes on.
NEXT_STEPS: tuple[NextStep, ...] = (
    NextStep("assess", "записать на оценку", "не прошли оценку", HEAD, "not_assessed"),
    NextStep("choose", "выбрать ДПП", "выбирают ДПП", EMPLOYEE, "without_programme", since="without_programme_since"),
    NextStep(
        "apply",
        "подать заявку на ДПП",
        "подают заявку",
        EMPLOYEE,
        "without_application",
        since="without_application_since",
    ),
    NextStep(
        "approve",
        "рассмотреть заявку",
        "заявка у руководителя",
        HEAD,
        "formed",
        ("head_approved",),
        since="awaiting_head_since",
    ),
    NextStep(
        "accept", "рассмотреть заявку", "заявка в организации ДПО", PROVIDER, "head_approved", ("provider_approved",)
    ),
    NextStep(
        "report",
        "внести результат обучения",
        "обучение окончено, результата нет",
        PROVIDER,
        "formal_late",
        since="formal_late_since",
    ),
    NextStep(
        "mark",
        "отметить участие в событии",
        "участие в событии не отмечено",
        HEAD,
        "events_due",
        since="events_unmarked_since",
        waits=True,
    ),
    NextStep("study", "пройти обучение и аттестацию", "учатся", EMPLOYEE, "provider_approved", ("formal_done",)),
    NextStep("select", "выбрать событие", "выбирают событие", EMPLOYEE, "formal_done", ("selected",)),
    NextStep("attend", "участвовать в событии", "осталось участие в событиях", EMPLOYEE, "formal_done", ("realized",)),
    NextStep("realized", "ИОМ реализован", "ИОМ реализован", "", "realized"),
    NextStep(
        "wait", "сформировать ИОМ", "ИОМ ещё не сформирован", ASSESSOR, "assessed", ("recommended",), since="passed_on"
    ),
)
NEXT_STEP_BY_KEY: Mapping[str, NextStep] = {step.key: step for step in NEXT_STEPS}
# The step of those of whom nothing is asked: not due for assessment, say.
NO_STEP = NextStep("none", "действий не требуется", "действий не требуется", "", "staff")
