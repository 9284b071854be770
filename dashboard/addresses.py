"""Builds and parses every address; the only place with "/municipality/"."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlencode

from model.places import Level, Place
from queries.filters import EVERYBODY, FILTER_LABELS, Filters

# Nothing is known outside of these days, and three years before them must be days too.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

HOME = "/"
LOGIN = "/login"
LOGOUT = "/logout"
REGION = "/region"
DEFINITIONS = "/definitions"
IMPORTS = "/imports"
ACCOUNTS = "/accounts"
DOCUMENT = "/person/<int:identity>/<form>.<suffix>"


@dataclass(frozen=True)
class View:
    """What an address says besides the place: the date (None: today), the filters, the order, the page."""

    on: date | None = None
    filters: Filters = EVERYBODY
    sort: str | None = None
    descending: bool = False
    page: int = 1
    search: str = ""

    def sorted_by(self, key: str) -> "View":
        """The view a click on a column leads to: the biggest first, then turned round."""
        descending = not self.descending if self.sort == key else True
        return replace(self, sort=key, descending=descending, page=1)

    def on_page(self, page: int) -> "View":
        return replace(self, page=page)

    def kept(self) -> "View":
        """What is kept on the way to another place: the date and the filters."""
        return View(on=self.on, filters=self.filters)


def view_of(query: str) -> View:
    """The view that a query string says; what can't be understood is as if it were not there."""
    said = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
    filters = Filters(**{name: said.get(name) or None for name in FILTER_LABELS})
    return View(
        on=_day(said.get("on", "")),
        filters=filters,
        sort=said.get("sort") or None,
        descending=said.get("order") == "desc",
        page=_page(said.get("page", "")),
        search=said.get("search", "")[:100],
    )


def _day(text: str) -> date | None:
    try:
        said = date.fromisoformat(text)
    except ValueError:
        return None
    return said if EARLIEST <= said <= LATEST else None


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text) > 0 else 1


def with_view(path: str, view: View) -> str:
    """The path with what the view says, in a fixed order, defaults left out."""
    said: dict[str, str] = {}
    if view.on:
        said["on"] = view.on.isoformat()
    said.update(view.filters.chosen())
    if view.search:
        said["search"] = view.search
    if view.sort:
        said["sort"] = view.sort
        said["order"] = "desc" if view.descending else "asc"
    if view.page > 1:
        said["page"] = str(view.page)
    return f"{path}?{urlencode(said)}" if said else path


def path_of(place: Place) -> str:
    """The stable path of a place."""
    return REGION if place.level is Level.REGION else f"/{place.level}/{place.id}"


def place(place: Place, view: View) -> str:
    """The address of a place's screen."""
    return with_view(path_of(place), view.kept())


def behind(count_key: str, place: Place, view: View) -> str:
    """The address of the list behind a count of a place."""
    return with_view(f"{path_of(place)}/list/{count_key}", view)


def person(person_id: int, view: View) -> str:
    """The address of a person's page; filters say nothing of one person."""
    return with_view(f"/person/{person_id}", View(on=view.on))


def document(person_id: int, form: str, suffix: str, view: View) -> str:
    """The address of a person's document as a file."""
    return with_view(f"/person/{person_id}/{form}.{suffix}", View(on=view.on))


def provider(provider_id: int, view: View) -> str:
    """The address of a provider's screen."""
    return with_view(f"/provider/{provider_id}", View(on=view.on))
