"""What may not be shown of few people to an account that counts a place and may not name its people."""

import settings
from access.reading import OPERATOR, Reading
from model.places import Place
from queries.filters import CannotFilterError, Filters

# A type of organization takes organizations whole, and these are counted one by one anyway.
_OF_ORGANIZATIONS = {"kind"}


class WithheldError(CannotFilterError):
    """Counts by what tells people apart are not for who may not name them."""


def hides_few(reading: Reading, place: Place) -> bool:
    """Whether few people of the place are hidden: from who counts it without naming, but for the operator's own."""
    scope = reading.scope
    is_nameless = scope.counts_region and not scope.may_list(place) and reading.viewer is not OPERATOR
    return is_nameless and settings.SMALL_GROUP.value() > 1


def may_narrow(reading: Reading, place: Place, name: str) -> bool:
    """Whether counts of the place under a filter of this name tell of no few people, even by subtraction."""
    return name in _OF_ORGANIZATIONS or not hides_few(reading, place)


def refuse_withheld(reading: Reading, place: Place, filters: Filters) -> None:
    """Raise WithheldError where the counts of the place under the filters may not be shown."""
    if not all(may_narrow(reading, place, name) for name in filters.chosen()):
        raise WithheldError("too few people")
