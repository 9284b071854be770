"""The counts of the region's screen with pandas: it reads whole tables, joins and sums them.

The product's derived columns (the route of an application, the days of milestones) are used as they are,
so that only the display of figures is compared.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, Engine, create_engine

COLUMNS = {
    "municipality": ["id", "name"],
    "organization": ["id", "municipality_id"],
    "employment": ["person_id", "organization_id", "since", "left_on", "is_main", "absent_since", "absent_until"],
    "assessment": ["person_id", "passed_on", "is_need"],
    "route": [
        *("id", "person_id", "opened_on", "superseded_on", "expires_on"),
        *("recommended_on", "chosen_on", "done_on", "in_time_on"),
    ],
    "application": [
        *("person_id", "route_id", "kind", "implied", "counts_from", "submitted_on", "closed_on", "withdrawn_on"),
        *("head_decision", "head_on", "provider_decision", "provider_on", "training_until"),
    ],
    "chosen_event": ["participation_id", "route_id", "since", "until"],
    "participation": ["id", "ends_on", "confirmed_on", "absence_reason"],
}
_DATES = {"since", "until", "absent_since", "absent_until", "training_until", "counts_from"}
ROUTE_CLAIMS = [
    *("recommended", "chosen", "formed", "selected", "head_approved", "provider_approved", "formal_done"),
    *("formal_in_time", "formal_late", "informal_any", "realized", "without_programme", "without_application"),
]
EVENT_COUNTS = ["events_due", "events_attended", "events_excused"]
COUNTS = [
    *("staff", "due", "assessed", "assessed_due", "assessed_year", "assessed_year_due", "not_assessed", "by_need"),
    *(*ROUTE_CLAIMS, *EVENT_COUNTS, "awaiting_head", "awaiting_provider"),
]
Tables = dict[str, pd.DataFrame]


def connected(url: str) -> Engine:
    """An engine for the database."""
    return create_engine(url)


def tables(engine: Engine) -> Tables:
    """The needed columns of whole tables."""
    frames = {}
    with engine.connect() as connection:
        for table, columns in COLUMNS.items():
            dates = {name: "%Y-%m-%d" for name in columns if name.endswith("_on") or name in _DATES}
            query = f"select {', '.join(columns)} from {table}"
            frames[table] = _read(connection, query, dates)
    return frames


def _read(connection: Connection, query: str, dates: dict[str, str]) -> pd.DataFrame:
    frame = pd.read_sql(query, connection)
    for name, form in dates.items():
        # What goes on for ever ends beyond the days that pandas knows.
        frame[name] = pd.to_datetime(frame[name], format=form, errors="coerce")
    return frame


def state_on(frames: Tables, on: date) -> pd.DataFrame:
    """A row for each person on the staff, a column for each count."""
    day, employment = pd.Timestamp(on), frames["employment"]
    works = (employment.since <= day) & ~(employment.left_on <= day) & employment.is_main.astype(bool)
    people = employment.loc[works].set_index("person_id")
    is_absent = (people.absent_since <= day) & ~(people.absent_until < day)
    since = day - pd.DateOffset(years=3)
    assessment = frames["assessment"]
    current = assessment[(assessment.passed_on > since) & (assessment.passed_on <= day)]
    passed = current[~current.is_need.astype(bool)].groupby("person_id").passed_on.max().reindex(people.index)
    needs = people.index.isin(current.person_id)
    assessed, of_year = passed.notna(), passed >= day.replace(month=1, day=1)
    state = pd.DataFrame({"organization_id": people.organization_id, "staff": 1, "due": ~is_absent})
    state = state.assign(assessed=assessed, assessed_due=assessed & ~is_absent)
    state = state.assign(assessed_year=of_year, assessed_year_due=of_year & ~is_absent)
    state = state.assign(not_assessed=~assessed & ~is_absent, by_need=~assessed & needs)
    claims = _claims(frames, day).reindex(people.index).fillna(0)
    waiting = _waiting(frames, day).reindex(people.index).fillna(0)
    return state.join(claims.mul(assessed.astype(int), axis=0)).join(waiting).astype(int)


def _claims(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """What some route of three years of each person claims, and the sums of their events."""
    route = frames["route"]
    route = route[(route.opened_on <= day) & (route.expires_on.isna() | (route.expires_on > day))].set_index("id")
    route = route.join(_steps(frames, day)).join(_events(frames, day))
    recommended, latest = route.recommended_on <= day, ~(route.superseded_on <= day)
    chosen, done = recommended & (route.chosen_on <= day), recommended & (route.done_on <= day)
    formed = done | (chosen & (route.step >= 1))
    claims = {
        "recommended": recommended,
        "chosen": chosen,
        "formed": formed,
        "selected": chosen & (route.events > 0),
        "head_approved": done | (formed & (route.step >= 2)),
        "provider_approved": done | (formed & (route.step >= 3)),
        "formal_done": done,
        "formal_in_time": recommended & (route.in_time_on <= day),
        "formal_late": formed & ~done & (route.step >= 4),
        "informal_any": recommended & (route.confirmed > 0),
        "realized": done & (route.confirmed > 0) & (route.confirmed + route.events_excused == route.events),
        "without_programme": latest & recommended & ~chosen,
        "without_application": latest & chosen & ~formed,
    }
    of_people = pd.DataFrame(claims).astype(int).groupby(route.person_id).max()
    events = route[EVENT_COUNTS].fillna(0).mul(recommended.astype(int), axis=0)
    return of_people.join(events.groupby(route.person_id).sum())


def _steps(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The furthest step of the live applications of each route."""
    applications = frames["application"]
    is_live = (applications.submitted_on <= day) & ~(applications.closed_on <= day)
    live = applications[is_live & (applications.counts_from <= day)]
    by_head = (live.head_decision == "confirmed") & (live.head_on <= day)
    by_provider = by_head & (live.provider_decision == "confirmed") & (live.provider_on <= day)
    steps = 1 + by_head.astype(int) + by_provider + (by_provider & (live.training_until < day))
    return steps.groupby(live.route_id).max().to_frame("step")


def _events(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The chosen events of each route that stand on the day."""
    standing = frames["chosen_event"]
    standing = standing[(standing.since <= day) & ~(standing.until < day)]
    events = standing.merge(frames["participation"], left_on="participation_id", right_on="id")
    confirmed, due = events.confirmed_on <= day, events.ends_on <= day
    flags = {
        "events": True,
        "confirmed": confirmed,
        "events_due": due,
        "events_attended": due & confirmed,
        "events_excused": due & ~confirmed & events.absence_reason.notna(),
    }
    return pd.DataFrame(flags, index=events.index).astype(int).groupby(events.route_id).sum()


def _waiting(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The number of each person's applications that wait for a decision."""
    applications = frames["application"]
    is_open = (applications.submitted_on <= day) & ~(applications.withdrawn_on <= day)
    applications = applications[is_open & ~applications.implied.astype(bool)]
    by_head = (applications.head_decision == "confirmed") & (applications.head_on <= day)
    waits = ~(applications.provider_on <= day) & by_head & (applications.kind == "programme")
    flags = pd.DataFrame({"awaiting_head": ~(applications.head_on <= day), "awaiting_provider": waits}).astype(int)
    return flags.groupby(applications.person_id).sum()


def by_place(frames: Tables, on: date) -> pd.DataFrame:
    """Every count of each municipality."""
    state = state_on(frames, on).merge(frames["organization"], left_on="organization_id", right_on="id")
    sums = state.groupby("municipality_id")[COUNTS].sum()
    return frames["municipality"].set_index("id").join(sums, how="inner").sort_values("name")


def by_month(frames: Tables, on: date) -> pd.DataFrame:
    """Every count of the region at the month ends of the last year, and on the day."""
    day = pd.Timestamp(on)
    days = pd.date_range(day - pd.DateOffset(years=1), day, freq="ME").union([day])
    return pd.DataFrame({one: state_on(frames, one.date())[COUNTS].sum() for one in days}).T


@dataclass(frozen=True)
class Screen:
    """The data of the region's screen."""

    places: pd.DataFrame
    months: pd.DataFrame


def screen(frames: Tables, on: date) -> Screen:
    """Both tables of the screen."""
    return Screen(by_place(frames, on), by_month(frames, on))
