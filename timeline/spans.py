"""The timeline: a row per span of days on which nothing about a person's state changes."""

from collections.abc import Mapping

import numpy as np

from model.attention import EXPIRING
from timeline.claims import CLAIMS, EVENT_COUNTS, LATEST_ROUTE, claims_by_person
from timeline.columns import Columns
from timeline.concerns import EARLIEST_KEYS, SINCE_KEYS, expiring, waits
from timeline.days import NEVER, Days, dates, days, months_after, year_end_after
from timeline.facts import Facts, Rules
from timeline.programmes import CONFIRMED, PROGRAMME, awaiting_head_until, decided_on
from timeline.routes import Routes
from timeline.sweep import Changes, days_after, intervals, joined, sweep

# The counts in the order of the domain: a column of the spans each.
COUNT_KEYS: tuple[str, ...] = (
    *("staff", "due", "assessed", "assessed_due", "assessed_year", "assessed_year_due", "not_assessed", "by_need"),
    *CLAIMS,
    *EVENT_COUNTS,
    *("awaiting_head", "awaiting_provider"),
)
_SPELL = "spell"


def spans(facts: Facts, routes: Routes, rules: Rules) -> Columns:
    """The spans of people on the staff, in the order of (person, since); no two of a person overlap or are equal.

    Columns: person, since, until (the last day, NaT where it goes on), spell, organization, category, position,
    route (the latest one of three years, by its id; 0 where there is none), a column per count, whether the assessment
    is expiring, and since which day the person is in each concern (NaT where they are not).
    """
    spells, waiting = main_spells(facts), waits(facts, routes)
    rows = sweep(
        {
            **_work(spells, rules),
            **_assessed(routes.assessments, rules),
            **claims_by_person(routes),
            **_waiting(facts),
            **{key: one.number() for key, one in waiting.items()},
            "expiring_since": expiring(routes.assessments, rules),
        }
    )
    earliest = {key: one.earliest(rows) for key, one in waiting.items()}
    states = _states(rows)
    states |= _concerns(rows, states, earliest)
    begins = _begins(rows["owner"], states)
    return _spans(rows, states, begins, spells, routes)


def main_spells(facts: Facts) -> Columns:
    """The spells of main places, each ending before the next begins: a day shared by two is the later one's.

    `since` and `until`, the first day after it, are numbers; in the order of (person, since).
    """
    rows = facts.spells.rows(facts.spells["is_main"])
    since, until = days(rows["since"]), np.minimum(days(rows["until"]), NEVER - 1) + 1
    order = np.lexsort((rows["organization"], until, since, rows["person"]))
    rows, since, until = rows.rows(order), since[order], until[order]
    same = rows["person"][1:] == rows["person"][:-1]
    until[:-1] = np.where(same, np.minimum(until[:-1], since[1:]), until[:-1])
    return rows.having(since=since, until=until)


def _work(spells: Columns, rules: Rules) -> dict[str, Changes]:
    """The spell of the day by its place, from 1 on; and whether its person is due for assessment (п. 3.3.3)."""
    person, since, until = (spells[name] for name in ("person", "since", "until"))
    due_on = np.maximum(since, months_after(since, rules.newcomer_months))
    absent_since = np.maximum(due_on, days(spells["absent_since"]))
    absent_until = np.minimum(until, np.minimum(days(spells["absent_until"]), NEVER - 1) + 1)
    due = joined(intervals(person, due_on, until), intervals(person, absent_since, absent_until, -1))
    return {_SPELL: intervals(person, since, until, np.arange(1, len(spells) + 1)), "due": due}


def _assessed(assessments: Columns, rules: Rules) -> dict[str, Changes]:
    """How many assessments and needs count on a day (п. 2.4), and how many assessments are of its reporting year."""
    is_need, person, passed_on = (assessments[name] for name in ("is_need", "person", "passed_on"))
    expires_on = months_after(passed_on, 12 * rules.years)
    year_ends_on = year_end_after(passed_on, rules.year_first_month)
    return {
        "assessments": intervals(person[~is_need], passed_on[~is_need], expires_on[~is_need]),
        "needs": intervals(person[is_need], passed_on[is_need], expires_on[is_need]),
        "assessments_of_year": intervals(person[~is_need], passed_on[~is_need], year_ends_on[~is_need]),
    }


def _waiting(facts: Facts) -> dict[str, Changes]:
    """The applications that wait for the head, and those for programmes that wait for the provider (п. 3.6, 3.7)."""
    rows = facts.applications
    person, submitted_on = rows["person"], days(rows["submitted_on"])
    by_head_on = np.where(rows["kind"] == PROGRAMME, decided_on(rows, "head", CONFIRMED), NEVER)
    provider_until = np.minimum(days(rows["provider_on"]), days(rows["withdrawn_on"]))
    return {
        "awaiting_head": intervals(person, submitted_on, awaiting_head_until(rows)),
        "awaiting_provider": intervals(person, np.maximum(submitted_on, by_head_on), provider_until),
    }


def _states(rows: Columns) -> dict[str, np.ndarray]:
    """Spell, route and counts of each day on which something changes; nothing of who is not on the staff."""
    has = {key: rows[key] > 0 for key in rows if key not in {"owner", "day"}}
    staff, assessed, of_year = has[_SPELL], has["assessments"], has["assessments_of_year"]
    due = has["due"]
    states = {
        _SPELL: rows[_SPELL],
        LATEST_ROUTE: rows[LATEST_ROUTE] * staff,
        "staff": staff,
        "due": due,
        "assessed": staff & assessed,
        "assessed_due": due & assessed,
        "assessed_year": staff & of_year,
        "assessed_year_due": due & of_year,
        "not_assessed": due & ~assessed,
        "by_need": staff & has["needs"] & ~assessed,
        **{key: staff & assessed & has[key] for key in CLAIMS},
        **{key: rows[key] * (staff & assessed) for key in EVENT_COUNTS},
        **{key: rows[key] * staff for key in ("awaiting_head", "awaiting_provider")},
    }
    wide = (_SPELL, LATEST_ROUTE)
    return {key: column if key in wide else column.astype(np.int16) for key, column in states.items()}


def _concerns(rows: Columns, states: Mapping[str, np.ndarray], earliest: Mapping[str, Days]) -> dict[str, np.ndarray]:
    """Whether the assessment is expiring, and since which day each concern lasts, NEVER where it does not."""
    lasts = {
        "awaiting_head_since": states["awaiting_head"] > 0,
        "formal_late_since": states["formal_late"] > 0,
        "events_unmarked_since": states["events_due"] > states["events_attended"] + states["events_excused"],
        "without_programme_since": states["without_programme"] > 0,
        "without_application_since": states["without_application"] > 0,
        "expiring_since": (states["assessed"] > 0) & (rows["expiring_since"] > 0),
    }
    since = {key: earliest[key] if key in EARLIEST_KEYS else rows[key].astype(np.int64) for key in SINCE_KEYS}
    first_days = {key: np.where(lasts[key], since[key], NEVER) for key in SINCE_KEYS}
    return {EXPIRING: lasts["expiring_since"].astype(np.int16), **first_days}


def _begins(owner: np.ndarray, states: Mapping[str, np.ndarray]) -> np.ndarray:
    """Whether the state differs from that of the row before; the first row of a person begins in any case."""
    begins = np.ones(len(owner), dtype=bool)
    begins[1:] = owner[1:] != owner[:-1]
    for column in states.values():
        begins[1:] |= column[1:] != column[:-1]
    return begins


def _spans(
    rows: Columns,
    states: Mapping[str, np.ndarray],
    begins: np.ndarray,
    spells: Columns,
    routes: Routes,
) -> Columns:
    """The rows that begin a state, each up to the next one; only those of the staff."""
    since = rows["day"][begins]
    until = days_after(since) - 1
    staff = states["staff"][begins] > 0
    own = {key: column[begins][staff] for key, column in states.items()}
    spell = spells.rows(own[_SPELL] - 1)
    route_ids = np.append(0, routes.routes["id"])
    return Columns(
        {
            "person": rows["owner"][begins][staff],
            "since": dates(since[staff]),
            "until": _last_days(until[staff]),
            _SPELL: spell["id"],
            **{key: spell[key] for key in ("organization", "category", "position")},
            LATEST_ROUTE: route_ids[own[LATEST_ROUTE]],
            **{key: own[key] for key in (*COUNT_KEYS, EXPIRING)},
            **{key: dates(own[key]) for key in SINCE_KEYS},
        }
    )


def _last_days(until: Days) -> np.ndarray:
    """The last days as dates, NaT where a state goes on for ever."""
    return dates(np.where(until >= NEVER - 1, NEVER, until))
