"""To which route each fact belongs, written beside the facts: what lists, documents and screens join by."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from sqlalchemy import Table, delete, inspect, select, update
from sqlalchemy.orm import Session

from model.catalogue import Programme
from model.people import Employment
from model.routes import Application, Assessment, Decision, Kind, Participation, Result, Route
from timeline.days import NEVER, dates, days
from timeline.facts import Facts
from timeline.places import NO_ROUTE
from timeline.routes import Routes
from timeline.rows import insert_frame, is_one_of, rows_of, rows_of_people, update_changed, update_frame
from timeline.spans import main_spells

_MILESTONES = ("recommended_on", "chosen_on", "done_on", "in_time_on")


def write_membership(session: Session, persons: Sequence[int], facts: Facts, routes: Routes) -> None:
    """Write the routes of the people, the route of each of their facts, and the applications that results imply."""
    _update(session, persons, Employment, _left_on(facts))
    # Implied applications first: they point at routes that may go.
    theirs = is_one_of(session.connection(), Application.person_id, persons)
    session.execute(delete(Application).where(theirs, Application.implied))
    _write_routes(session, persons, routes)
    of_register = routes.applications[routes.applications["result"] == 0]
    others = (theirs, Application.kind != Kind.PROGRAMME, Application.route_id.is_not(None))
    session.execute(update(Application).where(*others).values(route_id=None, counts_from=None))
    _update(session, persons, Assessment, _placed(routes, routes.assessments))
    _update(session, persons, Application, _counted(routes, of_register))
    _update(session, persons, Result, _counted(routes, routes.results))
    _update(session, persons, Participation, _placed(routes, routes.participations))
    _imply_applications(session, routes)


def _table(entity: Any) -> Table:
    return cast(Table, inspect(entity).local_table)


def _update(session: Session, persons: Sequence[int], entity: Any, frame: pd.DataFrame) -> None:
    update_changed(session.connection(), _table(entity), persons, frame)


def _left_on(facts: Facts) -> pd.DataFrame:
    """The first day that is no longer a spell's: of main places the day on which the next begins at the latest."""
    rows = facts.spells
    after = np.where(rows["until"].isna(), NEVER, days(rows["until"]) + 1)
    main = main_spells(facts)
    frame = pd.DataFrame({"id": rows["id"].to_numpy(), "left_on": after}).set_index("id")
    frame.loc[main["id"], "left_on"] = main["until"].to_numpy()
    return pd.DataFrame({"id": frame.index, "left_on": dates(frame["left_on"].to_numpy())})


def _write_routes(session: Session, persons: Sequence[int], routes: Routes) -> None:
    rows = routes.routes
    frame = pd.DataFrame({"id": rows["id"], "person_id": rows["person"]})
    for name in ("opened_on", "superseded_on", *_MILESTONES, "expires_on"):
        frame[name] = dates(rows[name].to_numpy())
    connection, table, names = session.connection(), _table(Route), [str(name) for name in frame.columns]
    stored_rows = set(rows_of_people(connection, table, names, persons))
    stored_ids = {row[0] for row in stored_rows}
    gone = stored_ids - set(rows["id"].tolist())
    if gone:
        session.execute(delete(Route).where(Route.id.in_(gone)))
    differs = np.array([row not in stored_rows for row in rows_of(connection, frame, names)], dtype=bool)
    is_known = frame["id"].isin(stored_ids).to_numpy()
    update_frame(connection, table, frame[is_known & differs].drop(columns="person_id"))
    insert_frame(connection, table, frame[~is_known])


def _route_ids(routes: Routes, places: pd.Series) -> pd.Series:
    """The ids of the routes at these places; nothing for NO_ROUTE."""
    ids = np.append(routes.routes["id"].to_numpy(), 0)[places.to_numpy()].astype(object)
    ids[(places == NO_ROUTE).to_numpy()] = None
    return pd.Series(ids, dtype=object)


def _placed(routes: Routes, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"id": rows["id"].to_numpy(), "route_id": _route_ids(routes, rows["route"])})


def _counted(routes: Routes, rows: pd.DataFrame) -> pd.DataFrame:
    return _placed(routes, rows).assign(counts_from=dates(rows["counts_from"].to_numpy()))


def _imply_applications(session: Session, routes: Routes) -> None:
    rows = routes.applications[routes.applications["result"] != 0]
    if rows.empty:
        return
    implied = pd.DataFrame(
        {
            "result": rows["result"].to_numpy(),
            "person_id": rows["person"].to_numpy(),
            "programme_id": rows["programme"].to_numpy(),
            "route_id": _route_ids(routes, rows["route"]),
            "counts_from": dates(rows["counts_from"].to_numpy()),
            **{name: dates(rows["submitted_on"].to_numpy()) for name in ("submitted_on", "head_on", "provider_on")},
            "training_since": dates(rows["submitted_on"].to_numpy()),
            "training_until": dates(rows["training_until"].to_numpy()),
            "kind": Kind.PROGRAMME.value,
            "head_decision": Decision.CONFIRMED.value,
            "provider_decision": Decision.CONFIRMED.value,
            "implied": True,
        }
    )
    named = implied.merge(_providers(session, implied["result"].tolist()), on="result").drop(columns="result")
    insert_frame(session.connection(), _table(Application), named)


def _providers(session: Session, results: Sequence[int]) -> pd.DataFrame:
    """The provider of each result, and what its programme is called."""
    query = select(Result.id, Result.provider_id, Programme.name).join(Programme, Programme.id == Result.programme_id)
    rows = session.execute(query.where(Result.id.in_(results))).all()
    return pd.DataFrame(rows, columns=["result", "provider_id", "name"]).astype({"provider_id": object})
