"""A plan: what accepting a file would do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.files.reading import RegisterFile
from ingest.files.refusals import Refusal
from ingest.matching.finding import Fact, Finding
from ingest.registers.register import FactTable

Stored = dict[tuple, tuple[int, Fact]]


@dataclass
class Plan:
    """What accepting a file would do; `facts` maps the row of the file to the fact it says.

    A row may say several, of an organization that others have followed: the further ones have numbers of their own,
    below nought, and `parts` maps those to the row. `withdrawals` are the facts of rows that are to be deleted.
    """

    file: RegisterFile
    finding: Finding
    facts: dict[int, Fact] = field(default_factory=dict)
    withdrawals: dict[int, Fact] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    stored_facts: Stored = field(default_factory=dict)
    refusals: dict[int, list[Refusal]] = field(default_factory=dict)
    added: list[Fact] = field(default_factory=list)
    changed: list[tuple[int, Fact, Fact]] = field(default_factory=list)
    removed: list[tuple[int, Fact]] = field(default_factory=list)
    added_rows: list[int] = field(default_factory=list)
    changed_rows: list[int] = field(default_factory=list)
    removed_rows: list[int] = field(default_factory=list)
    unchanged: int = 0
    repeats: list[tuple[int, int]] = field(default_factory=list)  # a row, and the later one that counts instead
    new_names: Sequence[Any] = ()
    remarks: list[tuple[int, str]] = field(default_factory=list)  # a row, and what is to be looked at in it

    @property
    def table(self) -> FactTable:
        """Where the facts of the file stand."""
        return self.file.register.table

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return len(self.refusals)

    @property
    def repeated(self) -> int:
        """How many rows a later row of the file replaces."""
        return len(self.repeats)

    def row_of(self, number: int) -> int:
        """The row of the file that says the fact."""
        return self.parts.get(number, number)

    def add(self, row: int, facts: list[Fact], *, withdrawn: bool = False) -> list[int]:
        """Keep what the row says, or takes back; returns the numbers of its facts."""
        numbers = [row, *(-len(self.parts) - further for further in range(1, len(facts)))]
        self.parts.update(dict.fromkeys(numbers[1:], row))
        (self.withdrawals if withdrawn else self.facts).update(zip(numbers, facts, strict=True))
        return numbers

    def all_facts(self) -> Iterator[Fact]:
        """Every fact that the rows say or take back."""
        yield from self.facts.values()
        yield from self.withdrawals.values()

    def replace(self, number: int, row: int) -> None:
        """Forget one fact, which a later row says anew."""
        self.repeats.append((self.row_of(number), row))
        self.facts.pop(number, None)
        self.withdrawals.pop(number, None)

    def take_out(self, row: int) -> None:
        """Forget all that the row says."""
        for number in [row, *(part for part, whole in self.parts.items() if whole == row)]:
            self.facts.pop(number, None)
            self.withdrawals.pop(number, None)

    def refuse(self, row: int, refusal: Refusal) -> None:
        """Refuse the row: nothing that it says counts."""
        self.refusals[row] = [refusal]
        self.take_out(row)
        self.repeats = [pair for pair in self.repeats if row not in pair]

    def all_refusals(self) -> list[Refusal]:
        """Every refusal, in the order of the rows."""
        return [refusal for row in sorted(self.refusals) for refusal in self.refusals[row]]


def key_of(table: FactTable, fact: Fact) -> tuple:
    """What identifies the fact in its table."""
    return tuple([fact[column] for column in table.key])
