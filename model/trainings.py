"""How the trainings at a provider end: outcomes as records (п. 3.11, 3.12)."""

from enum import StrEnum

from model.indicators import Measure


class Outcome(StrEnum):
    """What became of a training by the date; each names a list."""

    IN_TIME = "in_time"
    LATER = "later"
    FAILED = "not_passed"
    EXPELLED = "expelled"


OUTCOMES: tuple[Measure, ...] = (
    Measure(
        Outcome.IN_TIME,
        "аттестованы в срок",
        "документ есть, последний день обучения — не позднее его окончания по заявке",
        "3.11",
    ),
    Measure(
        Outcome.LATER,
        "аттестованы позже срока",
        "документ есть, обучение окончено позже, чем по заявке, или срок в заявке не указан",
        "3.11",
    ),
    Measure(
        Outcome.FAILED,
        "не аттестованы",
        "обучение окончено без номера документа, или его срок по заявке прошёл, а результата нет",
        "3.11, 3.12",
    ),
    Measure(Outcome.EXPELLED, "отчислены", "отчислены за период", "3.12"),
)
OUTCOME_BY_KEY = {one.key: one for one in OUTCOMES}
# Those who have the document.
ATTESTED = (Outcome.IN_TIME, Outcome.LATER)
# The list of them all.
ALL_ATTESTED = "attested"
# The people among them, each once; and their hours, which are those of the list.
TRAINED, HOURS = "trained", "hours"
