"""Where the work of an account begins, and its menu."""

from dashboard import addresses
from dashboard.visit import Visit
from model.accounts import Role
from queries.applications import granted_providers
from queries.places import granted


def starts(visit: Visit) -> list[tuple[str, str]]:
    """Where the account's work begins: a label and an address for each thing that its grants name."""
    read = visit.reading
    view = visit.view.kept()
    found = [(place.name, addresses.place(place, view)) for place in granted(read)]
    found += [(one.name, addresses.provider(one.id, view)) for one in granted_providers(read)]
    found += [("Мой маршрут", addresses.person(one, view)) for one in sorted(read.scope.persons)]
    if read.viewer.holds(Role.ADMIN):
        found.append(("Учётные записи", addresses.ACCOUNTS))
    if read.viewer.holds(Role.ADMIN) or read.viewer.holds(Role.ASSESSOR):
        found.append(("Загрузки данных", addresses.IMPORTS))
    return found
