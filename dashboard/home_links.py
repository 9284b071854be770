"""Where the work of an account begins, and its menu."""

from access.import_rights import may_import
from access.reading import Reading
from dashboard import addresses
from dashboard.visit import Visit
from model.accounts import Role
from queries.applications import granted_providers
from queries.places import granted


def home_links(visit: Visit) -> list[tuple[str, str]]:
    """Where the account's work begins: a label and an address for each thing that its grants name."""
    read = visit.reading
    view = visit.view.kept()
    found = [(place.name, addresses.place(place, view)) for place in granted(read)]
    found += [(one.name, addresses.provider(one.id, view)) for one in granted_providers(read)]
    if _may_have_lists(read):
        found.append(("Мои выгрузки", addresses.EXPORTS))
    found += [("Мой маршрут", addresses.person(one, view)) for one in sorted(read.scope.persons)]
    if read.scope.persons:
        found.append(("Кто смотрел мои данные", addresses.VIEWINGS))
    if read.viewer.holds(Role.ADMIN):
        found += [("Учётные записи", addresses.ACCOUNTS), ("Журнал", addresses.JOURNAL)]
    if read.viewer.holds(Role.ADMIN) or may_import(read.viewer):
        found.append(("Загрузка данных", addresses.IMPORTS))
    return found


def _may_have_lists(read: Reading) -> bool:
    """Whether there is a list of people whose documents the account may order."""
    scope = read.scope
    return scope.lists_region or bool(scope.municipalities or scope.organizations or scope.providers)
