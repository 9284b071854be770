"""The addresses of all pages, their placeholders filled with existing things or with guesses."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sqlalchemy import select

from access import accounts
from dashboard.addresses import table_file
from dashboard.pages import Page
from dashboard.tables import TABLES
from jobs import queue
from model.accounts import Account
from model.catalogue import Provider
from model.database import unscoped_session, write_session
from model.jobs import ImportTask, Job, JobKind, JobState
from model.journal import ImportRun
from model.people import Employment, Person
from model.places import Level, Organization
from model.quality import Issue
from model.routes import Participation
from tests.groups_of_pages import groups_of

Filling = Mapping[str, str | int]
PLACEHOLDER = re.compile(r"[<{](\w+)[>}]")
# A count of each kind of list; test_counts_are_lists covers every count.
COUNTS = ("staff", "events_due", "awaiting_provider")
# Remarks for everyone, for a whole municipality and for the region alone.
ISSUES = (Issue.EVENT_UNMARKED, Issue.DOUBLE, Issue.MOVED_DOUBLE, Issue.GONE)
# A rate with a target of the regulation, and lists of either level, of which a place has content.
RATES = ("coverage",)
STANDINGS = ("organization_met", "municipality_met", "organization_nobody")
# Steps of the bridge of the first rate: of people there on the later day, and of those who are gone.
STEPS = ("came_without", "left_with")
# A flow of facts, one of people, and a milestone of the cohort; test_periods covers every one.
FLOWS = ("submitted", "assessed_people", "cohort_ninety")
# The text for addresses that do not exist or are outside the scope.
MISSING = "Такой страницы нет или она вам недоступна"
DAYS = ("2026-09-30", "2026-10-01")


@dataclass(frozen=True)
class Things:
    """What addresses can name: places, events at places, and ids by the beginning of the address."""

    places: Sequence[Filling]
    events: Sequence[Filling]
    ids: Mapping[str, Sequence[int]]
    counts: Sequence[str] = COUNTS
    issues: Sequence[str] = ISSUES

    def named_by(self, address: str) -> Sequence[Filling]:
        """The fillings of an address, given as PAGES writes it."""
        names = set(PLACEHOLDER.findall(address))
        if "event" in names:
            choices = self.events
        elif "level" in names:
            choices = self.places
        elif "identity" in names:
            choices = [{"identity": one} for one in self._ids_at(address.partition("<")[0])]
        else:
            choices = [{}]
        return [one for one in choices if ("identity" in one) == ("identity" in names)]

    def _ids_at(self, beginning: str) -> Sequence[int]:
        try:
            return self.ids[beginning]
        except KeyError:
            raise AssertionError(f"no filling for the id behind {beginning}: add one to {__name__}") from None


def addresses_of(page: Page, things: Things) -> list[str]:
    """The addresses of one page; raises AssertionError for an unknown placeholder."""
    return [address for address, _ in filled_addresses_of(page, things)]


def one_of_each_level(page: Page, things: Things) -> list[str]:
    """The first address of one page at each level."""
    first: dict[object, str] = {}
    for address, filling in filled_addresses_of(page, things):
        first.setdefault(filling.get("level"), address)
    return list(first.values())


def filled_addresses_of(page: Page, things: Things) -> list[tuple[str, Filling]]:
    """The addresses of one page, each with its filling."""
    keys = [
        {"count": count, "issue": issue, "rate": rate, "standing": standing, "flow": flow, "step": step, "group": group}
        for count in (things.counts if "{count}" in page.address else [""])
        for issue in (things.issues if "{issue}" in page.address else [""])
        for rate in (RATES if "{rate}" in page.address else [""])
        for standing in (STANDINGS if "{standing}" in page.address else [""])
        for flow in (FLOWS if "{flow}" in page.address else [""])
        for step in (STEPS if "{step}" in page.address else [""])
        for group in groups_of(page.address)
    ]
    named_by = things.named_by(page.address)
    fillings = [(key, one) for key, one in product(keys, named_by) if has_targets(page.address, key, one)]
    if not fillings:
        raise AssertionError(f"no filling for {page.address}: add one to {__name__}")
    return [(fill_address(page.address, {**key, **named}), named) for key, named in fillings]


def has_targets(address: str, key: Filling, place: Filling) -> bool:
    """Of targets: an organization has no parts to compare, a municipality has organizations alone."""
    if "/targets" not in address or place.get("level") is Level.REGION:
        return True
    is_above = str(key.get("standing", "")).startswith("municipality")
    return place.get("level") is not Level.ORGANIZATION and not (place.get("level") is Level.MUNICIPALITY and is_above)


def fill_address(address: str, filling: Filling) -> str:
    """The address with its placeholders filled."""
    unfilled = set(PLACEHOLDER.findall(address)) - filling.keys()
    if unfilled:
        raise AssertionError(f"no filling for {sorted(unfilled)} of {address}: add one to {__name__}")
    return PLACEHOLDER.sub(lambda match: str(filling[match[1]]), address)


def table_addresses_of(page: Page, things: Things) -> Iterator[tuple[str, str]]:
    """The addresses of one page, each with the name of each table on it."""
    return product(addresses_of(page, things), TABLES.get(page.address, {}))


def table_files_of(page: Page, things: Things, suffix: str = "csv") -> list[str]:
    """The address of every table of one page as a file."""
    return [table_file(address, name, suffix) for address, name in table_addresses_of(page, things)]


def add_failed_upload(login: str, file_name: str) -> None:
    """Add a failed upload to the account, unless there is one; only its name differs between worlds."""
    with write_session() as session:
        if session.scalar(select(Job.id).where(Job.kind == JobKind.IMPORT).limit(1)) is None:
            viewer = accounts.viewer_of(accounts.require_account(session, login))
            payload = {"task": ImportTask.CHECK, "file_name": file_name, "file_hash": "0" * 64, "file_size": 1}
            failure = {"state": JobState.FAILED, "reason": "файл не сохранён"}
            queue.enqueue(session, JobKind.IMPORT, payload, origin=None, by=viewer, **failure)


def things_of(logins: Mapping[str, str]) -> Things:
    """Everything in the database and an upload of the assessor; `logins` are by role."""
    add_failed_upload(logins["assessor"], "штат.csv")
    with unscoped_session() as session:
        organizations = session.execute(select(Organization.id, Organization.municipality_id).order_by(Organization.id))
        towns = {one.id: one.municipality_id for one in organizations}
        ids = {
            "/municipality/": sorted(set(towns.values())),
            "/organization/": list(towns),
            "/person/": session.scalars(select(Person.id).order_by(Person.id)).all(),
            "/provider/": session.scalars(select(Provider.id).order_by(Provider.id)).all(),
            "/imports/": session.scalars(select(Job.id).where(Job.kind == JobKind.IMPORT).order_by(Job.id)).all(),
            "/imports/runs/": session.scalars(select(ImportRun.id).order_by(ImportRun.id)).all(),
            "/accounts/": session.scalars(select(Account.id).order_by(Account.id)).all(),
        }
        chosen = session.execute(
            select(Employment.organization_id, Participation.event_id, Participation.starts_on)
            .join(Employment, Employment.person_id == Participation.person_id)
            .order_by(Employment.since, Employment.organization_id, Participation.event_id)
        ).all()
    places: list[Filling] = [{"level": Level.REGION}]
    for level in (Level.MUNICIPALITY, Level.ORGANIZATION):
        places += [{"level": level, "identity": one} for one in ids[f"/{level}/"]]
    events = [
        {**place, "event": event, "starts": f"{starts:%Y%m%d}"}
        for organization, event, starts in chosen
        for place in places
        if place.get("identity")
        in {None, organization if place["level"] is Level.ORGANIZATION else towns[organization]}
    ]
    return Things(places, [dict(one) for one in dict.fromkeys(tuple(event.items()) for event in events)], ids)


def guesses(ids: Sequence[int], starts: Sequence[int]) -> Things:
    """Every id as the id of everything, at every level, for a forger."""
    bare: list[Filling] = [{"level": level} for level in Level]
    places = bare + [{"level": level, "identity": one} for level in Level for one in ids]
    events = [{**place, "event": event, "starts": day} for place in places for event in ids for day in starts]
    return Things(places, events, defaultdict(lambda: ids))


def telling_guesses(organizations: Sequence[int], towns: Sequence[int], ids: Sequence[int], starts: int) -> Things:
    """A few places of each level, one of them absent, with every other id as an event: the day's guesses."""
    places: list[Filling] = [{"level": Level.REGION}]
    places += [{"level": Level.MUNICIPALITY, "identity": one} for one in towns]
    places += [{"level": Level.ORGANIZATION, "identity": one} for one in organizations]
    events = [{**place, "event": event, "starts": starts} for place in places for event in ids[::2]]
    return Things(places, events, defaultdict(lambda: ids))
