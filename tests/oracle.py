"""Version 2 of the law once more, in plain Python and from the words of the domain: the product is not used here.

A person is what the registers say of them; for each day everything is looked up anew, sentence by sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tests.oracle_days import months_back, year_start

COUNT_KEYS = (
    *("staff", "due", "assessed", "assessed_due", "assessed_year", "assessed_year_due", "not_assessed", "by_need"),
    *("recommended", "chosen", "formed", "selected", "head_approved", "provider_approved", "formal_done"),
    *("formal_in_time", "formal_late", "informal_any", "realized", "without_programme", "without_application"),
    *("events_due", "events_attended", "events_excused", "awaiting_head", "awaiting_provider"),
)
CONFIRMED, REFUSED = "confirmed", "rejected"
PROCEDURE, PROGRAMME, EVENT = "procedure", "programme", "event"


@dataclass(frozen=True)
class Law:
    """What the regulation leaves to a setting."""

    years: int = 3
    newcomer_months: int = 0
    year_first_month: int = 1


@dataclass(frozen=True)
class Spell:
    """A place of work from «Принят» to «Уволен», both days included."""

    organization: str
    since: date
    until: date | None = None
    absent_since: date | None = None
    absent_until: date | None = None
    is_main: bool = True
    category: str = "teaching"
    position: str | None = None


@dataclass(frozen=True)
class Assessment:
    """A procedure passed, or a need."""

    procedure: str
    passed_on: date
    programmes: frozenset[str] = frozenset()
    formed_on: date | None = None
    is_need: bool = False


@dataclass(frozen=True)
class Application:
    """An application of any kind; a decision is a word and its day."""

    number: str
    kind: str
    name: str
    submitted_on: date
    head: str | None = None
    head_on: date | None = None
    provider: str | None = None
    provider_on: date | None = None
    training_until: date | None = None
    chosen_on: date | None = None
    withdrawn_on: date | None = None
    expelled_on: date | None = None


@dataclass(frozen=True)
class Result:
    """A row of Appendix 2."""

    programme: str
    since: date
    until: date
    has_document: bool = True


@dataclass(frozen=True)
class Participation:
    """A chosen event."""

    event: str
    starts_on: date
    ends_on: date
    chosen_on: date
    confirmed_on: date | None = None
    has_reason: bool = False


@dataclass(frozen=True)
class Person:
    """All that the registers say of one person."""

    spells: tuple[Spell, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    applications: tuple[Application, ...] = ()
    results: tuple[Result, ...] = ()
    participations: tuple[Participation, ...] = ()


@dataclass
class Route:
    """The procedures that were gathered into one route, in their order."""

    assessments: list[Assessment] = field(default_factory=list)

    @property
    def opened_on(self) -> date:
        return self.assessments[0].passed_on

    def counts_from(self, programme: str) -> date | None:
        """The first of its assessments that recommends the programme; one whose list is empty recommends any."""
        for one in self.assessments:
            if not one.programmes or programme in one.programmes:
                return one.passed_on
        return None


def is_by(fact: date | None, day: date) -> bool:
    """A fact dated after the day does not exist yet; one without a date never does."""
    return fact is not None and fact <= day


def closing_of(one: Application) -> date | None:
    """The first of a refusal by the head, by the provider, a withdrawal, an expulsion."""
    days = [one.withdrawn_on, one.expelled_on]
    days += [one.head_on] if one.head == REFUSED else []
    days += [one.provider_on] if one.provider == REFUSED else []
    return min((day for day in days if day), default=None)


def spell_on(person: Person, day: date) -> Spell | None:
    """The main spell that covers the day; a day shared by two is the later one's."""
    covering = [one for one in person.spells if one.is_main and one.since <= day and not is_past(one.until, day)]
    return max(covering, key=lambda one: (one.since, one.until or date.max, one.organization), default=None)


def is_past(until: date | None, day: date) -> bool:
    return until is not None and until < day


def is_due(spell: Spell, day: date, law: Law) -> bool:
    """Not on a long absence, both days included, and hired long enough before."""
    is_absent = is_by(spell.absent_since, day) and not is_past(spell.absent_until, day)
    return not is_absent and spell.since <= months_back(day, law.newcomer_months)


def gather(person: Person, day: date, law: Law) -> list[Route]:
    """The routes that exist on the day: its procedures one after another, each joining or opening."""
    routes: list[Route] = []
    passed = [one for one in person.assessments if one.passed_on <= day]
    for one in sorted(passed, key=lambda one: (one.passed_on, one.procedure)):
        if routes and takes_procedures(person, routes, one.passed_on, law):
            routes[-1].assessments.append(one)
        else:
            routes.append(Route([one]))
    return routes


def takes_procedures(person: Person, routes: list[Route], day: date, law: Law) -> bool:
    """The latest route is still being formed or studied on the day."""
    latest = routes[-1]
    is_old = latest.assessments[-1].passed_on <= months_back(day, 12 * law.years)
    is_done_before = any(passed < day for passed, _ in attestations(person, routes, latest))
    return not is_old and not is_done_before


def route_on(routes: list[Route], day: date) -> Route | None:
    """The route opened last on or before the day."""
    opened = [route for route in routes if route.opened_on <= day]
    return opened[-1] if opened else None


def latest_application(person: Person, programme: str, first_day: date) -> Application | None:
    """Submitted last on or before the day; of two on one day the one whose number sorts last."""
    earlier = [
        one
        for one in person.applications
        if one.kind == PROGRAMME and one.name == programme and one.submitted_on <= first_day
    ]
    return max(earlier, key=lambda one: (one.submitted_on, one.number), default=None)


def route_of_result(person: Person, routes: list[Route], row: Result) -> Route | None:
    """By the latest application for the programme while some route was open; where there is none, by its first day."""
    application = latest_application(person, row.programme, row.since)
    by_application = application and route_on(routes, application.submitted_on)
    return by_application or route_on(routes, row.since)


def implies(person: Person, routes: list[Route], row: Result) -> bool:
    """There is no application for that programme on that route which is live on its first day."""
    route = route_of_result(person, routes, row)
    return not any(
        one.kind == PROGRAMME
        and one.name == row.programme
        and one.submitted_on <= row.since
        and route_on(routes, one.submitted_on) is route
        and not is_by(closing_of(one), row.since)
        for one in person.applications
    )


def is_in_time(person: Person, routes: list[Route], row: Result) -> bool:
    """By the end of training of the latest application on the route; an implied one is always in time."""
    if implies(person, routes, row):
        return True
    application = latest_application(person, row.programme, row.since)
    return bool(application and application.training_until and row.until <= application.training_until)


def attestations(person: Person, routes: list[Route], route: Route) -> Iterator[tuple[date, bool]]:
    """The counted rows with a document: on which day, and whether it was in time."""
    for row in person.results:
        counts_from = route.counts_from(row.programme)
        if row.has_document and counts_from and route_of_result(person, routes, row) is route:
            yield max(row.until, counts_from), is_in_time(person, routes, row)


@dataclass(frozen=True)
class CountedApplication:
    """An application that counts for a route, of the register or implied, and from which day."""

    submitted_on: date
    closed_on: date | None
    head_on: date | None
    provider_on: date | None
    training_until: date | None

    def is_live(self, day: date) -> bool:
        return self.submitted_on <= day and not is_by(self.closed_on, day)


def counted_applications(person: Person, routes: list[Route], route: Route) -> Iterator[CountedApplication]:
    """The applications of the route whose programme an assessment of it recommends, implied ones too."""
    for one in person.applications:
        counts_from = route.counts_from(one.name)
        if one.kind == PROGRAMME and counts_from and route_on(routes, one.submitted_on) is route:
            head_on = one.head_on if one.head == CONFIRMED else None
            provider_on = one.provider_on if one.provider == CONFIRMED else None
            submitted_on = max(one.submitted_on, counts_from)
            yield CountedApplication(submitted_on, closing_of(one), head_on, provider_on, one.training_until)
    yield from implied_applications(person, routes, route)


def implied_applications(person: Person, routes: list[Route], route: Route) -> Iterator[CountedApplication]:
    """Submitted and confirmed by both on the first day of the row, with a schedule that ends on its last."""
    for row in person.results:
        counts_from = route.counts_from(row.programme)
        if counts_from and route_of_result(person, routes, row) is route and implies(person, routes, row):
            yield CountedApplication(max(row.since, counts_from), None, row.since, row.since, row.until)


def is_chosen(person: Person, routes: list[Route], route: Route, day: date) -> bool:
    """A counted programme was chosen by the day: «Дата выбора ДПП», else the day of submission."""
    for one in person.applications:
        counts_from = route.counts_from(one.name)
        if one.kind != PROGRAMME or not is_by(counts_from, day) or not is_by(one.chosen_on or one.submitted_on, day):
            continue
        # A choice made before the application is submitted goes with the latest route until then.
        first = one.submitted_on if one.chosen_on is None else min(one.chosen_on, one.submitted_on)
        if any(route_on(routes, moment) is route for moment in days_from(first, min(one.submitted_on, day), routes)):
            return True
    return any(one.submitted_on <= day for one in implied_applications(person, routes, route))


def days_from(first: date, last: date, routes: list[Route]) -> list[date]:
    """The first and the last day, and each day between on which a route was opened."""
    return [first, *(route.opened_on for route in routes if first < route.opened_on <= last), last]


def is_dropped(person: Person, row: Participation, day: date) -> bool:
    """The latest application for the event, submitted by its first day, is refused by the head or withdrawn."""
    of_event = [
        one
        for one in person.applications
        if one.kind == EVENT and one.name == row.event and one.submitted_on <= min(row.starts_on, day)
    ]
    if not of_event:
        return False
    latest = max(of_event, key=lambda one: (one.submitted_on, one.number))
    return is_by(latest.withdrawn_on, day) or (latest.head == REFUSED and is_by(latest.head_on, day))


def chosen_events(person: Person, routes: list[Route], route: Route, day: date) -> list[Participation]:
    """The events chosen for the route by the day and not dropped."""
    return [
        row
        for row in person.participations
        if row.chosen_on <= day and route_on(routes, row.chosen_on) is route and not is_dropped(person, row, day)
    ]


def is_excused(row: Participation, day: date) -> bool:
    """Ended, not confirmed, with a reason of absence."""
    return row.ends_on <= day and not is_by(row.confirmed_on, day) and row.has_reason


def is_recommended(route: Route, day: date) -> bool:
    """An assessment of it passed by the day is formed by the day."""
    return any(one.passed_on <= day and (one.formed_on or one.passed_on) <= day for one in route.assessments)


def claims_of(person: Person, routes: list[Route], route: Route, day: date) -> dict[str, bool]:
    """What a recommended route claims on the day."""
    passed = [in_time for attested_on, in_time in attestations(person, routes, route) if attested_on <= day]
    live = [one for one in counted_applications(person, routes, route) if one.is_live(day)]
    by_head = [one for one in live if is_by(one.head_on, day)]
    by_both = [one for one in by_head if is_by(one.provider_on, day)]
    events = chosen_events(person, routes, route, day)
    attended = [row for row in events if is_by(row.confirmed_on, day)]
    done = bool(passed)
    chosen = is_chosen(person, routes, route, day) or done
    formed = (chosen and bool(live)) or done
    return {
        "recommended": True,
        "chosen": chosen,
        "formed": formed,
        "selected": chosen and bool(events),
        "head_approved": (formed and bool(by_head)) or done,
        "provider_approved": (formed and bool(by_both)) or done,
        "formal_done": done,
        "formal_in_time": any(passed),
        "formal_late": formed and not done and any(is_past(one.training_until, day) for one in by_both),
        "informal_any": bool(attended),
        "realized": done and bool(attended) and all(row in attended or is_excused(row, day) for row in events),
    }


def state(person: Person, day: date, law: Law | None = None) -> dict[str, int]:
    """How much each count counts of the person on the day."""
    law = law or Law()
    counts = dict.fromkeys(COUNT_KEYS, 0)
    spell = spell_on(person, day)
    if spell is None:
        return counts
    due = is_due(spell, day, law)
    bound = months_back(day, 12 * law.years)
    counting = [one for one in person.assessments if bound < one.passed_on <= day]
    assessed = any(not one.is_need for one in counting)
    start = year_start(day, law.year_first_month)
    assessed_year = any(not one.is_need and start <= one.passed_on <= day for one in person.assessments)
    counts |= {"staff": 1, "due": int(due), "assessed": int(assessed), "assessed_year": int(assessed_year)}
    counts |= {"assessed_due": int(due and assessed), "assessed_year_due": int(due and assessed_year)}
    counts |= {"not_assessed": int(due and not assessed), "by_need": int(bool(counting) and not assessed)}
    counts |= {key: len(rows) for key, rows in awaiting(person, day).items()}
    if assessed:
        counts |= of_routes(person, day, law)
    return counts


def of_routes(person: Person, day: date, law: Law) -> dict[str, int]:
    """The counts that the routes of three years claim."""
    routes = gather(person, day, law)
    of_three_years = counting_routes(routes, day, law)
    recommended = [route for route in of_three_years if is_recommended(route, day)]
    claims = [claims_of(person, routes, route, day) for route in recommended]
    counts = {key: int(any(claim[key] for claim in claims)) for key in (claims[0] if claims else ())}
    if of_three_years[-1] in recommended:
        latest = claims[-1]
        counts["without_programme"] = int(not latest["chosen"])
        counts["without_application"] = int(latest["chosen"] and not latest["formed"])
    counts |= {key: len(rows) for key, rows in due_events(person, day, law).items()}
    return counts


def counting_routes(routes: list[Route], day: date, law: Law) -> list[Route]:
    """The routes with at least one assessment or need that counts on the day."""
    bound = months_back(day, 12 * law.years)
    return [route for route in routes if any(one.passed_on > bound for one in route.assessments)]


def due_events(person: Person, day: date, law: Law) -> dict[str, list[Participation]]:
    """The events of the recommended routes that have ended by the day, all, and by what became of them."""
    routes = gather(person, day, law)
    recommended = [route for route in counting_routes(routes, day, law) if is_recommended(route, day)]
    events = [row for route in recommended for row in chosen_events(person, routes, route, day) if row.ends_on <= day]
    return {
        "events_due": events,
        "events_attended": [row for row in events if is_by(row.confirmed_on, day)],
        "events_excused": [row for row in events if is_excused(row, day)],
    }


def awaiting(person: Person, day: date) -> dict[str, list[Application]]:
    """The applications that wait for a decision on the day."""
    there = [one for one in person.applications if one.submitted_on <= day and not is_by(one.withdrawn_on, day)]
    by_head = [one for one in there if one.head == CONFIRMED and is_by(one.head_on, day) and one.kind == PROGRAMME]
    return {
        "awaiting_head": [one for one in there if not is_by(one.head_on, day)],
        "awaiting_provider": [one for one in by_head if not is_by(one.provider_on, day)],
    }
