"""What may not be shown of few people to an account that counts a place and may not name its people."""

from sqlalchemy import func, select

import settings
from access.reading import OPERATOR, Reading
from model.errors import InternalError
from model.people import Employment, covers
from model.places import Level, Organization, Place
from queries.filters import Filters

# A type of organization takes organizations whole, and these are counted one by one anyway.
_OF_ORGANIZATIONS = {"kind"}


class WithheldError(InternalError):
    """Counts by what tells people apart are not for who may not name them."""


def hides_few(reading: Reading, place: Place) -> bool:
    """Whether few people of the place are hidden: from who counts it without naming, but for the operator's own."""
    scope = reading.scope
    is_nameless = scope.counts_region and not scope.may_list(place) and reading.viewer is not OPERATOR
    return is_nameless and settings.SMALL_GROUP.value() > 1


def least_shown() -> int:
    """The fewest people of a group that is shown to who may not name them."""
    return settings.SMALL_GROUP.value()


def may_narrow(reading: Reading, place: Place, name: str) -> bool:
    """Whether counts of the place under a filter of this name alone tell of no few people, even by subtraction."""
    if name in _OF_ORGANIZATIONS or not hides_few(reading, place):
        return True
    return name == "category" and place.level is Level.REGION and _has_large_categories(reading)


def refuse_withheld(reading: Reading, place: Place, filters: Filters) -> None:
    """Raise WithheldError where the counts of the place under the filters may not be shown."""
    names = filters.chosen()
    # Two filters together cut groups that neither cuts alone.
    is_alone = len(names) == 1 or not hides_few(reading, place)
    if not all(may_narrow(reading, place, name) and (is_alone or name in _OF_ORGANIZATIONS) for name in names):
        raise WithheldError("too few people")


def _has_large_categories(reading: Reading) -> bool:
    """Whether each category has enough people, or none, in every municipality: then no difference tells of few."""
    return reading.once("large categories", lambda: _count_categories(reading))


def _count_categories(reading: Reading) -> bool:
    query = (
        select(func.count())
        .select_from(Employment)
        .join(Organization, Organization.id == Employment.organization_id)
        .where(covers(reading.day))
        .group_by(Organization.municipality_id, Employment.category)
    )
    return all(number >= settings.SMALL_GROUP.value() for number in reading.session.scalars(query))
