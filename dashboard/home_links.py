"""The home links of an account, and its menu."""

from access.import_rights import may_import
from access.reading import Reading
from dashboard import addresses
from dashboard.visit import Visit
from model.accounts import Role
from queries.applications import granted_providers
from queries.places import granted
from queries.targets import may_set_targets


def home_links(visit: Visit) -> list[tuple[str, str]]:
    """A label and an address for each thing that the account's grants name."""
    reading = visit.reading
    view = visit.view.carried
    links = [(place.name, addresses.place(place, view)) for place in granted(reading)]
    links += [(one.name, addresses.provider(one.id, view)) for one in granted_providers(reading)]
    if may_set_targets(reading):
        links.append(("Целевые значения", addresses.TARGETS))
    if _may_have_lists(reading):
        links.append(("Мои выгрузки", addresses.EXPORTS))
    links += [("Мой маршрут", addresses.person(one, view)) for one in sorted(reading.scope.persons)]
    if reading.scope.persons:
        links.append(("Кто смотрел мои данные", addresses.VIEWINGS))
    if reading.viewer.holds(Role.ADMIN):
        links += [("Учётные записи", addresses.ACCOUNTS), ("Журнал", addresses.JOURNAL)]
    if reading.viewer.holds(Role.ADMIN) or may_import(reading.viewer):
        links.append(("Загрузка данных", addresses.IMPORTS))
    # The journal is a list too; an administrator begins with the accounts.
    if reading.viewer.holds(Role.ADMIN) and not _may_have_lists(reading):
        links.append(("Мои выгрузки", addresses.EXPORTS))
    return links


def _may_have_lists(reading: Reading) -> bool:
    """Whether the account may order documents of some list of people."""
    scope = reading.scope
    return scope.lists_region or bool(scope.municipalities or scope.organizations or scope.providers)
