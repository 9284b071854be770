"""Staff: who works where, since when and until when."""

from ingest.cells.kinds import CellKind
from ingest.cells.plain_names import name_key
from ingest.matching.finding import Fact, Finding, Values
from ingest.registers.register import Ahead, Column, FactTable, Order, Register
from ingest.registers.shared_columns import REMOVED, education, full_name, identifier, municipality, organization
from model.names import tidy
from model.people import Employment

_ABSENCE_TURNED = "длительное отсутствие окончилось раньше, чем началось"
_ABSENCE_WITHOUT_BEGIN = "указан последний день длительного отсутствия, но не указан первый"


_TABLE = FactTable(
    Employment,
    ("person_id", "organization_id", "since"),
    (
        *("until", "full_name", "name_key", "position", "category", "education"),
        *("absent_since", "absent_until", "is_main"),
    ),
)


def _fact(values: Values, finding: Finding) -> Fact:
    """A spell of work."""
    full_name = tidy(str(values["full_name"]))
    return {
        "person_id": finding.staff_persons.key(str(values["identifier"]), full_name),
        "organization_id": finding.staff_places.key(values),
        "since": values["since"],
        "until": values["until"],
        "full_name": full_name,
        "name_key": name_key(full_name),
        "position": values["position"],
        "category": values["category"],
        "education": values["education"],
        "absent_since": values["absent_since"],
        "absent_until": values["absent_until"],
        "is_main": values["is_main"] is not False,
    }


STAFF = Register(
    "staff",
    (
        identifier(required=True),
        full_name(filled=True),
        municipality(filled=True),
        organization(filled=True),
        Column("organization_kind", "Тип организации"),
        Column("position", "Должность"),
        Column("category", "Категория", CellKind.CATEGORY, filled=True, aliases=("Категория работника",)),
        education(),
        Column(
            "since",
            "Принят",
            CellKind.DAY,
            filled=True,
            aliases=("Дата приёма", "Принят на работу", "Дата приёма на работу", "Принят (дата)"),
            ahead=Ahead.AGREED,
        ),
        Column("until", "Уволен", CellKind.DAY, aliases=("Дата увольнения", "Уволен (дата)"), ahead=Ahead.PLANNED),
        Column(
            "absent_since",
            "Длительно отсутствует с",
            CellKind.DAY,
            required=False,
            aliases=("Длительное отсутствие с", "Длительно отсутствует (с)"),
            ahead=Ahead.PLANNED,
        ),
        Column(
            "absent_until",
            "Длительно отсутствует по",
            CellKind.DAY,
            required=False,
            aliases=("Длительное отсутствие по", "Длительно отсутствует (по)"),
            ahead=Ahead.PLANNED,
        ),
        Column("is_main", "Вид занятости", CellKind.EMPLOYMENT, required=False),
        REMOVED,
    ),
    table=_TABLE,
    fact=_fact,
    orders=(
        Order("since", "until", "увольнение раньше приёма на работу"),
        Order("absent_since", "absent_until", _ABSENCE_TURNED),
    ),
    begun=(("absent_since", "absent_until", _ABSENCE_WITHOUT_BEGIN),),
    finds_person=False,
)
