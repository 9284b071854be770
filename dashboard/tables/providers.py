"""The tables of providers: all of them, and of one its trainings and groups."""

from collections.abc import Mapping

from dashboard import words
from dashboard.components.figures_table import plain_rows
from dashboard.pages import provider_figures, provider_group_lists, provider_groups, provider_trainings, providers
from dashboard.periods import days_text, period_of
from dashboard.tables.plain import LongTable, PlainTable, long_list
from dashboard.visit import Visit
from model.places import REGION
from model.trainings import OUTCOMES, Outcome
from queries.applications import ProviderRecord, provider, provider_with_people
from queries.lists import Page
from queries.provider_groups import GroupList
from queries.trainings import TrainingSums, trainings_of


def all_of_region(visit: Visit) -> PlainTable | None:
    """Every provider with its figures in the period."""
    if not visit.reading.scope.may_count(REGION):
        return None
    period = period_of(visit.view, visit.reading.day)
    headings, rows, rates = plain_rows(providers.figures_of(visit, period), visit.view)
    title = f"{providers.TITLE} {days_text(period)}"
    return PlainTable(title, REGION.name, headings, rows, rates, [("Как считается", providers.NOTE)])


def municipalities(visit: Visit, identity: int) -> PlainTable | None:
    """How the trainings of a provider ended, by municipality."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    period = period_of(visit.view, visit.reading.day)
    by_municipality = provider_figures.by_municipality(trainings_of(visit.reading, here, period.since, period.until))
    return _sums(visit, here, "Муниципальное образование", by_municipality)


def months(visit: Visit, identity: int) -> PlainTable | None:
    """How the trainings of a provider ended, by month."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    period = period_of(visit.view, visit.reading.day)
    by_month = provider_figures.by_month(trainings_of(visit.reading, here, period.since, period.until))
    return _sums(visit, here, "Месяц", {words.month(end): sums for end, sums in by_month.items()})


def _sums(visit: Visit, here: ProviderRecord, heading: str, by_name: Mapping[str, TrainingSums]) -> PlainTable:
    rows = [
        [name, sums.people, *(sums.outcomes[Outcome(one.key)] for one in OUTCOMES), sums.hours, sums.documents]
        for name, sums in by_name.items()
    ]
    title = f"{provider_figures.TITLE} {days_text(period_of(visit.view, visit.reading.day))}"
    meanings = [("Как считается", provider_figures.NOTE)]
    return PlainTable(title, here.name, [heading, *provider_figures.HEADINGS], rows, meanings=meanings)


def groups(visit: Visit, identity: int) -> PlainTable | None:
    """The groups of a provider."""
    here = provider(visit.reading, identity)
    if here is None:
        return None
    headings, rows, rates = plain_rows(provider_groups.figures_of(visit, here), visit.view)
    return PlainTable(provider_groups.TITLE, here.name, headings, rows, rates, [("О группах", provider_groups.NOTE)])


def group_rows(visit: Visit, identity: int, group: str) -> LongTable | None:
    """All applications of a group; None where the people of the provider may not be named."""
    here = provider_with_people(visit.reading, identity)
    if here is None or group not in set(GroupList):
        return None
    listed = GroupList(group)

    def page_of(number: int, size: int) -> Page:
        return provider_group_lists.rows_of(visit, here, listed, page=number, size=size)

    columns = provider_group_lists.columns_of(visit)
    return long_list(provider_group_lists.title_of(visit, listed), here.name, columns, page_of)


def rows(visit: Visit, identity: int, group: str) -> LongTable | None:
    """All trainings of a list; None where the people of the provider may not be named."""
    here = provider_with_people(visit.reading, identity)
    if here is None or group not in provider_trainings.LISTS:
        return None

    def page_of(number: int, size: int) -> Page:
        return provider_trainings.rows_of(visit, here, group, page=number, size=size)

    columns = provider_trainings.columns_of(visit)
    return long_list(provider_trainings.title_of(visit, group), here.name, columns, page_of)
