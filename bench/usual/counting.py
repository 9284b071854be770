"""The counts of the region's screen with pandas: tables are read whole, joined and summed.

The product's derived columns (which route an application belongs to, the days of milestones) are taken as they are,
so that the comparison is of showing figures alone.
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
    """The database."""
    return create_engine(url)


def tables(engine: Engine) -> Tables:
    """The columns that are needed, whole."""
    read = {}
    with engine.connect() as connection:
        for table, columns in COLUMNS.items():
            dates = {name: "%Y-%m-%d" for name in columns if name.endswith("_on") or name in {"since", "until"}}
            dates |= {"training_until": "%Y-%m-%d"} if table == "application" else {}
            query = f"select {', '.join(columns)} from {table}"
            read[table] = pd.read_sql(query, connection, parse_dates=dates)
    return read


def state_on(read: Tables, on: date) -> pd.DataFrame:
    """A row per person on the staff, a column per count."""
    day, employment, route = pd.Timestamp(on), read["employment"], read["route"]
    staff = employment[(employment.since <= day) & ~(employment.until <= day)]
    counts = (route.passed_on <= day) & (route.passed_on > day - pd.DateOffset(years=3))
    current = route[counts & ~(route.superseded_on <= day)]
    people = staff[["person_id", "organization_id"]].merge(current, on="person_id", how="left")
    people = people.merge(_steps(read, day), left_on="id", right_index=True, how="left")
    people = people.merge(_events(read, day), left_on="id", right_index=True, how="left")
    people = people.merge(_waiting(read, day), left_on="person_id", right_index=True, how="left")
    return _claims(people, day)


def _steps(read: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """How far the best live application of each route has come."""
    all_of_them = read["application"]
    is_live = (all_of_them.submitted_on <= day) & ~(all_of_them.closed_on <= day)
    live = all_of_them[is_live & all_of_them.is_counted.astype(bool)]
    by_head = (live.head_decision == "confirmed") & (live.head_on <= day)
    by_provider = by_head & (live.provider_decision == "confirmed") & (live.provider_on <= day)
    steps = 1 + by_head.astype(int) + by_provider + (by_provider & (live.training_until < day))
    return steps.groupby(live.route_id).max().to_frame("step")


def _events(read: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The chosen events of each route."""
    chosen = read["participation"]
    chosen = chosen[chosen.chosen_on <= day]
    confirmed, due = chosen.confirmed_on <= day, chosen.ends_on <= day
    told = {"events": 1, "confirmed": confirmed, "due": due, "attended": due & confirmed}
    return pd.DataFrame(told, index=chosen.index).astype(int).groupby(chosen.route_id).sum()


def _waiting(read: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """The applications of each person that wait for a decision."""
    submitted = read["application"]
    submitted = submitted[(submitted.submitted_on <= day) & ~(submitted.withdrawn_on <= day)]
    by_head = (submitted.head_decision == "confirmed") & (submitted.head_on <= day)
    waits = ~(submitted.provider_on <= day) & by_head & (submitted.kind == "programme")
    told = pd.DataFrame({"head": ~(submitted.head_on <= day), "provider": waits}).astype(int)
    return told.groupby(submitted.person_id).sum()


def _claims(people: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The counts of people as columns of 0 and 1."""
    recommended = people.formed_on <= day
    chosen = recommended & (people.chosen_on <= day)
    formed, attested = chosen & (people.step >= 1), people.attested_on <= day
    done = formed & attested
    claims = {
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
    return pd.DataFrame({"organization_id": people.organization_id, **claims}).astype(int)


def by_place(read: Tables, on: date) -> pd.DataFrame:
    """Every count of each municipality."""
    state = state_on(read, on).merge(read["organization"], left_on="organization_id", right_on="id")
    sums = state.groupby("municipality_id")[COUNTS].sum()
    return read["municipality"].set_index("id").join(sums, how="inner").sort_values("name")


def by_month(read: Tables, on: date) -> pd.DataFrame:
    """Every count of the region at the month ends of the last year, and on the day."""
    day = pd.Timestamp(on)
    days = pd.date_range(day - pd.DateOffset(years=1), day, freq="ME").union([day])
    return pd.DataFrame({one: state_on(read, one.date())[COUNTS].sum() for one in days}).T


@dataclass(frozen=True)
class Screen:
    """What the region's screen shows."""

    places: pd.DataFrame
    months: pd.DataFrame


def screen(read: Tables, on: date) -> Screen:
    """All of it."""
    return Screen(by_place(read, on), by_month(read, on))
