"""The list of remarks: what may be wrong with a stored row, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# The registers in the order of import.
REGISTER_KEYS: tuple[str, ...] = ("staff", "appendix1", "applications", "appendix2", "participation")
# Two spells may be of one person when one ends and the other begins within this time.
CLOSE = timedelta(days=60)


class Issue(StrEnum):
    """What may be wrong with a row, or why it does not count."""

    OTHER_PROGRAMME = "other_programme"
    NO_ASSESSMENT = "no_assessment"
    RESULT_NOWHERE = "result_nowhere"
    RESULT_ALONE = "result_alone"
    EVENT_NOWHERE = "event_nowhere"
    EVENT_UNMARKED = "event_unmarked"
    CONTRADICTION = "contradiction"
    DOUBLE = "double"
    MOVED_DOUBLE = "moved_double"
    GONE = "gone"


@dataclass(frozen=True)
class Remark:
    """A kind of remark: its label, meaning and advice."""

    issue: Issue
    label: str
    meaning: str
    advice: str
    clause: str

    @property
    def key(self) -> str:
        return self.issue.value


REMARKS: tuple[Remark, ...] = (
    Remark(
        Issue.OTHER_PROGRAMME,
        "ДПП не из рекомендуемых",
        "заявка на программу не из рекомендуемых: ИОМ не формирует",
        "Помочь выбрать программу из рекомендуемых или исправить её название в файле.",
        "2.4, 3.6",
    ),
    Remark(
        Issue.NO_ASSESSMENT,
        "заявка до оценки",
        "ко дню подачи нет оценки: заявка не относится ни к какому ИОМ",
        "Проверить дату подачи и загрузить Приложение 1 с оценкой этого работника.",
        "2.1, 2.4",
    ),
    Remark(
        Issue.RESULT_NOWHERE,
        "результат не учтён",
        "обучение без ИОМ или не по рекомендуемой ДПП",
        "Проверить название программы и даты, загрузить недостающие оценки и заявки.",
        "2.4, 3.11",
    ),
    Remark(
        Issue.RESULT_ALONE,
        "результат без заявки",
        "учтён, но заявки на эту программу нет ни в одном файле",
        "Загрузить реестр заявок, в котором эта заявка есть.",
        "3.6",
    ),
    Remark(
        Issue.EVENT_NOWHERE,
        "событие до оценки",
        "ко дню выбора нет оценки: событие не относится ни к какому ИОМ",
        "Проверить дату выбора и загрузить Приложение 1 с оценкой этого работника.",
        "2.1, 2.5",
    ),
    Remark(
        Issue.EVENT_UNMARKED,
        "событие без отметки",
        "событие завершилось, участие не отмечено, причина отсутствия не указана",
        "Подтвердить участие или указать причину отсутствия.",
        "2.6, 3.11",
    ),
    Remark(
        Issue.CONTRADICTION,
        "противоречивые данные",
        "решение, отзыв, формирование или отметка раньше возможного, либо две отметки исключают друг друга",
        "Сверить даты строки с модулем и загрузить исправленный файл.",
        "",
    ),
    Remark(
        Issue.DOUBLE,
        "возможные дубли",
        "одно ФИО, или отличное на одну букву при той же должности, в одной организации под разными идентификаторами",
        "Сверить данные; если это один работник, оставить ему один идентификатор.",
        "",
    ),
    Remark(
        Issue.MOVED_DOUBLE,
        "перевод под новым идентификатором",
        "одно ФИО в двух организациях муниципального образования: уволен и принят с разницей не больше "
        f"{CLOSE.days} дней под другим идентификатором; видно тем, кому открыто всё муниципальное образование",
        "Сверить данные; если это один работник, оставить ему прежний идентификатор.",
        "",
    ),
    Remark(
        Issue.GONE,
        "уволены, новое место работы не указано",
        "уволены в течение года, нового места работы нет; видно только по области",
        "Если работник перешёл в другую организацию, загрузить её кадровый состав; иначе действий не требуется.",
        "",
    ),
)
REMARK_BY_ISSUE: Mapping[Issue, Remark] = {remark.issue: remark for remark in REMARKS}

# The remarks that a row of each register may have. Those in APART belong to no register: not everyone who sees the
# row may see them, so the share of rows without remarks leaves them out.
ISSUES_OF: Mapping[str, tuple[Issue, ...]] = {
    "staff": (Issue.DOUBLE,),
    "appendix1": (Issue.CONTRADICTION,),
    "applications": (Issue.OTHER_PROGRAMME, Issue.NO_ASSESSMENT, Issue.CONTRADICTION),
    "appendix2": (Issue.RESULT_NOWHERE, Issue.RESULT_ALONE),
    "participation": (Issue.EVENT_NOWHERE, Issue.EVENT_UNMARKED, Issue.CONTRADICTION),
}
APART: tuple[Issue, ...] = (Issue.MOVED_DOUBLE, Issue.GONE)
SUMMED: tuple[Issue, ...] = tuple(issue for issue in Issue if issue not in APART)
