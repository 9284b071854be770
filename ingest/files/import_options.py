"""On what terms a file is read: whose rows it may hold, headings mapped by hand, who hears how far it has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# Register → the key of a heading as the file has it → the key of its column.
HeadingMap = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ImportOptions:
    """`within` are the ids of the municipalities that the rows may be about; None for everything.

    `new_organizations`: a file may name organizations that a municipality with known ones has not had so far.
    """

    within: frozenset[int] | None = None
    mapped: HeadingMap = field(default_factory=dict)
    tell: Callable[[int], None] | None = None
    new_organizations: bool = True


EVERYTHING = ImportOptions()
