"""What becomes of procedures of assessment in a period: figures as records (п. 3.5, 3.7)."""

from enum import StrEnum

from model.indicators import Measure


class ProcedureGroup(StrEnum):
    """A figure of procedures and the list behind it."""

    APPLIED = "applied"
    CONFIRMED = "confirmed"
    MISSED = "missed"
    PASSED = "passed"
    RESULTS = "results"
    FORMED = "formed"
    NEW = "new"


OF_APPLICATIONS = (ProcedureGroup.APPLIED, ProcedureGroup.CONFIRMED, ProcedureGroup.MISSED)
OF_ASSESSMENTS = (ProcedureGroup.PASSED, ProcedureGroup.RESULTS, ProcedureGroup.FORMED)
PROCEDURE_FIGURES: tuple[Measure, ...] = (
    Measure(ProcedureGroup.APPLIED, "подано заявок", "заявки на процедуру, поданные за период", "3.7"),
    Measure(
        ProcedureGroup.CONFIRMED, "подтверждено", "из поданных: подтверждены руководителем к отчётной дате", "3.5, 3.7"
    ),
    Measure(
        ProcedureGroup.MISSED,
        "не явились",
        "из подтверждённых: заявка не закрыта, срок ожидания результата прошёл, а результата этой процедуры нет; "
        "срок — настройка системы",
        "",
    ),
    Measure(ProcedureGroup.PASSED, "пройдено", "процедуры, пройденные за период: строки Приложения 1", "3.5"),
    Measure(
        ProcedureGroup.RESULTS,
        "результат получен",
        "из пройденных: есть балл или уровень хотя бы одной компетенции",
        "3.5",
    ),
    Measure(ProcedureGroup.FORMED, "ИОМ сформирован", "из пройденных: день формирования ИОМ наступил", "2.1, 3.5"),
    Measure(
        ProcedureGroup.NEW,
        "новые результаты",
        "процедуры, ИОМ по которым сформирован за период; где день формирования не указан — пройденные за период",
        "3.5",
    ),
)
PROCEDURE_FIGURE_BY_KEY = {one.key: one for one in PROCEDURE_FIGURES}
