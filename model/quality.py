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
        "результат не в счёт",
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
        "событие прошло, участие не отмечено, причина не указана",
        "Подтвердить участие или указать причину отсутствия.",
        "2.6, 3.11",
    ),
    Remark(
        Issue.CONTRADICTION,
        "строка противоречит себе",
        "решение, отзыв, формирование или отметка раньше возможного, либо две отметки исключают друг друга",
        "Сверить даты строки с модулем и загрузить исправленный файл.",
        "3.6, 3.11",
    ),
    Remark(
        Issue.DOUBLE,
        "похожи на двойников",
        "одно ФИО, или отличное на одну букву при той же должности, в одной организации под разными идентификаторами",
        "Сверить людей; если это один человек, оставить ему один идентификатор.",
        "3.3.3",
    ),
    Remark(
        Issue.MOVED_DOUBLE,
        "сменили место и идентификатор",
        f"одно ФИО в двух организациях муниципалитета: уволен и принят с разницей не больше {CLOSE.days} дней "
        "под другим идентификатором; видно тем, кому открыто всё муниципальное образование",
        "Сверить людей; если это один человек, оставить ему прежний идентификатор.",
        "3.3.3",
    ),
    Remark(
        Issue.GONE,
        "уволены, дальше ничего",
        "за год уволены, нового места работы нет; видно только по области",
        "Ничего, если человек ушёл; иначе загрузить «Кадровый состав» нового места работы.",
        "3.3.3",
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
