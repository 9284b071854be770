"""What is said where a rate is absent."""

from collections.abc import Mapping

from dashboard import words
from model.indicators import OF_PROCEDURE, Rate

_STAFF = ("работника", "работников", "работников")
# Coverage among those who passed one procedure would be 100 %.
_WHY = "Доли охвата оценкой с отбором по процедуре не считаются: отобраны только те, кто её прошёл."
OF_ONE_PROCEDURE = "с отбором по процедуре не считается"


def absence_of(rate: Rate, counts: Mapping[str, int]) -> str:
    """Why the rate is absent: nobody to count from, or a filter by procedure."""
    return OF_ONE_PROCEDURE if counts.get(OF_PROCEDURE) and counts[rate.bottom] else words.NO_PEOPLE


def coverage_of_procedure(counts: Mapping[str, int], everybody: Mapping[str, int]) -> str:
    """«Охват этой процедурой: 191 из 1 499 работников» in place of coverage; the other filters hold for both."""
    passed, staff = counts["assessed"], everybody["staff"]
    return f"Охват этой процедурой: {words.number(passed)} из{words.FIXED}{words.plural(staff, *_STAFF)}. {_WHY}"
