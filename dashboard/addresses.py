"""Builds and parses every address; the only place with "/municipality/"."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from urllib.parse import parse_qs, unquote, urlencode

from access.secret import decrypt_param, encrypt_param
from model.indicators import RATES
from model.places import Level, Place
from model.wording import FILTER_LABELS
from queries.applications import ProviderStage
from queries.filters import EVERYBODY, Filters

# Nothing is known outside of these days, and three years before them must be days too.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
# The query string stands in every link of a screen: what is longer than people need is as if absent.
LONGEST_QUERY = 2_048  # bytes, as a person reads it: a Russian letter is two of them, and six in the address
LONGEST_NAME = 300  # letters of a position, a type of organization, a procedure
LONGEST_SEARCH = 100
_COLUMN = re.compile("[a-z][a-z0-9_]{0,39}")  # each screen has columns of its own; it passes over those of others

HOME = "/"
LOGIN = "/login"
LOGOUT = "/logout"
PASSWORD = "/password"
REGION = "/region"
DEFINITIONS = "/definitions"
GUIDE = "/guide"
GUIDE_PICTURE = "/guide/<picture>.png"
IMPORTS = "/imports"
UPLOAD = "/imports/upload"
TEMPLATE = "/imports/template/<register>.xlsx"
ACCOUNTS = "/accounts"
JOURNAL = "/journal"
VIEWINGS = "/viewings"
REFERENCE = "/reference"
EXPORTS = "/exports"
ORDER_EXPORT = "/exports/order"
TABLE_FILE = "/<path:screen>/table/<name>.<suffix>"
DOCUMENT = "/person/<int:identity>/<form>.<suffix>"


class By(StrEnum):
    """What the bars of places are put in order by."""

    PEOPLE = "people"
    SHARE = "share"


_RATES = frozenset(rate.key for rate in RATES)
_ORDERS = frozenset(By)
_STAGES = frozenset(ProviderStage)


@dataclass(frozen=True)
class View:
    """What an address says besides the place: the date (None: today), the filters, the order, the page.

    `against` is the date that the figures are compared with, `rate` the key of the rate that maps and bars show, `by`
    what the bars are put in order by, `stage` the key of the concern to which a provider narrows its applications.
    """

    on: date | None = None
    filters: Filters = EVERYBODY
    against: date | None = None
    rate: str | None = None
    by: str | None = None
    sort: str | None = None
    descending: bool = False
    page: int = 1
    search: str = ""
    stage: str | None = None

    def sorted_by(self, key: str) -> "View":
        """The view a click on a column leads to: the biggest first, then turned round."""
        descending = not self.descending if self.sort == key else True
        return replace(self, sort=key, descending=descending, page=1)

    def in_first_order(self) -> "View":
        """The view without an order of its own."""
        return replace(self, sort=None, descending=False, page=1)

    def on_page(self, page: int) -> "View":
        return replace(self, page=page)

    def kept(self) -> "View":
        """What is kept on the way to another place: the dates, the filters, the rate in sight and its order."""
        return self._kept

    # A screen has a thousand links that say the same of the view: both are made once.
    @cached_property
    def _kept(self) -> "View":
        return View(on=self.on, filters=self.filters, against=self.against, rate=self.rate, by=self.by)

    @cached_property
    def query(self) -> str:
        """The query string that says it, in a fixed order, defaults left out."""
        said: dict[str, str] = {}
        if self.on:
            said["on"] = self.on.isoformat()
        said.update(self.filters.chosen())
        if self.against:
            said["against"] = self.against.isoformat()
        if self.rate:
            said["rate"] = self.rate
        if self.by:
            said["by"] = self.by
        if self.search:
            said["find"] = encrypt_param(self.search)
        if self.stage:
            said["stage"] = self.stage
        if self.sort:
            said["sort"] = self.sort
            said["order"] = "desc" if self.descending else "asc"
        if self.page > 1:
            said["page"] = str(self.page)
        return f"?{urlencode(said)}" if said else ""


def view_of(query: str) -> View:
    """The view that a query string says; what can't be understood, or is too long, is as if it were not there."""
    values = _values(query.lstrip("?"))
    return View(
        on=_day(values.get("on", "")),
        filters=Filters(**{name: _name(values.get(name, "")) for name in FILTER_LABELS}),
        against=_day(values.get("against", "")),
        rate=_one_of(_RATES, values.get("rate", "")),
        by=_one_of(_ORDERS, values.get("by", "")),
        sort=_column(values.get("sort", "")),
        descending=values.get("order") == "desc",
        page=_page(values.get("page", "")),
        stage=_one_of(_STAGES, values.get("stage", "")),
        # Links carry what was searched for as an opaque word: an address tells nobody's name.
        search=(decrypt_param(values["find"]) if "find" in values else values.get("search", ""))[:LONGEST_SEARCH],
    )


def _values(query: str) -> dict[str, str]:
    # Measured twice: nobody unpacks a megabyte to learn that it is too long.
    if len(query) > 6 * LONGEST_QUERY or len(unquote(query).encode(errors="replace")) > LONGEST_QUERY:
        return {}
    # No name holds a zero character; databases refuse it, or take it for the end of the text.
    return {name: values[-1].replace("\0", "") for name, values in parse_qs(query).items()}


def _name(text: str) -> str | None:
    return text if 0 < len(text) <= LONGEST_NAME else None


def _one_of(vocabulary: Collection[str], text: str) -> str | None:
    return text if text in vocabulary else None


def _column(text: str) -> str | None:
    return text if _COLUMN.fullmatch(text) else None


def _day(text: str) -> date | None:
    try:
        said = date.fromisoformat(text)
    except ValueError:
        return None
    return said if EARLIEST <= said <= LATEST else None


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text) > 0 else 1


def with_view(path: str, view: View) -> str:
    """The path with what the view says."""
    return path + view.query


def guide_picture(name: str) -> str:
    """A picture of a guide."""
    return GUIDE_PICTURE.replace("<picture>", name)


def path_of(place: Place) -> str:
    """The stable path of a place."""
    return REGION if place.level is Level.REGION else f"/{place.level}/{place.id}"


@dataclass(frozen=True)
class ListAddress:
    """What the path of a list of people says: whose list, and which count it is behind; a provider's has none."""

    level: str
    identity: int | None
    count: str | None


def list_at(path: str) -> ListAddress | None:
    """The list whose path this is; None for any other path."""
    found = re.fullmatch(r"/(region|municipality|organization)(?:/([1-9][0-9]{0,8}))?/list/([a-z_]+)", path)
    if found:
        return ListAddress(found[1], int(found[2]) if found[2] else None, found[3])
    found = re.fullmatch(r"/provider/([1-9][0-9]{0,8})/applications", path)
    return ListAddress("provider", int(found[1]), None) if found else None


def is_part(path: str) -> bool:
    """Whether the path is that of a municipality or an organization."""
    return re.fullmatch(r"/(municipality|organization)/[1-9][0-9]{0,8}", path) is not None


def place(place: Place, view: View) -> str:
    """The address of a place's screen."""
    return with_view(path_of(place), view.kept())


def competences(place: Place, view: View) -> str:
    """The address of the scores of a place."""
    return with_view(f"{path_of(place)}/competences", view.kept())


def applications(place: Place, view: View) -> str:
    """The address of the applications of a place."""
    return with_view(f"{path_of(place)}/applications", view.kept())


def events(place: Place, view: View) -> str:
    """The address of the events that a place has chosen."""
    return with_view(f"{path_of(place)}/events", view.kept())


def event(place: Place, event_id: int, starts_on: date, view: View) -> str:
    """The address of those of a place who have chosen an event that starts on the day."""
    return with_view(f"{path_of(place)}/events/{event_id}/{starts_on:%Y%m%d}", view.kept())


def day_of(number: int) -> date | None:
    """The day that such an address writes as a number: 20261231."""
    said = str(number)
    return _day(f"{said[:4]}-{said[4:6]}-{said[6:]}")


def quality(place: Place, view: View) -> str:
    """The address of the quality of a place's data."""
    return with_view(f"{path_of(place)}/quality", View(on=view.on))


def quality_rows(place: Place, issue: str, view: View) -> str:
    """The address of the rows of one kind that a place's data have."""
    return with_view(f"{path_of(place)}/quality/{issue}", View(on=view.on))


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


def table_file(path: str, name: str, suffix: str) -> str:
    """The path of a table of the screen at the path, as a file."""
    return f"{path}/table/{name}.{suffix}"


def account(account_id: int) -> str:
    """The address of one account's page."""
    return f"{ACCOUNTS}/{account_id}"


def account_at(path: str) -> int | None:
    """The account whose page the path is; None for any other path."""
    found = re.fullmatch(rf"{ACCOUNTS}/([1-9][0-9]{{0,8}})", path)
    return int(found[1]) if found else None


def upload(upload_id: int) -> str:
    """The address of an upload's plan."""
    return f"{IMPORTS}/{upload_id}"


def upload_at(path: str) -> int | None:
    """The upload whose page the path is; None for any other path."""
    found = re.fullmatch(rf"{IMPORTS}/([1-9][0-9]{{0,8}})", path)
    return int(found[1]) if found else None


def upload_action(upload_id: int, deed: str) -> str:
    """The address to which what is to be done with an upload is sent."""
    return f"{IMPORTS}/{upload_id}/{deed}"


def refused_rows(upload_id: int) -> str:
    """The address of the file of an upload's refused rows."""
    return f"{IMPORTS}/{upload_id}/refused.xlsx"


def template(register: str) -> str:
    """The address of the empty register to fill in."""
    return f"{IMPORTS}/template/{register}.xlsx"


def import_run(import_id: int) -> str:
    """The address of an accepted file's page."""
    return f"{IMPORTS}/runs/{import_id}"


def export_file(export_id: int) -> str:
    """The address of the file of an export."""
    return f"{EXPORTS}/{export_id}/file"


def cancel_export(export_id: int) -> str:
    """The address to which the cancelling of an export is sent."""
    return f"{EXPORTS}/{export_id}/cancel"
