"""Builds and parses every address; only this module holds "/municipality/"."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from urllib.parse import parse_qs, unquote, urlencode

from access.secret import decrypt_param, encrypt_param
from dashboard.places_address import FOLDED, PlacesView, places_view_of
from dashboard.registry_address import ALL_COLUMNS, RegistryView, registry_view_of
from model.indicators import RATES
from model.places import Level, Place
from model.wording import FILTER_LABELS
from queries.applications import ProviderStage
from queries.filters import EVERYBODY, Filters
from queries.next_steps import NUMBER_OF

# Data exists between these days only; three years before them must also be valid dates.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
# Every link of a screen repeats the query string, so values longer than people need are ignored.
LONGEST_QUERY = 2_048  # bytes of decoded text: a Russian letter takes two, and six in the address
LONGEST_NAME = 300  # characters in a position, a type of organization or a procedure
LONGEST_SEARCH = 100
_COLUMN = re.compile("[a-z][a-z0-9_]{0,39}")  # a screen ignores the columns of other screens

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
TARGETS = "/targets"
BOUNDS = "/bounds"
EXPORTS = "/exports"
ORDER_EXPORT = "/exports/order"
# What is ordered there: a table of a screen; documents have names of their own.
TABLE_FORM = "table"
TABLE_FILE = "/<path:screen>/table/<name>.<suffix>"
PRINTED = "html"  # the suffix of a list for paper
DOCUMENT = "/person/<int:identity>/<form>.<suffix>"


class By(StrEnum):
    """What the map and the bars of places show: missing people, the share, or its change since another day."""

    PEOPLE = "people"
    SHARE = "share"
    CHANGE = "change"


_RATES = frozenset(rate.key for rate in RATES)
_ORDERS = frozenset(By)
_STAGES = frozenset(ProviderStage)


@dataclass(frozen=True)
class View:
    """What the query string sets: the date (None: today), the filters, the order, the page.

    `against` is the date to compare with, `rate` the key of the rate that maps and bars show, `by` what of it they
    show, `stage` the key of the concern by which a provider filters its applications, `step` that of the next step of
    the people of a list. `queue` and `bars` are pages: of the queue by parts, of the bars of all places (none: the ten
    furthest behind). `batch` names the group of a list. `since` and `until`
    bound a period, `registry` is what a registry shows, `places` how a place's screen shows its parts.
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
    step: str | None = None
    batch: str | None = None
    queue: int | None = None
    bars: int | None = None
    since: date | None = None
    until: date | None = None
    registry: RegistryView = ALL_COLUMNS
    places: PlacesView = FOLDED

    def sorted_by(self, key: str) -> "View":
        """The view after a click on a column: descending first, ascending on the second click."""
        descending = not self.descending if self.sort == key else True
        return replace(self.on_first_pages, sort=key, descending=descending)

    def in_first_order(self) -> "View":
        """The view in the default order."""
        return replace(self.on_first_pages, sort=None, descending=False)

    def on_page(self, page: int) -> "View":
        return replace(self, page=page)

    def on_queue_page(self, page: int) -> "View":
        return replace(self, queue=page)

    def on_bars_page(self, page: int) -> "View":
        return replace(self, bars=page)

    @property
    def on_first_pages(self) -> "View":
        """The view on the first page of each table that it shows."""
        return replace(self, page=1, queue=self.queue and 1, bars=self.bars and 1)

    @property
    def unpaged(self) -> "View":
        """The view of a file: all rows of a table, whatever the screen shows of them."""
        return replace(self, page=1, queue=None, bars=None)

    # A screen has a thousand links with the same view, so this and the query string are computed once.
    @cached_property
    def carried(self) -> "View":
        """The view for another place: it keeps the dates, the filters, the chosen rate and its order."""
        look = self.places.carried
        return View(on=self.on, filters=self.filters, against=self.against, rate=self.rate, by=self.by, places=look)

    @cached_property
    def query(self) -> str:
        """The query string of the view, in a fixed order, without the defaults."""
        params: dict[str, str] = {}
        if self.on:
            params["on"] = self.on.isoformat()
        params.update(self.filters.chosen())
        if self.against:
            params["against"] = self.against.isoformat()
        if self.rate:
            params["rate"] = self.rate
        if self.by:
            params["by"] = self.by
        if self.search:
            params["find"] = encrypt_param(self.search)
        if self.stage:
            params["stage"] = self.stage
        if self.step:
            params["step"] = self.step
        if self.batch:
            params["batch"] = self.batch
        if self.sort:
            params["sort"] = self.sort
            params["order"] = "desc" if self.descending else "asc"
        if self.page > 1:
            params["page"] = str(self.page)
        others = {"queue": self.queue, "bars": self.bars, "since": self.since, "until": self.until}
        params.update({name: str(value) for name, value in others.items() if value})
        params.update(self.registry.params)
        params.update(self.places.params)
        return f"?{urlencode(params)}" if params else ""


def view_of(query: str) -> View:
    """The view of a query string; values that are too long or cannot be parsed are ignored."""
    values = _values(query.lstrip("?"))
    return View(
        on=requested_day(values.get("on", "")),
        filters=Filters(**{name: _name(values.get(name, "")) for name in FILTER_LABELS}),
        against=requested_day(values.get("against", "")),
        rate=_one_of(_RATES, values.get("rate", "")),
        by=_one_of(_ORDERS, values.get("by", "")),
        sort=_column(values.get("sort", "")),
        descending=values.get("order") == "desc",
        page=_page(values.get("page", "")) or 1,
        queue=_page(values.get("queue", "")),
        # Links of an earlier version ask for all bars at once.
        bars=1 if values.get("bars") == "all" else _page(values.get("bars", "")),
        since=requested_day(values.get("since", "")),
        until=requested_day(values.get("until", "")),
        registry=registry_view_of(values),
        places=places_view_of(values),
        stage=_one_of(_STAGES, values.get("stage", "")),
        step=_one_of(NUMBER_OF, values.get("step", "")),
        batch=_name(values.get("batch", "")),
        # Links carry the search text encrypted, because it may be a person's name.
        search=(decrypt_param(values["find"]) if "find" in values else values.get("search", ""))[:LONGEST_SEARCH],
    )


def _values(query: str) -> dict[str, str]:
    # The length is checked before and after decoding, so that a megabyte is never decoded.
    if len(query) > 6 * LONGEST_QUERY or len(unquote(query).encode(errors="replace")) > LONGEST_QUERY:
        return {}
    # Databases reject a zero character or take it for the end of the text; no name holds one.
    return {name: values[-1].replace("\0", "") for name, values in parse_qs(query).items()}


def _name(text: str) -> str | None:
    return text if 0 < len(text) <= LONGEST_NAME else None


def _one_of(vocabulary: Collection[str], text: str) -> str | None:
    return text if text in vocabulary else None


def _column(text: str) -> str | None:
    return text if _COLUMN.fullmatch(text) else None


def requested_day(text: str) -> date | None:
    """The day that an address writes as 2026-12-31, between the days of the data; None for any other text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _page(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text) > 0 else None


def with_view(path: str, view: View) -> str:
    """The path with the query string of the view."""
    return path + view.query


def guide_picture(name: str) -> str:
    """The address of a picture of a guide."""
    return GUIDE_PICTURE.replace("<picture>", name)


def path_of(place: Place) -> str:
    """The path of a place, without a query string."""
    return REGION if place.level is Level.REGION else f"/{place.level}/{place.id}"


def place(place: Place, view: View) -> str:
    """The address of a place's screen."""
    return with_view(path_of(place), view.carried)


def competences(place: Place, view: View, procedure: str | None = None) -> str:
    """The address of the scores of a place; of the procedure, where one is named."""
    carried = view.carried
    if procedure is not None:
        carried = replace(carried, filters=replace(carried.filters, procedure=procedure))
    return with_view(f"{path_of(place)}/competences", carried)


def applications(place: Place, view: View) -> str:
    """The address of the applications of a place."""
    return with_view(f"{path_of(place)}/applications", view.carried)


def events(place: Place, view: View) -> str:
    """The address of the events that a place has chosen."""
    return with_view(f"{path_of(place)}/events", view.carried)


def event(place: Place, event_id: int, starts_on: date, view: View) -> str:
    """The address of the list of people of a place who chose an event that starts on the day."""
    return with_view(f"{path_of(place)}/events/{event_id}/{starts_on:%Y%m%d}", view.carried)


def catalogue(place: Place, view: View) -> str:
    """The address of what is on offer and nobody of a place has chosen."""
    return with_view(f"{path_of(place)}/catalogue", View(on=view.on))


def unlisted(place: Place, view: View) -> str:
    """The address of the people of a place whose recommended list is empty."""
    return with_view(f"{path_of(place)}/catalogue/people", View(on=view.on))


def day_of(number: int) -> date | None:
    """Parse the day that an event's address writes as a number, such as 20261231."""
    digits = str(number)
    return requested_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")


def quality(place: Place, view: View) -> str:
    """The address of the quality of a place's data."""
    return with_view(f"{path_of(place)}/quality", View(on=view.on))


def quality_rows(place: Place, issue: str, view: View) -> str:
    """The address of the rows with one kind of remark in a place's data."""
    return with_view(f"{path_of(place)}/quality/{issue}", View(on=view.on))


def attainment(place: Place, view: View) -> str:
    """The address of which parts of a place meet their targets."""
    return with_view(f"{path_of(place)}/targets", View(on=view.on))


def attainment_list(place: Place, rate_key: str, standing: str, view: View) -> str:
    """The address of the list of parts of a place that stand so to their target of a rate."""
    return with_view(f"{path_of(place)}/targets/{rate_key}/{standing}", View(on=view.on))


def behind(count_key: str, place: Place, view: View) -> str:
    """The address of the list behind a count of a place."""
    return with_view(f"{path_of(place)}/list/{count_key}", view)


def below_bound(competence: str, place: Place, procedure: str, view: View) -> str:
    """The address of the list of people of a place whose score in the procedure is below its bound."""
    carried = view.carried
    return behind(f"below_{competence}", place, replace(carried, filters=replace(carried.filters, procedure=procedure)))


def person(person_id: int, view: View) -> str:
    """The address of a person's page; it carries no filters."""
    return with_view(f"/person/{person_id}", View(on=view.on))


def document(person_id: int, form: str, suffix: str, view: View) -> str:
    """The address of a person's document as a file."""
    return with_view(document_path(person_id, form, suffix), View(on=view.on))


def document_path(person_id: int, form: str, suffix: str) -> str:
    """The path of a person's document, without a query string."""
    return f"/person/{person_id}/{form}.{suffix}"


def provider(provider_id: int, view: View) -> str:
    """The address of a provider's screen."""
    return with_view(f"/provider/{provider_id}", View(on=view.on))


def table_file(path: str, name: str, suffix: str) -> str:
    """The path of the file of a table on the screen at the path."""
    return f"{path}/table/{name}.{suffix}"


def account(account_id: int) -> str:
    """The address of one account's page."""
    return f"{ACCOUNTS}/{account_id}"


def account_at(path: str) -> int | None:
    """The id of the account whose page has the path; None for any other path."""
    match = re.fullmatch(rf"{ACCOUNTS}/([1-9][0-9]{{0,8}})", path)
    return int(match[1]) if match else None


def upload(upload_id: int) -> str:
    """The address of an upload's plan."""
    return f"{IMPORTS}/{upload_id}"


def upload_at(path: str) -> int | None:
    """The id of the upload whose page has the path; None for any other path."""
    match = re.fullmatch(rf"{IMPORTS}/([1-9][0-9]{{0,8}})", path)
    return int(match[1]) if match else None


def upload_action(upload_id: int, deed: str) -> str:
    """The address that receives an action on an upload."""
    return f"{IMPORTS}/{upload_id}/{deed}"


def refused_rows(upload_id: int) -> str:
    """The address of the file of an upload's rejected rows."""
    return f"{IMPORTS}/{upload_id}/refused.xlsx"


def template(register: str) -> str:
    """The address of a register's empty template."""
    return f"{IMPORTS}/template/{register}.xlsx"


def import_run(import_id: int) -> str:
    """The address of an accepted file's page."""
    return f"{IMPORTS}/runs/{import_id}"


def export_file(export_id: int) -> str:
    """The address of the file of an export."""
    return f"{EXPORTS}/{export_id}/file"


def cancel_export(export_id: int) -> str:
    """The address that cancels an export."""
    return f"{EXPORTS}/{export_id}/cancel"
