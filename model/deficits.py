"""Deficits (difficulties): what is below the bound of a procedure, by competence; lists of people without scores."""

from collections.abc import Mapping

from model.indicators import Count
from model.routes import COMPETENCES

DEFICITS: tuple[Count, ...] = tuple(
    Count(
        f"below_{key}",
        f"дефицит (затруднение): {label} компетенция",
        "балл последней за три года оценки по процедуре ниже её порогового значения; пороговое значение — настройка "
        "системы, а не норма",
        "1.4, 2.1",
    )
    for key, label in COMPETENCES.items()
)
COMPETENCE_OF: Mapping[str, str] = {f"below_{key}": key for key in COMPETENCES}
