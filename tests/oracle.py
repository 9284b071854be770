"""An independent count in plain Python, written from the regulation and not from the product's SQL.

Registers are lists of rows by column key, as Python values. Everything is looked up anew for each person and day,
rule by rule: slow, and easy to compare with the text.
"""

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from model.indicators import COUNT_KEYS
from model.names import fold

Row = dict[str, object]
Registers = dict[str, list[Row]]
Place = tuple[str, ...]
Decision = tuple[str, date]
Key = tuple[object, ...]
REFERENCE_LIST = Path(__file__).parent.parent / "model" / "municipalities.csv"


@cache
def present_names() -> dict[str, str]:
    """Any name of a municipality, present or earlier, folded → its present name."""
    names = {}
    with REFERENCE_LIST.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            names[fold(row["name"])] = row["name"]
            if row["earlier_name"]:
                names[fold(row["earlier_name"])] = row["name"]
    return names


@dataclass(frozen=True)
class Route:
    """An assessment and its route."""

    passed_on: date
    procedure: str
    formed_on: date
    recommended: frozenset[str]

    @property
    def order(self) -> tuple[date, str]:
        return self.passed_on, self.procedure

    def counts_programme(self, programme: str) -> bool:
        """Whether the route recommends the programme, or recommends none."""
        return not self.recommended or programme in self.recommended


@dataclass(frozen=True)
class Application:
    """An application from the register or implied by a result."""

    number: str | None
    kind: str
    programme: str
    submitted_on: date
    head: Decision | None
    provider: Decision | None
    training_until: date | None
    withdrawn_on: date | None
    chosen_on: date | None

    def is_live(self, day: date) -> bool:
        """Submitted by the day and neither rejected nor withdrawn by it."""
        rejected = any(is_made(decision, day) and decision[0] == "отклонена" for decision in (self.head, self.provider))
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.submitted_on <= day and not rejected and not withdrawn


def is_made(decision: Decision | None, day: date) -> bool:
    """A decision dated after the day does not exist yet."""
    return decision is not None and decision[1] <= day


def is_confirmed(decision: Decision | None, day: date) -> bool:
    return is_made(decision, day) and decision[0] == "подтверждена"


@dataclass
class Person:
    """The rows of one person."""

    identifier: str
    spells: list[tuple[Place, date, date | None]]
    routes: list[Route]
    applications: list[Application]
    results: list[Row]
    participations: list[Row]

    def place_on(self, day: date) -> Place | None:
        """The place of the spell [since, until) that covers the day."""
        for place, since, until in self.spells:
            if since <= day and (until is None or until > day):
                return place
        return None

    def latest_route(self, day: date) -> Route | None:
        """The latest assessment passed on or before the day; of two on one day, the last by code point."""
        passed = [route for route in self.routes if route.passed_on <= day]
        return max(passed, key=lambda route: route.order, default=None)

    def route_of_result(self, row: Row) -> Route | None:
        """The route of the latest application for the programme, else of the latest assessment.

        Implied applications are left out: they follow from this answer.
        """
        first, programme = row["realized"][0], fold(row["programme"])
        earlier = [
            one
            for one in self.applications
            if one.kind == "ДПП" and one.programme == programme and one.submitted_on <= first
        ]
        if earlier:
            return self.latest_route(max(one.submitted_on for one in earlier))
        return self.latest_route(first)

    def applications_of(self, route: Route) -> list[Application]:
        """The applications for programmes on the route, with the implied ones.

        A result implies none where the register has one for the programme on the route, even a withdrawn one.
        """
        registered = [
            one for one in self.applications if one.kind == "ДПП" and self.latest_route(one.submitted_on) == route
        ]
        implied = []
        for programme in {fold(row["programme"]) for row in self.results}:
            days = [
                row["realized"][0]
                for row in self.results
                if fold(row["programme"]) == programme and self.route_of_result(row) == route
            ]
            if days and all(one.programme != programme for one in registered):
                decision = ("подтверждена", min(days))
                implied.append(Application(None, "ДПП", programme, min(days), decision, decision, None, None, None))
        return registered + implied


def years_back(day: date) -> date:
    """Three calendar years; 29 February − 3 years is 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 3, 2, 28)
    return date(day.year - 3, day.month, day.day)


def people(registers: Registers) -> list[Person]:
    """The rows by person; a later row replaces an earlier one with its key."""
    spells: dict[tuple[str, Place, date], Row] = {}
    for row in registers["staff"]:
        spells[row["identifier"], place_of(row), row["since"]] = row
    by_person: dict[str, Person] = {}
    working: dict[tuple[Place, str], set[str]] = defaultdict(set)
    for (identifier, place, since), row in spells.items():
        person = by_person.setdefault(identifier, Person(identifier, [], [], [], [], []))
        person.spells.append((place, since, row["until"]))
        working[place, fold(row["full_name"])].add(identifier)

    def who(row: Row) -> Person:
        identifier = row.get("identifier")
        if not identifier:
            (identifier,) = working[place_of(row), fold(row["full_name"])]
        return by_person[identifier]

    _deal(registers, who)
    return list(by_person.values())


def _deal(registers: Registers, who: Callable[[Row], Person]) -> None:
    """Add the last row of each key to its person."""
    for row in _last_of_each(registers["appendix1"], lambda row: _of(who(row), row["procedure"], row["passed_on"])):
        formed_on = row["formed_on"] or row["passed_on"]
        listed = frozenset(fold(name) for name in row["programmes"])
        who(row).routes.append(Route(row["passed_on"], row["procedure"], formed_on, listed))
    for row in _last_of_each(registers["applications"], lambda row: (row["number"],)):
        who(row).applications.append(_application(row))
    for row in _last_of_each(registers["appendix2"], lambda row: _of(who(row), row["programme"], row["realized"][0])):
        who(row).results.append(row)
    for row in _last_of_each(registers["participation"], lambda row: _of(who(row), row["event"], row["starts_on"])):
        who(row).participations.append(row)


def _of(person: Person, name: str, day: date) -> Key:
    return person.identifier, fold(name), day


def _last_of_each(rows: list[Row], key: Callable[[Row], Key]) -> list[Row]:
    return list({key(row): row for row in rows}.values())


def _application(row: Row) -> Application:
    head = (row["head_decision"], row["head_on"]) if row["head_decision"] else None
    provider = (row["provider_decision"], row["provider_on"]) if row["provider_decision"] else None
    rest = (row["training_until"], row["withdrawn_on"], row["chosen_on"])
    return Application(row["number"], row["kind"], fold(row["name"]), row["submitted_on"], head, provider, *rest)


def place_of(row: Row) -> Place:
    """The present name of the municipality, and the organization's name folded."""
    return present_names()[fold(row["municipality"])], fold(row["organization"])


def state(person: Person, day: date) -> dict[str, list]:
    """For each count the items of the person on the day; their number is the count."""
    rows_by_count: dict[str, list] = {key: [] for key in COUNT_KEYS}
    if person.place_on(day) is None:
        return rows_by_count
    rows_by_count["staff"] = [person.identifier]
    for one in person.applications:
        withdrawn = one.withdrawn_on is not None and one.withdrawn_on <= day
        if one.submitted_on > day or withdrawn:
            continue
        if not is_made(one.head, day):
            rows_by_count["awaiting_head"].append(one.number)
        if one.kind == "ДПП" and is_confirmed(one.head, day) and not is_made(one.provider, day):
            rows_by_count["awaiting_provider"].append(one.number)
    route = person.latest_route(day)
    if route is None or route.passed_on <= years_back(day):
        return rows_by_count
    claims = _claims(person, route, day)
    for key, holds in claims.items():
        rows_by_count[key] = [person.identifier] if holds else []
    if claims["recommended"]:
        due = [row for row in _chosen_events(person, route, day) if (row["ends_on"] or row["starts_on"]) <= day]
        rows_by_count["events_due"] = [_of(person, row["event"], row["starts_on"]) for row in due]
        rows_by_count["events_attended"] = [
            _of(person, row["event"], row["starts_on"]) for row in due if _is_attended(row, day)
        ]
    return rows_by_count


def _chosen_events(person: Person, route: Route, day: date) -> list[Row]:
    return [
        row
        for row in person.participations
        if row["chosen_on"] <= day and person.latest_route(row["chosen_on"]) == route
    ]


def _is_attended(row: Row, day: date) -> bool:
    return row["confirmed_on"] is not None and row["confirmed_on"] <= day


def _claims(person: Person, route: Route, day: date) -> dict[str, bool]:
    counting = [one for one in person.applications_of(route) if route.counts_programme(one.programme)]
    live = [one for one in counting if one.is_live(day)]
    by_head = [one for one in live if is_confirmed(one.head, day)]
    by_both = [one for one in by_head if is_confirmed(one.provider, day)]
    events = _chosen_events(person, route, day)
    recommended = route.formed_on <= day
    chosen = recommended and any(on <= day for on in _days_of_choice(counting))
    formed = chosen and bool(live)
    done = formed and any(on <= day for on in _attestations(person, route))
    return {
        "assessed": True,
        "assessed_year": any(one.passed_on.year == day.year and one.passed_on <= day for one in person.routes),
        "recommended": recommended,
        "chosen": chosen,
        "formed": formed,
        "formed_full": formed and bool(events),
        "head_approved": formed and bool(by_head),
        "provider_approved": formed and bool(by_both),
        "formal_done": done,
        "formal_late": formed
        and not done
        and any(one.training_until is not None and one.training_until < day for one in by_both),
        "informal_any": formed and any(_is_attended(row, day) for row in events),
        "realized": done and bool(events) and all(_is_attended(row, day) for row in events),
    }


def _days_of_choice(counting: list[Application]) -> list[date]:
    """For each programme the earliest stated day of choice, else the day of its first application."""
    days = []
    for programme in {one.programme for one in counting}:
        of_it = [one for one in counting if one.programme == programme]
        stated = [one.chosen_on for one in of_it if one.chosen_on]
        days.append(min(stated) if stated else min(one.submitted_on for one in of_it))
    return days


def _attestations(person: Person, route: Route) -> list[date]:
    """The last days of results with a document, for programmes that count for the route."""
    return [
        row["realized"][1]
        for row in person.results
        if row["document_number"] and person.route_of_result(row) == route
        if route.counts_programme(fold(row["programme"]))
    ]


def counts(registers: Registers, day: date) -> dict[Place, dict[str, int]]:
    """The counts of the region `()`, of each municipality and of each organization with a spell."""
    everyone = people(registers)
    places = {place[:depth] for person in everyone for place, _, _ in person.spells for depth in (1, 2)}
    totals = {place: dict.fromkeys(COUNT_KEYS, 0) for place in ({()} | places)}
    for person in everyone:
        place = person.place_on(day)
        if place is None:
            continue
        for key, rows in state(person, day).items():
            for level in ((), place[:1], place):
                totals[level][key] += len(rows)
    return totals


def rows_behind(registers: Registers, day: date, key: str) -> list:
    """The items of the list behind a count of the region."""
    return sorted((row for person in people(registers) for row in state(person, day)[key]), key=str)
