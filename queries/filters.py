"""What a question may be narrowed to: category, position, type of organization, procedure."""

from dataclasses import dataclass, fields

CATEGORIES: dict[str, str] = {"teaching": "педагогические работники", "managing": "руководящие работники"}


@dataclass(frozen=True)
class Filters:
    """Each field is None (everybody) or the one value that is asked for."""

    category: str | None = None
    position: str | None = None
    kind: str | None = None
    procedure: str | None = None

    def chosen(self) -> dict[str, str]:
        """The filters that narrow, by name."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value is not None}


EVERYBODY = Filters()
FILTER_LABELS: dict[str, str] = {
    "category": "категория",
    "position": "должность",
    "kind": "тип организации",
    "procedure": "процедура оценки",
}
