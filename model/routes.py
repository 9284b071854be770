"""Assessments, routes, applications, results and participations.

The registers state facts; `timeline` computes the columns marked *derived* from them.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from model.database import Base

COMPETENCES: dict[str, str] = {
    "subject": "предметная",
    "communicative": "коммуникативная",
    "psych_pedagogical": "психолого-педагогическая",
    "methodical": "методическая",
}


class Decision(StrEnum):
    """The decision of the head or the provider on an application."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Kind(StrEnum):
    """What an application is for."""

    PROCEDURE = "procedure"
    PROGRAMME = "programme"
    EVENT = "event"


class Assessment(Base):
    """A passed procedure or a need: a row of Appendix 1 as the module exports it.

    A score is a percent, 0 to 100, or a level in words.
    """

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("person_id", "procedure_key", "passed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    procedure: Mapped[str]
    procedure_key: Mapped[str]
    procedure_group: Mapped[str | None]
    passed_on: Mapped[date]
    formed_on: Mapped[date | None]
    is_need: Mapped[bool] = mapped_column(default=False)  # the other ground of a route (п. 1.4, 2.1)
    subject: Mapped[float | None]
    communicative: Mapped[float | None]
    psych_pedagogical: Mapped[float | None]
    methodical: Mapped[float | None]
    subject_level: Mapped[str | None]
    communicative_level: Mapped[str | None]
    psych_pedagogical_level: Mapped[str | None]
    methodical_level: Mapped[str | None]
    programme_count: Mapped[int | None]
    recommended_events: Mapped[str | None]  # one name a line
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    route_id: Mapped[int | None]  # derived: the route that it opens or joins


class RecommendedProgramme(Base):
    """A programme of the recommended route (п. 2.4) and its place in the list."""

    __tablename__ = "recommended_programme"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    place_in_list: Mapped[int]


class Route(Base):
    """*Derived*: a route, under the id of the assessment or need that opens it, and the days of its milestones."""

    __tablename__ = "route"

    id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_on: Mapped[date]
    superseded_on: Mapped[date | None]  # the next route opens
    expires_on: Mapped[date]  # the first day on which none of its procedures counts
    recommended_on: Mapped[date | None]
    chosen_on: Mapped[date | None]
    done_on: Mapped[date | None]
    in_time_on: Mapped[date | None]


class Application(Base):
    """An application for a procedure, a programme or an event."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)  # as first written; empty where implied by a result
    number_key: Mapped[str | None] = mapped_column(unique=True, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    name: Mapped[str]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"), index=True)
    submitted_by: Mapped[str | None]
    submitted_on: Mapped[date]
    head_decision: Mapped[str | None]
    head_on: Mapped[date | None]
    provider_decision: Mapped[str | None]
    provider_on: Mapped[date | None]
    training_since: Mapped[date | None]
    training_until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    expelled_on: Mapped[date | None]
    training_form: Mapped[str | None]
    chosen_on: Mapped[date | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    implied: Mapped[bool] = mapped_column(default=False)  # derived
    closed_on: Mapped[date | None]  # derived: the first refusal, withdrawal or expulsion
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id", ondelete="SET NULL"))  # derived
    counts_from: Mapped[date | None]  # derived: the first day on which its programme counts for its route


class Result(Base):
    """A row of Appendix 2: a completed programme; attested when it has a document number."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("person_id", "programme_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"))
    since: Mapped[date]
    until: Mapped[date]
    hours: Mapped[float | None]
    document_number: Mapped[str | None]
    agreed_events: Mapped[str | None]  # one name a line
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id", ondelete="SET NULL"))  # derived
    counts_from: Mapped[date | None]  # derived: the first day on which its programme counts for its route


class Participation(Base):
    """An event chosen for a route, and the confirmation of taking part."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("person_id", "event_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    venue: Mapped[str | None]
    level: Mapped[str | None]
    form: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    chosen_on: Mapped[date]
    confirmed_on: Mapped[date | None]
    absence_reason: Mapped[str | None]
    organizer: Mapped[str | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id", ondelete="SET NULL"))  # derived


Index("ix_assessment_import_id", Assessment.import_id)
# The filter of procedures reads the distinct procedures of the region by a loose index scan.
Index("ix_assessment_procedure_passed_on", Assessment.procedure, Assessment.passed_on)
# The latest assessment of each person is read from the index alone.
Index("ix_assessment_person_id_passed_on_is_need", Assessment.person_id, Assessment.passed_on, Assessment.is_need)
Index("ix_route_person_id_opened_on", Route.person_id, Route.opened_on)
Index("ix_application_person_id", Application.person_id, Application.programme_id, Application.submitted_on)
Index("ix_assessment_route_id", Assessment.route_id)
Index("ix_application_route_id", Application.route_id)
Index("ix_result_route_id", Result.route_id)
Index("ix_participation_route_id", Participation.route_id)
