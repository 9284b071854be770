"""To which route each fact belongs, written beside the facts: what lists, documents and screens join by."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from sqlalchemy import Table, and_, delete, inspect, select, update
from sqlalchemy.orm import Session

from model.arrays import is_one_of
from model.catalogue import Programme
from model.people import Employment
from model.routes import Application, Assessment, Decision, Kind, Participation, Result, Route
from timeline.columns import Columns
from timeline.days import NEVER, dates, days
from timeline.facts import Facts
from timeline.people_statement import Among, PeopleStatement
from timeline.places import NO_ROUTE
from timeline.routes import Routes
from timeline.rows import insert_rows, rows_of, rows_of_people, update_changed, update_rows
from timeline.spans import main_spells

_MILESTONES = ("recommended_on", "chosen_on", "done_on", "in_time_on")


def _of_others(among: Among) -> Any:
    """The applications for events and procedures, which belong to no route."""
    own = and_(among(Application.person_id), Application.kind != Kind.PROGRAMME.value)
    return own & Application.route_id.is_not(None)


_FORGET_IMPLIED = PeopleStatement(
    lambda among: delete(_table(Application)).where(among(Application.person_id), Application.implied)
)
_TAKE_OFF_ROUTES = PeopleStatement(
    lambda among: update(_table(Application)).where(_of_others(among)).values(route_id=None, counts_from=None)
)


def write_membership(session: Session, persons: Sequence[int], facts: Facts, routes: Routes) -> None:
    """Write the routes of the people, the route of each of their facts, and the applications that results imply."""
    _update(session, persons, Employment, _left_on(facts))
    # Implied applications first: they point at routes that may go.
    _FORGET_IMPLIED.execute(session.connection(), persons)
    _write_routes(session, persons, routes)
    of_register = routes.applications.rows(routes.applications["result"] == 0)
    _TAKE_OFF_ROUTES.execute(session.connection(), persons)
    _update(session, persons, Assessment, _placed(routes, routes.assessments))
    _update(session, persons, Application, _counted(routes, of_register))
    _update(session, persons, Result, _counted(routes, routes.results))
    _update(session, persons, Participation, _placed(routes, routes.participations))
    _imply_applications(session, routes)


def _table(entity: Any) -> Table:
    return cast(Table, inspect(entity).local_table)


def _update(session: Session, persons: Sequence[int], entity: Any, columns: Columns) -> None:
    update_changed(session.connection(), _table(entity), persons, columns)


def _left_on(facts: Facts) -> Columns:
    """The first day that is no longer a spell's: of main places the day on which the next begins at the latest."""
    rows, main = facts.spells, main_spells(facts)
    # As `main_spells` counts: the day after the last one.
    left_on = np.minimum(days(rows["until"]), NEVER - 1) + 1
    order = np.argsort(rows["id"])
    left_on[order[np.searchsorted(rows["id"][order], main["id"])]] = main["until"]
    return Columns({"id": rows["id"], "left_on": dates(left_on)})


def _write_routes(session: Session, persons: Sequence[int], routes: Routes) -> None:
    rows = routes.routes
    names = ("opened_on", "superseded_on", *_MILESTONES, "expires_on")
    columns = Columns({"id": rows["id"], "person_id": rows["person"], **{name: dates(rows[name]) for name in names}})
    connection, table = session.connection(), _table(Route)
    stored_rows = set(rows_of_people(connection, table, [*columns], persons))
    stored_ids = {row[0] for row in stored_rows}
    gone = stored_ids - set(rows["id"].tolist())
    if gone:
        session.execute(delete(Route).where(Route.id.in_(gone)))
    differs = np.array([row not in stored_rows for row in rows_of(connection, columns, [*columns])], dtype=bool)
    is_known = np.array([identity in stored_ids for identity in rows["id"].tolist()], dtype=bool)
    update_rows(connection, table, columns.rows(is_known & differs))
    insert_rows(connection, table, columns.rows(~is_known))


def _route_ids(routes: Routes, places: np.ndarray) -> np.ndarray:
    """The ids of the routes at these places; None for NO_ROUTE."""
    ids = np.append(routes.routes["id"], 0)[places].astype(object)
    ids[places == NO_ROUTE] = None
    return ids


def _placed(routes: Routes, rows: Columns) -> Columns:
    return Columns({"id": rows["id"], "route_id": _route_ids(routes, rows["route"])})


def _counted(routes: Routes, rows: Columns) -> Columns:
    return _placed(routes, rows).having(counts_from=dates(rows["counts_from"]))


def _imply_applications(session: Session, routes: Routes) -> None:
    rows = routes.applications.rows(routes.applications["result"] != 0)
    if not len(rows):
        return
    same = {
        "kind": Kind.PROGRAMME.value,
        "head_decision": Decision.CONFIRMED.value,
        "provider_decision": Decision.CONFIRMED.value,
        "implied": True,
    }
    implied = Columns(
        {
            "person_id": rows["person"],
            "programme_id": rows["programme"],
            "route_id": _route_ids(routes, rows["route"]),
            "counts_from": dates(rows["counts_from"]),
            **{name: dates(rows["submitted_on"]) for name in ("submitted_on", "head_on", "provider_on")},
            "training_since": dates(rows["submitted_on"]),
            "training_until": dates(rows["training_until"]),
            **{name: np.full(len(rows), value, dtype=object) for name, value in same.items()},
            **_of_results(session, rows["result"].tolist()),
        }
    )
    insert_rows(session.connection(), _table(Application), implied)


def _of_results(session: Session, results: Sequence[int]) -> dict[str, np.ndarray]:
    """The provider of each result, and what its programme is called."""
    query = select(Result.id, Result.provider_id, Programme.name).join(Programme, Programme.id == Result.programme_id)
    by_id = {row[0]: row[1:] for row in session.execute(query.where(is_one_of(session, Result.id, results)))}
    own = np.array([by_id[result] for result in results], dtype=object)
    return {"provider_id": own[:, 0], "name": own[:, 1]}
