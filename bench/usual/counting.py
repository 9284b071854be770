"""The counts of the region's screen with pandas: it reads whole tables, joins and sums them.

The product's derived columns (the route of an application, the days of milestones) are used as they are,
so that only the display of figures is compared.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Engine, create_engine

COLUMNS = {
    "municipality": ["id", "name"],
    "organization": ["id", "municipality_id"],
    "employment": ["person_id", "organization_id", "since", "until"],
    "route": ["id", "person_id", "passed_on", "superseded_on", "formed_on", "chosen_on", "attested_on"],
    "application": [
        *("person_id", "route_id", "kind", "is_counted", "submitted_on", "closed_on", "withdrawn_on"),
        *("head_decision", "head_on", "provider_decision", "provider_on", "training_until"),
    ],
    "participation": ["route_id", "chosen_on", "ends_on", "confirmed_on"],
}
COUNTS = [
    *("staff", "assessed", "assessed_year", "recommended", "chosen", "formed", "formed_full", "head_approved"),
    *("provider_approved", "formal_done", "formal_late", "informal_any", "realized", "events_due", "events_attended"),
    *("awaiting_head", "awaiting_provider"),
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
            dates = {name: "%Y-%m-%d" for name in columns if name.endswith("_on") or name in {"since", "until"}}
            dates |= {"training_until": "%Y-%m-%d"} if table == "application" else {}
            query = f"select {', '.join(columns)} from {table}"
            frames[table] = pd.read_sql(query, connection, parse_dates=dates)
    return frames


def state_on(frames: Tables, on: date) -> pd.DataFrame:
    """A row for each person on the staff, a column for each count."""
    day, employment, route = pd.Timestamp(on), frames["employment"], frames["route"]
    staff = employment[(employment.since <= day) & ~(employment.until <= day)]
    counts = (route.passed_on <= day) & (route.passed_on > day - pd.DateOffset(years=3))
    current = route[counts & ~(route.superseded_on <= day)]
    people = staff[["person_id", "organization_id"]].merge(current, on="person_id", how="left")
    people = people.merge(_steps(frames, day), left_on="id", right_index=True, how="left")
    people = people.merge(_events(frames, day), left_on="id", right_index=True, how="left")
    people = people.merge(_waiting(frames, day), left_on="person_id", right_index=True, how="left")
    return _predicates(people, day)


def _steps(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The furthest step of the live applications of each route."""
    applications = frames["application"]
    is_live = (applications.submitted_on <= day) & ~(applications.closed_on <= day)
    live = applications[is_live & applications.is_counted.astype(bool)]
    by_head = (live.head_decision == "confirmed") & (live.head_on <= day)
    by_provider = by_head & (live.provider_decision == "confirmed") & (live.provider_on <= day)
    steps = 1 + by_head.astype(int) + by_provider + (by_provider & (live.training_until < day))
    return steps.groupby(live.route_id).max().to_frame("step")


def _events(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The chosen events of each route."""
    participations = frames["participation"]
    participations = participations[participations.chosen_on <= day]
    confirmed, due = participations.confirmed_on <= day, participations.ends_on <= day
    flags = {"events": 1, "confirmed": confirmed, "due": due, "attended": due & confirmed}
    return pd.DataFrame(flags, index=participations.index).astype(int).groupby(participations.route_id).sum()


def _waiting(frames: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The number of each person's applications that wait for a decision."""
    applications = frames["application"]
    applications = applications[(applications.submitted_on <= day) & ~(applications.withdrawn_on <= day)]
    by_head = (applications.head_decision == "confirmed") & (applications.head_on <= day)
    waits = ~(applications.provider_on <= day) & by_head & (applications.kind == "programme")
    flags = pd.DataFrame({"head": ~(applications.head_on <= day), "provider": waits}).astype(int)
    return flags.groupby(applications.person_id).sum()


def _predicates(people: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The counts of people as columns of 0 and 1."""
    recommended = people.formed_on <= day
    chosen = recommended & (people.chosen_on <= day)
    formed, attested = chosen & (people.step >= 1), people.attested_on <= day
    done = formed & attested
    predicates = {
        "staff": True,
        "assessed": people.id.notna(),
        "assessed_year": people.passed_on >= day.replace(month=1, day=1),
        "recommended": recommended,
        "chosen": chosen,
        "formed": formed,
        "formed_full": formed & (people.events > 0),
        "head_approved": chosen & (people.step >= 2),
        "provider_approved": chosen & (people.step >= 3),
        "formal_done": done,
        "formal_late": chosen & (people.step >= 4) & ~attested,
        "informal_any": formed & (people.confirmed > 0),
        "realized": done & (people.events > 0) & (people.events == people.confirmed),
        "events_due": people.due.where(recommended).fillna(0),
        "events_attended": people.attended.where(recommended).fillna(0),
        "awaiting_head": people["head"].fillna(0),
        "awaiting_provider": people.provider.fillna(0),
    }
    return pd.DataFrame({"organization_id": people.organization_id, **predicates}).astype(int)


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
