"""The notice of new results of procedures to participants and heads, a section for each organization (п. 3.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exports.forms import Column, Form, Section, Stamp, Table, number_rows, text, value_text
from exports.reports import ReportHead
from model.wording import basis, period

TITLE = "Уведомление о результатах процедур оценки профессиональных компетенций"
_COLUMNS = (
    Column("№ п/п", 6, is_centred=True),
    Column("ФИО", 28),
    Column("Должность", 22),
    Column("Процедура оценки", 30),
    Column("Пройдена", 12, is_centred=True),
    Column("ИОМ сформирован", 12, is_centred=True),
)
_NOTES = (
    "Результаты и рекомендуемый ИОМ доступны работнику в модуле «Организация ДПО». Баллы в уведомлении не приводятся.",
    "Руководителю: ознакомить работников с результатами; работнику: выбрать ДПП и образовательные события из "
    f"рекомендованных и подать заявку. {basis('2.4, 2.5, 3.5, 3.7')}.",
)


@dataclass(frozen=True)
class NewResult:
    """A procedure that a person has passed, and when its route was formed."""

    municipality: str
    organization: str
    full_name: str
    position: str | None
    procedure: str
    passed_on: date
    formed_on: date


def results_notice(head: ReportHead, since: date, until: date, results: Sequence[NewResult]) -> Form:
    """The notice as a document; the results are those of the period, in any order."""
    by_organization: dict[tuple[str, str], list[NewResult]] = {}
    for one in sorted(results, key=lambda one: (one.municipality, one.organization, one.full_name, one.passed_on)):
        by_organization.setdefault((one.municipality, one.organization), []).append(one)
    return Form(
        title=TITLE,
        lines=(
            ("Территория или организация", text(head.place)),
            ("ИОМ сформированы", period(since, until)),
            ("По состоянию на", value_text(head.day)),
            *((text(label), text(value)) for label, value in head.filters),
        ),
        sections=tuple(_section(*key, rows) for key, rows in by_organization.items()),
        notes=_NOTES,
        stamp=Stamp(head.day, head.made_at, head.made_by),
        is_landscape=True,
    )


def _section(municipality: str, organization: str, results: Sequence[NewResult]) -> Section:
    rows = [
        (
            *(text(one.full_name), text(one.position), text(one.procedure)),
            *(value_text(one.passed_on), value_text(one.formed_on)),
        )
        for one in results
    ]
    return Section(text(f"{organization}, {municipality}"), Table(_COLUMNS, number_rows(rows)))
