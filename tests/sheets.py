"""People and routes as queries return them, for tests of documents."""

from dataclasses import replace
from datetime import date, datetime

from exports.forms import Stamp
from queries.person_records import (
    ApplicationRecord,
    Outside,
    ParticipationRecord,
    PersonSheet,
    ProcedureRecord,
    ResultRecord,
    RouteRecord,
)

# Each has a meaning for some program that reads documents.
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+7 (351) 000-00-00",
    "-2+3",
    "@SUM(1;1)",
    "{=1+1}",
    '=HYPERLINK("https://example.org";"сюда")',
    "https://example.org/?a=1&b=2",
    "<img src=x onerror=alert(1)>",
    "<r><t>жирный</t></r>",
    "#let x = 1; #panic()",
    "$x^2$ \\ @ссылка <метка>",
    "*жирно* _курсив_ `код` // примечание",
    "= Заголовок",
    "{{ form }} {% if %} &nbsp; &lt;",
    "100 % «ёлочки» \"прямые\" 'одиночные' № – — …",
)
STAMP = Stamp(date(2026, 11, 1), datetime(2026, 11, 2, 9, 5), "Петрова М. И.")
MATHS = "Современные методы преподавания математики"
FORUM = "Форум «Школа будущего»"


def application(name: str, **other: object) -> ApplicationRecord:
    """A confirmed application for a programme."""
    plain = ApplicationRecord(
        number="З-1",
        kind="programme",
        name=name,
        provider="ГБУ ДПО «ЧИРО»",
        submitted_by="employee",
        submitted_on=date(2026, 2, 10),
        head_decision="confirmed",
        head_on=date(2026, 2, 11),
        provider_decision="confirmed",
        provider_on=date(2026, 2, 12),
        training_since=date(2026, 3, 2),
        training_until=date(2026, 3, 20),
        withdrawn_on=None,
        is_counted=True,
        is_implied=False,
    )
    return replace(plain, **other)


def result(programme: str = MATHS, **other: object) -> ResultRecord:
    """A programme completed with a document."""
    plain = ResultRecord(
        programme=programme,
        provider="ГБУ ДПО «ЧИРО»",
        address="г. Челябинск, ул. Красноармейская, д. 88",
        hours=72.0,
        since=date(2026, 3, 2),
        until=date(2026, 3, 20),
        document_number="ДЕМО-000123",
        agreed_events=(FORUM, "Педагогические чтения"),
        is_counted=True,
    )
    return replace(plain, **other)


def participation(event: str = FORUM, **other: object) -> ParticipationRecord:
    """A chosen event with confirmed participation."""
    plain = ParticipationRecord(
        event=event,
        venue="г. Челябинск, ЧИРО",
        level="региональный",
        form="очная",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 4, 2),
        chosen_on=date(2026, 3, 1),
        confirmed_on=date(2026, 4, 5),
        absence_reason=None,
    )
    return replace(plain, **other)


def procedure(**other: object) -> ProcedureRecord:
    """A procedure with three scores that recommends two programmes and two events."""
    plain = ProcedureRecord(
        id=1,
        name="Диагностика учителей математики",
        group="Группа 7",
        passed_on=date(2026, 2, 1),
        scores={"subject": 78.5, "communicative": None, "psych_pedagogical": 66.0, "methodical": 81.25},
        formed_on=date(2026, 2, 3),
        stated_formed_on=date(2026, 2, 3),
        programme_count=2,
        recommended=(MATHS, "Функциональная грамотность"),
        recommended_events=(FORUM, "Методический десант"),
    )
    return replace(plain, **other)


def route(**other: object) -> RouteRecord:
    """A route of one procedure, with a completed programme and a visited event."""
    plain = RouteRecord(
        id=1,
        is_current=True,
        procedures=(procedure(),),
        formed_on=date(2026, 2, 3),
        applications=(application(MATHS),),
        results=(result(),),
        participations=(participation(),),
    )
    return replace(plain, **other)


def sheet(**other: object) -> PersonSheet:
    """A teacher of mathematics."""
    plain = PersonSheet(
        id=1,
        full_name="Иванова Анна Петровна",
        position="учитель математики",
        category="teaching",
        education="2005, ЧГПУ, учитель математики",
        organization_id=1,
        organization="МБОУ СОШ № 1",
        municipality_id=1,
        municipality="Еманжелинский муниципальный округ",
        since=date(2010, 9, 1),
        until=None,
        routes=(),
        other_applications=(),
        outside=Outside((), (), ()),
        identifier="Т-001",
    )
    return replace(plain, **other)


def bare_sheet(**other: object) -> PersonSheet:
    """A person without optional cells."""
    return sheet(position=None, education=None, identifier=None, **other)


def bare_procedure() -> ProcedureRecord:
    """A procedure without a group, a score or a route."""
    scores = dict.fromkeys(("subject", "communicative", "psych_pedagogical", "methodical"))
    unsaid = {"formed_on": None, "stated_formed_on": None, "programme_count": None}
    return procedure(group=None, scores=scores, recommended=(), recommended_events=(), **unsaid)


def bare_route() -> RouteRecord:
    """A route of such a procedure, to which nothing belongs."""
    empty = {"applications": (), "results": (), "participations": ()}
    return route(procedures=(bare_procedure(),), formed_on=None, **empty)
