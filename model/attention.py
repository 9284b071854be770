"""The list of concerns, which need somebody's action; each is made of counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from model.indicators import COUNT_BY_KEY, RATE_BY_KEY, Count, Rate, Unit
from model.score_indicators import DEFICITS
from model.shortfalls import SHORTFALL_BY_KEY, Shortfall

# How early people are warned that an assessment expires: time enough to apply for the next one.
AHEAD = timedelta(days=90)
# The key of the assessed people whose assessment expires within AHEAD; summed beside the counts.
EXPIRING = "expiring"


@dataclass(frozen=True)
class Concern:
    """The rows that count in `of` and in none of `but_not`, and the day since which they wait.

    `since` is the column of that day in the list behind the concern; `since_label` says what happened on the day.
    """

    key: str
    label: str
    meaning: str
    advice: str
    clause: str
    of: str
    but_not: tuple[str, ...] = ()
    since: str | None = None
    since_label: str = ""
    unit: Unit = Unit.PERSON

    @property
    def since_key(self) -> str:
        """The column with the day of the longest wait, in the state and in its stored sums."""
        return f"{self.key}_since"


@dataclass(frozen=True)
class ProviderConcern:
    """Applications to a provider's programmes that need its action; `since_label` names the first day."""

    key: str
    label: str
    meaning: str
    advice: str
    clause: str
    since_label: str


PROVIDER_CONCERNS: tuple[ProviderConcern, ...] = (
    ProviderConcern(
        "awaiting",
        "заявки ждут решения организации ДПО",
        COUNT_BY_KEY["awaiting_provider"].meaning,
        "Подтвердить или отклонить в личном кабинете организации ДПО.",
        "3.6",
        "руководитель подтвердил",
    ),
    ProviderConcern(
        "late",
        "обучение завершилось, документа нет",
        "заявка подтверждена, срок обучения по графику прошёл, результата с номером документа нет",
        "Внести в модуль результат: номер документа установленного образца или отчисление.",
        "3.11, 3.12",
        "обучение завершено",
    ),
)

PROVIDER_CONCERN_BY_KEY: Mapping[str, ProviderConcern] = {concern.key: concern for concern in PROVIDER_CONCERNS}

CONCERNS: tuple[Concern, ...] = (
    Concern(
        "awaiting_head",
        "заявки ждут решения руководителя",
        COUNT_BY_KEY["awaiting_head"].meaning,
        "Подтвердить или отклонить в личном кабинете руководителя.",
        "3.3.3, 3.7",
        of="awaiting_head",
        since="waiting_since",
        since_label="подана",
        unit=Unit.APPLICATION,
    ),
    Concern(
        "without_programme",
        "новый ИОМ без выбранной ДПП",
        COUNT_BY_KEY["without_programme"].meaning,
        "Помочь выбрать программу из рекомендуемых и подать заявку.",
        "2.4, 3.3.2",
        of="without_programme",
        since="without_programme_since",
        since_label="ИОМ сформирован",
    ),
    Concern(
        "without_application",
        "ДПП выбрана, действующей заявки нет",
        COUNT_BY_KEY["without_application"].meaning,
        "Выяснить, почему её нет, и подать заявку.",
        "3.3.2, 3.7",
        of="without_application",
        since="without_application_since",
        since_label="заявки нет",
    ),
    Concern(
        "formal_late",
        "срок обучения прошёл, аттестации нет",
        COUNT_BY_KEY["formal_late"].meaning,
        "Уточнить у организации ДПО, пройдена ли итоговая аттестация и внесён ли результат.",
        "3.11",
        of="formal_late",
        since="formal_late_since",
        since_label="обучение окончено",
    ),
    Concern(
        "events_unmarked",
        "нет отметки об участии в событии",
        "выбранные события, завершившиеся к отчётной дате, без подтверждения участия и без причины отсутствия",
        "Подтвердить участие или указать причину отсутствия.",
        "2.6, 3.11",
        of="events_due",
        but_not=("events_attended", "events_excused"),
        since="ends_on",
        since_label="событие окончено",
        unit=Unit.PARTICIPATION,
    ),
    Concern(
        EXPIRING,
        f"подходит срок плановой оценки ({AHEAD.days} дней)",
        f"последняя оценка будет старше трёх лет не позднее чем через {AHEAD.days} дней",
        "Записать на новую процедуру оценки до этого срока.",
        "2.4, 3.3.3",
        of=EXPIRING,
        since="expiring_since",
        since_label="последняя оценка",
    ),
    Concern(
        "not_assessed_year",
        "не проходили оценку в отчётном году",
        "подлежат оценке на отчётную дату, оценки в отчётном году нет",
        "Записать на процедуру оценки столько человек, сколько не хватает до целевого значения.",
        "3.3.3",
        of="due",
        but_not=("assessed_year_due",),
    ),
)
CONCERN_BY_KEY: Mapping[str, Concern] = {concern.key: concern for concern in CONCERNS}

# The shortfall against the yearly target is shown beside the people who could fill it: it has no rows of its own.
YEARLY: Rate = RATE_BY_KEY["coverage_year"]
YEARLY_CONCERN = "not_assessed_year"

# Everything that has a list behind it; under the same key the count wins, with the same meaning.
LISTABLE: Mapping[str, Count | Concern | Shortfall] = {
    **SHORTFALL_BY_KEY,
    **CONCERN_BY_KEY,
    **COUNT_BY_KEY,
    **{deficit.key: deficit for deficit in DEFICITS},
}


SINCE_KEYS: tuple[str, ...] = tuple(concern.since_key for concern in CONCERNS if concern.since)


def number_in(concern: Concern, sums: Mapping[str, int]) -> int:
    """The number of rows of the concern; `sums` holds every count and EXPIRING."""
    return sums[concern.of] - sum(sums[key] for key in concern.but_not)
