"""A plan as it is shown: how many rows of each kind, the first differences in words, refusals grouped by reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.cells.parsers import WORDS
from ingest.files.refusals import Refusal
from ingest.matching.finding import Fact
from ingest.planning.new_names import NewName
from ingest.planning.plan import Plan
from ingest.registers import APPENDIX1
from ingest.registers.appendix1 import LEVELS
from model import wording
from model.catalogue import Event, Programme, Provider
from model.people import Person

MOST_SHOWN = 30
_LONGEST_VALUE = 160
MOST_REFUSALS = 200
# What is reckoned from other columns, or is the same in another spelling.
_UNSEEN = frozenset({"name_key", "procedure_key", "organization_key", "closed_on"})
_LABELS = {
    "person_id": "Работник",
    "programme_id": "Наименование ДПП",
    "provider_id": "Организация ДПО",
    "event_id": "Событие",
    "agreed_events": "Образовательные события в ИОМ",
    "recommended_events": "Образовательные события",
    "programmes": "Перечисление ДПП",
    **{level: f"{APPENDIX1.column(score).heading.removesuffix(' (%)')}, уровень" for score, level in LEVELS.items()},
}
# By what a row of each register is told apart from the person's others.
_SAID_BY = {
    "staff": ("position", "since"),
    "appendix1": ("procedure", "passed_on"),
    "applications": ("number", "name", "submitted_on"),
    "appendix2": ("programme_id", "since"),
    "participation": ("event_id", "starts_on"),
    "catalogue": ("kind", "name", "starts_on"),
}
_TABLES = {"programme_id": Programme, "provider_id": Provider, "event_id": Event, "programmes": Programme}
_ABSENT = "—"


def summary_of(session: Session, plan: Plan) -> dict[str, Any]:
    """The plan as plain values, fit for JSON; numbers are whole, lists hold the first of many."""
    refusals = plan.all_refusals()
    words = _Words(session, plan)
    return {
        "register": plan.file.register.key,
        "sheet": plan.file.sheet,
        "unknown": list(plan.file.unknown),
        "passed_over": list(plan.file.passed_over),
        "remarks": list(plan.file.remarks),
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "removed": len(plan.removed),
        "repeated": plan.repeated,
        "repeats": [{"row": row, "later": later} for row, later in plan.repeats[:MOST_SHOWN]],
        "row_remarks": [{"row": row, "text": text} for row, text in plan.remarks[:MOST_SHOWN]],
        "row_remarks_in_all": len(plan.remarks),
        "names": [_new_name(one) for one in plan.new_names[:MOST_SHOWN]],
        "names_in_all": len(plan.new_names),
        "needs_consent": any(one.needs_consent for one in plan.new_names),
        "refused": plan.refused,
        "new": [words.added(*pair) for pair in _first(zip(plan.added_rows, plan.added, strict=True))],
        "other": [words.changed(*pair) for pair in _first(zip(plan.changed_rows, plan.changed, strict=True))],
        "gone": [words.removed(*pair) for pair in _first(zip(plan.removed_rows, plan.removed, strict=True))],
        "reasons": _reasons(refusals),
        "refusals": [_refusal(one) for one in refusals[:MOST_REFUSALS]],
        "refusals_in_all": len(refusals),
    }


def _first(pairs: Iterable[tuple[int, Any]]) -> list[tuple[int, Any]]:
    return [pair for pair, _ in zip(pairs, range(MOST_SHOWN), strict=False)]


def _reasons(refusals: Iterable[Refusal]) -> list[dict[str, object]]:
    """How many cells are refused for what, the most frequent first; the nearest right value is each cell's own."""
    counts = Counter((one.column, one.reason.partition("; ближайшее")[0]) for one in refusals)
    return [{"column": column, "reason": reason, "rows": rows} for (column, reason), rows in counts.most_common(100)]


def _refusal(one: Refusal) -> dict[str, object]:
    value = " ".join(one.value.split())
    return {"row": one.row, "column": one.column, "value": value[:200], "reason": one.reason}


def _new_name(one: NewName) -> dict[str, object]:
    return {"kind": one.kind, "name": _short(one.name), "place": one.place, "nearest": one.nearest}


class _Words:
    """Facts in the words of the register."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self._session = session
        self._plan = plan
        headings = {column.key: column.heading for column in plan.file.register.columns}
        self._labels: Mapping[str, str] = {**headings, **_LABELS}

    def added(self, row: int, fact: Fact) -> dict[str, object]:
        """A row that is new: who, and what tells it apart."""
        return {"row": self._plan.row_of(row), **self._person(fact), "what": self._what(fact)}

    def removed(self, row: int, pair: tuple[int, Fact]) -> dict[str, object]:
        """A record that goes: whose, and what tells it apart."""
        _, old = pair
        return {"row": self._plan.row_of(row), **self._person(old), "what": self._what(old)}

    def changed(self, row: int, pair: tuple[int, Fact, Fact]) -> dict[str, object]:
        """A row that changes something: each field as it was and as it would be."""
        _, old, new = pair
        fact = self._plan.facts[row]
        differing = [column for column in new if column not in _UNSEEN and old[column] != new[column]]
        fields = [
            {
                "field": self._labels.get(column, column),
                "old": _short(self._value(column, old[column])),
                "new": _short(self._value(column, fact.get(column, new[column]))),
            }
            for column in differing
        ]
        return {"row": self._plan.row_of(row), **self._person(old), "what": self._what(old), "fields": fields}

    def _person(self, fact: Fact) -> dict[str, object]:
        if not self._plan.table.is_about_people:
            return {"person": None, "who": self._value("organization", fact["organization"])}
        person = fact["person_id"]
        if isinstance(person, int):
            return {"person": person, "who": self._value("person_id", person)}
        return {"person": self._plan.finding.staff_persons.id_of(str(person)), "who": fact["full_name"]}

    def _what(self, fact: Fact) -> str:
        columns = _SAID_BY[self._plan.file.register.key]
        return ", ".join(self._value(column, fact[column]) for column in columns if fact[column] is not None)

    def _value(self, column: str, value: object) -> str:
        if isinstance(value, tuple):
            return "; ".join(self._value(column, one) for one in value) or _ABSENT
        if value is None or value == "":
            return _ABSENT
        if isinstance(value, date):
            return wording.day(value)
        if column == "person_id":
            return self._session.scalar(select(Person.full_name).where(Person.id == value)) or _ABSENT
        if column in _TABLES:
            return self._named(column, value)
        return WORDS.get(column, {}).get(str(value), _plain(value))

    def _named(self, column: str, value: object) -> str:
        """A name by its id, or by its key where it is not written yet."""
        table: Any = _TABLES[column]
        if isinstance(value, int):
            return cast(str, self._session.scalar(select(table.name).where(table.id == value))) or _ABSENT
        name = self._session.scalar(select(table.name).where(table.name_key == value, table.same_as_id.is_(None)))
        return name or self._plan.finding.name_said(column, str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _plain(value: object) -> str:
    if isinstance(value, float):
        return wording.comma(f"{value:.10g}")
    return "; ".join(str(value).split("\n"))
