"""The applications, results and events of one person by the reading's date, read once and dealt out by route."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import SQLColumnExpression, and_, exists, false, or_, select, true

from access.reading import Reading
from model.catalogue import Event, Programme, Provider
from model.routes import Application, Kind, Participation, Result
from queries.person_records import ApplicationRecord, ParticipationRecord, ResultRecord
from queries.state import stands_on
from timeline.store import chosen_event


class PersonFacts:
    """What is known of the person by the date; of a partial one what a provider's own applications show."""

    def __init__(self, reading: Reading, person_id: int, *, is_partial: bool) -> None:
        self._day, self.is_partial = reading.day, is_partial
        self._applications = reading.session.execute(
            select(Application, Provider.name)
            .outerjoin(Provider, Provider.id == Application.provider_id)
            .where(Application.person_id == person_id, Application.submitted_on <= reading.day, self._sent(reading))
            .order_by(Application.submitted_on, Application.number)
        ).all()
        self._results = reading.session.execute(
            select(Result, Programme.name, Provider)
            .join(Programme, Programme.id == Result.programme_id)
            .outerjoin(Provider, Provider.id == Result.provider_id)
            .where(Result.person_id == person_id, Result.since <= reading.day, self._taught(reading))
            .order_by(Result.since, Programme.name_key)
        ).all()
        self._participations: Sequence[Any] = reading.session.execute(
            select(Participation, Event.name, _stands(reading.day).label("stands"))
            .join(Event, Event.id == Participation.event_id)
            .where(Participation.person_id == person_id, Participation.chosen_on <= reading.day)
            .where(false() if is_partial else true())
            .order_by(Participation.starts_on, Event.name_key)
        ).all()

    def _sent(self, reading: Reading) -> SQLColumnExpression[bool]:
        return reading.scope.sent(reading.day) if self.is_partial else true()

    def _taught(self, reading: Reading) -> SQLColumnExpression[bool]:
        """What the provider itself has taught by one of the applications that are shown."""
        if not self.is_partial:
            return true()
        by_application = exists().where(
            Application.route_id == Result.route_id,
            Application.programme_id == Result.programme_id,
            reading.scope.sent(reading.day),
        )
        is_own = or_(Result.provider_id.is_(None), Result.provider_id.in_(reading.scope.providers))
        return and_(by_application, is_own)

    def shown_routes(self) -> set[int | None]:
        """The routes to which the applications that are shown belong."""
        return {one.route_id for one, _ in self._applications}

    @property
    def other_applications(self) -> list[ApplicationRecord]:
        """Applications for procedures and events: they belong to no route and are no fault."""
        of_others = [pair for pair in self._applications if pair[0].kind != Kind.PROGRAMME]
        return [application_record(one, provider, self._day) for one, provider in of_others]

    def applications(self, route_id: int | None) -> tuple[ApplicationRecord, ...]:
        pairs = [pair for pair in self._applications if pair[0].kind == Kind.PROGRAMME and pair[0].route_id == route_id]
        return tuple(application_record(one, provider, self._day) for one, provider in pairs)

    def results(self, route_id: int | None) -> tuple[ResultRecord, ...]:
        return tuple(
            ResultRecord(
                programme=programme,
                provider=provider.name if provider else None,
                address=provider.address if provider else None,
                hours=one.hours,
                since=one.since,
                until=one.until,
                document_number=one.document_number if self._is_known(one.until) else None,
                agreed_events=lines(one.agreed_events),
                is_counted=is_by(one.counts_from, self._day),
            )
            for one, programme, provider in self._results
            if one.route_id == route_id
        )

    def participations(self, route_id: int | None) -> tuple[ParticipationRecord, ...]:
        return tuple(
            ParticipationRecord(
                event=event,
                venue=one.venue,
                level=one.level,
                form=one.form,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                chosen_on=one.chosen_on,
                confirmed_on=one.confirmed_on if self._is_known(one.confirmed_on) else None,
                absence_reason=one.absence_reason if one.ends_on <= self._day else None,
                is_dropped=route_id is not None and not stands,
            )
            for one, event, stands in self._participations
            if one.route_id == route_id
        )

    def _is_known(self, on: date | None) -> bool:
        return is_by(on, self._day)


def _stands(day: date) -> SQLColumnExpression[bool]:
    """The event is chosen and not dropped on the day."""
    return exists().where(chosen_event.c.participation_id == Participation.id, stands_on(day))


def application_record(one: Application, provider: str | None, day: date) -> ApplicationRecord:
    """The application as it stood on the day, with the name of its provider."""
    by_head, by_provider = is_by(one.head_on, day), is_by(one.provider_on, day)
    return ApplicationRecord(
        number=one.number,
        kind=one.kind,
        name=one.name,
        provider=provider,
        submitted_by=one.submitted_by,
        submitted_on=one.submitted_on,
        head_decision=one.head_decision if by_head else None,
        head_on=one.head_on if by_head else None,
        provider_decision=one.provider_decision if by_provider else None,
        provider_on=one.provider_on if by_provider else None,
        training_since=one.training_since,
        training_until=one.training_until,
        withdrawn_on=one.withdrawn_on if is_by(one.withdrawn_on, day) else None,
        is_counted=is_by(one.counts_from, day),
        is_implied=one.implied,
        expelled_on=one.expelled_on if is_by(one.expelled_on, day) else None,
        training_form=one.training_form,
        provider_id=one.provider_id if provider else None,
    )


def is_by(on: date | None, day: date) -> bool:
    """Whether the day is known and not after the other."""
    return on is not None and on <= day


def lines(text: str | None) -> tuple[str, ...]:
    """The lines of a cell with several names."""
    return tuple(text.split("\n")) if text else ()
