"""What a check has found: a name, how grave it is, and a sentence that says what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How grave a finding is: a fault must be mended, a warning should be looked at."""

    FINE = "в порядке"
    WARNING = "внимание"
    FAULT = "ошибка"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    name: str
    grade: Grade
    sentence: str

    def __str__(self) -> str:
        return f"[{self.grade}] {self.name}: {self.sentence}"


def fine(name: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Grade.FINE, sentence)


def warning(name: str, sentence: str) -> Finding:
    """Something to look at."""
    return Finding(name, Grade.WARNING, sentence)


def fault(name: str, sentence: str) -> Finding:
    """Something to mend."""
    return Finding(name, Grade.FAULT, sentence)
