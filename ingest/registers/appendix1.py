"""Appendix 1: assessments, and what they recommend."""

from typing import cast

from ingest.cells.kinds import CellKind
from ingest.matching.finding import Fact, Finding, Values
from ingest.registers.register import Column, FactTable, Register
from ingest.registers.shared_columns import REMOVED, education, full_name, identifier, lines, municipality, organization
from model.names import fold, tidy
from model.routes import COMPETENCES, Assessment

_AFTER = "после прохождения процедуры оценки профессиональных компетенций"
# The column of a score in percent, and that of a score in words: one cell of the file fills one of them.
LEVELS = {key: f"{key}_level" for key in COMPETENCES}


def _score(key: str, heading: str) -> Column:
    """A competence; where one row of headings holds all, the wording of the group may stand before it."""
    groups = ("Результаты процедуры оценки компетенций", "Результаты процедуры оценки профессиональных компетенций")
    # Left out where the category of the participant has no such competence (Appendix 1, **).
    word = heading.partition(" ")[0].removesuffix("ая")
    others = (f"{word}ая компетенция", f"{word}ая компетенция, %", f"{word}ые компетенции", f"{word}ые компетенции, %")
    aliases = (*(f"{group} {heading}" for group in groups), *others, f"{word}ая")
    return Column(key, heading, CellKind.PERCENT, required=False, aliases=aliases)


_TABLE = FactTable(
    Assessment,
    ("person_id", "procedure_key", "passed_on"),
    (
        *("procedure", "procedure_group", "formed_on", "subject", "communicative", "psych_pedagogical"),
        *("methodical", "programme_count", "recommended_events", "is_need", *LEVELS.values()),
    ),
    has_programmes=True,
)


def _fact(values: Values, finding: Finding) -> Fact:
    """An assessment or a need with what it recommends."""
    procedure = tidy(str(values["procedure"]))
    return {
        **{column: values[column] for column in ("procedure_group", "passed_on", "programme_count")},
        **_scores(values),
        "person_id": finding.persons.find(values),
        "procedure": procedure,
        "procedure_key": fold(procedure),
        "formed_on": values.get("formed_on"),
        "is_need": bool(values["is_need"]),
        "recommended_events": lines(values["events"]),
        "programmes": finding.programmes.keys(cast(tuple[str, ...], values["programmes"])),
    }


def _scores(values: Values) -> Fact:
    """Each score in the column of percents or in that of words."""
    scores: Fact = {}
    for percent, level in LEVELS.items():
        score = values[percent]
        is_level = isinstance(score, str)
        scores |= {percent: None if is_level else score, level: score if is_level else None}
    return scores


APPENDIX1 = Register(
    "appendix1",
    (
        full_name(),
        identifier(),
        municipality(),
        organization(),
        Column("position", "Должность"),
        education(),
        Column(
            "procedure",
            "Наименование процедуры оценки профессиональных компетенций",
            filled=True,
            aliases=("Наименование процедуры", "Процедура оценки профессиональных компетенций", "Процедура"),
        ),
        Column(
            "procedure_group",
            "Наименование или номер группы процедуры",
            aliases=("Группа процедуры", "Номер группы процедуры", "Группа"),
        ),
        Column("passed_on", "Дата прохождения", CellKind.DAY, filled=True, aliases=("Дата прохождения процедуры",)),
        _score("subject", "Предметная (%)"),
        _score("communicative", "Коммуникативная (%)"),
        _score("psych_pedagogical", "Психолого-педагогическая (%)"),
        _score("methodical", "Методическая (%)"),
        Column(
            "programme_count",
            "Количество ДПП",
            CellKind.COUNT,
            aliases=(
                f"Количество ДПП в рекомендуемый ИОМ {_AFTER}",
                f"Количество ДПП в рекомендуемом ИОМ {_AFTER}",
                "Количество ДПП в рекомендуемом ИОМ",
            ),
        ),
        Column(
            "programmes",
            "Перечисление ДПП",
            CellKind.NAMES,
            aliases=("Перечисление ДПП из рекомендуемого ИОМ", "Перечень ДПП из рекомендуемого ИОМ", "Перечень ДПП"),
        ),
        Column(
            "events",
            "Образовательные события",
            CellKind.NAMES,
            aliases=(
                f"Образовательные события в рекомендуемом ИОМ {_AFTER}",
                "Образовательные события в рекомендуемом ИОМ",
            ),
        ),
        Column("formed_on", "Дата формирования ИОМ", CellKind.DAY, required=False),
        Column("is_need", "Основание ИОМ", CellKind.GROUND, required=False),
        REMOVED,
    ),
    table=_TABLE,
    fact=_fact,
    day="passed_on",
    counts=("programme_count", "programmes"),
)
