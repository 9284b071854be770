"""The attestation that a result tells of: on which day it counts, and whether it was in time (п. 2.6, 3.11)."""

from datetime import date
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Date, SQLColumnExpression, and_, case, exists, or_, select, type_coerce
from sqlalchemy.orm import aliased

from model.routes import Application, Kind, Result


def latest_of(*days: Any) -> SQLColumnExpression[date | None]:
    """The latest of the days; none where one of them is absent."""
    return type_coerce(reduce(_later, days), Date)


def _later(one: Any, other: Any) -> Any:
    # No comparison with an absent day holds.
    return case((one > other, one), (one <= other, other))


def is_attestation() -> ColumnElement[bool]:
    """The Result counts for a route one day, and has a document."""
    return and_(Result.route_id.is_not(None), Result.counts_from.is_not(None), Result.document_number.is_not(None))


def attested_on() -> SQLColumnExpression[date | None]:
    """The first day on which the training of the Result has ended and its programme counts; none without a document."""
    return type_coerce(case((is_attestation(), latest_of(Result.counts_from, Result.until))), Date)


def is_scheduled() -> ColumnElement[bool]:
    """The training of the Result ended by the end of training of the latest application for the programme on the route.

    An implied application is of the same days.
    """
    application = aliased(Application)
    of_programme = (
        application.person_id == Result.person_id,
        application.programme_id == Result.programme_id,
        application.kind == Kind.PROGRAMME,
    )
    implied = exists().where(*of_programme, application.implied, application.submitted_on == Result.since)
    latest = (
        select(case((application.route_id.is_not(None), application.training_until)))
        .where(*of_programme, application.implied.is_(False), application.submitted_on <= Result.since)
        .order_by(application.submitted_on.desc(), application.number.desc())
        .limit(1)
        .correlate(Result)
        .scalar_subquery()
    )
    return or_(implied, latest >= Result.until)
