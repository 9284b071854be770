"""The six registers as data: which columns each has, what they are called, and what a row of it must hold."""

from ingest.columns import Ahead, CellKind, Column, Order, Register

PERSON_KEYS = ("full_name", "municipality", "organization")
REASON_HEADING = "Причина отказа"
_AFTER = "после прохождения процедуры оценки профессиональных компетенций"


def _full_name(*, filled: bool = False) -> Column:
    aliases = (
        "Пользователь",
        "Пользователь (ФИО педагогического работника/руководящего работника)",
        "ФИО педагогического / руководящего работника",
        "ФИО педагогического работника / руководящего работника",
        "ФИО работника",
        "Фамилия, имя, отчество",
    )
    return Column("full_name", "ФИО", filled=filled, aliases=aliases)


def _identifier(*, required: bool = False) -> Column:
    aliases = ("Идентификатор работника", "Идентификатор пользователя")
    return Column(
        "identifier", "Идентификатор", CellKind.IDENTIFIER, required=required, filled=required, aliases=aliases
    )


def _municipality(*, filled: bool = False) -> Column:
    aliases = ("Наименование муниципального образования",)
    return Column("municipality", "Муниципальное образование", filled=filled, aliases=aliases)


def _organization(*, filled: bool = False) -> Column:
    aliases = ("Место работы", "Образовательная организация")
    return Column("organization", "Организация", filled=filled, aliases=aliases)


def _education() -> Column:
    aliases = ("Образование (год, название организации, специальность)",)
    return Column("education", "Образование", aliases=aliases)


def _score(key: str, heading: str) -> Column:
    """A competence; where one row of headings holds all, the wording of the group may stand before it."""
    groups = ("Результаты процедуры оценки компетенций", "Результаты процедуры оценки профессиональных компетенций")
    # Left out where the category of the participant has no such competence (Appendix 1, **).
    word = heading.partition(" ")[0].removesuffix("ая")
    others = (f"{word}ая компетенция", f"{word}ая компетенция, %", f"{word}ые компетенции", f"{word}ые компетенции, %")
    aliases = (*(f"{group} {heading}" for group in groups), *others, f"{word}ая")
    return Column(key, heading, CellKind.PERCENT, required=False, aliases=aliases)


_ABSENCE_TURNED = "длительное отсутствие окончилось раньше, чем началось"
_ABSENCE_WITHOUT_BEGIN = "указан последний день длительного отсутствия, но не указан первый"

# A row with «да» in it takes back what an earlier file said under the key of the row.
_REMOVED = Column("removed", "Удалить", CellKind.REMOVAL, required=False, aliases=("Удалить запись", "Удалить (да)"))

STAFF = Register(
    "staff",
    (
        _identifier(required=True),
        _full_name(filled=True),
        _municipality(filled=True),
        _organization(filled=True),
        Column("organization_kind", "Тип организации"),
        Column("position", "Должность"),
        Column("category", "Категория", CellKind.CATEGORY, filled=True, aliases=("Категория работника",)),
        _education(),
        Column(
            "since",
            "Принят",
            CellKind.DAY,
            filled=True,
            aliases=("Дата приёма", "Принят на работу"),
            ahead=Ahead.AGREED,
        ),
        Column("until", "Уволен", CellKind.DAY, aliases=("Дата увольнения",), ahead=Ahead.PLANNED),
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
        _REMOVED,
    ),
    orders=(
        Order("since", "until", "увольнение раньше приёма на работу"),
        Order("absent_since", "absent_until", _ABSENCE_TURNED),
    ),
    begun=(("absent_since", "absent_until", _ABSENCE_WITHOUT_BEGIN),),
    finds_person=False,
)

APPENDIX1 = Register(
    "appendix1",
    (
        _full_name(),
        _identifier(),
        _municipality(),
        _organization(),
        Column("position", "Должность"),
        _education(),
        Column(
            "procedure",
            "Наименование процедуры оценки профессиональных компетенций",
            filled=True,
            aliases=("Наименование процедуры", "Процедура оценки профессиональных компетенций", "Процедура"),
        ),
        Column(
            "procedure_group",
            "Наименование или номер группы процедуры",
            aliases=("Группа процедуры", "Номер группы процедуры", "Группа"),
        ),
        Column("passed_on", "Дата прохождения", CellKind.DAY, filled=True, aliases=("Дата прохождения процедуры",)),
        _score("subject", "Предметная (%)"),
        _score("communicative", "Коммуникативная (%)"),
        _score("psych_pedagogical", "Психолого-педагогическая (%)"),
        _score("methodical", "Методическая (%)"),
        Column(
            "programme_count",
            "Количество ДПП",
            CellKind.COUNT,
            aliases=(
                f"Количество ДПП в рекомендуемый ИОМ {_AFTER}",
                f"Количество ДПП в рекомендуемом ИОМ {_AFTER}",
                "Количество ДПП в рекомендуемом ИОМ",
            ),
        ),
        Column(
            "programmes",
            "Перечисление ДПП",
            CellKind.NAMES,
            aliases=("Перечисление ДПП из рекомендуемого ИОМ", "Перечень ДПП из рекомендуемого ИОМ", "Перечень ДПП"),
        ),
        Column(
            "events",
            "Образовательные события",
            CellKind.NAMES,
            aliases=(
                f"Образовательные события в рекомендуемом ИОМ {_AFTER}",
                "Образовательные события в рекомендуемом ИОМ",
            ),
        ),
        Column("formed_on", "Дата формирования ИОМ", CellKind.DAY, required=False),
        Column("is_need", "Основание ИОМ", CellKind.GROUND, required=False),
        _REMOVED,
    ),
    counts=("programme_count", "programmes"),
)

APPLICATIONS = Register(
    "applications",
    (
        Column("number", "Номер заявки", CellKind.IDENTIFIER, filled=True, aliases=("№ заявки",)),
        _full_name(),
        _identifier(),
        _municipality(),
        _organization(),
        Column("kind", "Вид заявки", CellKind.APPLICATION, filled=True),
        Column("name", "Наименование", filled=True),
        Column("provider", "Организация ДПО"),
        Column("submitted_by", "Кем подана", CellKind.SUBMITTER),
        Column("submitted_on", "Дата подачи", CellKind.DAY, filled=True, aliases=("Дата подачи заявки",)),
        Column("head_decision", "Решение руководителя", CellKind.DECISION),
        Column("head_on", "Дата решения руководителя", CellKind.DAY),
        Column("provider_decision", "Решение организации ДПО", CellKind.DECISION),
        Column("provider_on", "Дата решения организации ДПО", CellKind.DAY),
        Column(
            "training_since", "Начало обучения", CellKind.DAY, aliases=("Дата начала обучения",), ahead=Ahead.PLANNED
        ),
        Column(
            "training_until",
            "Окончание обучения",
            CellKind.DAY,
            aliases=("Дата окончания обучения",),
            ahead=Ahead.PLANNED,
        ),
        Column("withdrawn_on", "Отозвана", CellKind.DAY, aliases=("Отозвана (дата)", "Дата отзыва")),
        Column("chosen_on", "Дата выбора ДПП", CellKind.DAY, required=False),
        Column(
            "expelled_on",
            "Отчислен",
            CellKind.DAY,
            required=False,
            aliases=("Отчислен (дата)", "Дата отчисления", "Отчислена"),
        ),
        Column("training_form", "Форма обучения", required=False),
        _REMOVED,
    ),
    orders=(Order("training_since", "training_until", "окончание обучения раньше его начала"),),
    dated=(("head_decision", "head_on"), ("provider_decision", "provider_on")),
)

APPENDIX2 = Register(
    "appendix2",
    (
        _full_name(),
        _identifier(),
        _municipality(),
        _organization(),
        Column("position", "Должность"),
        _education(),
        Column(
            "programme",
            "Наименование ДПП",
            filled=True,
            aliases=(
                "Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
                "Наименование ДПП из формальной части ИОМ",
            ),
        ),
        Column(
            "provider",
            "Наименование организации, реализующей ДПП",
            aliases=(
                "Наименование организации, реализующей ДПП (в т.ч. адрес)",
                "Наименование организации, реализующие ДПП (в т.ч. адрес)",
                "Наименование организации, реализующие ДПП",
                "Организация ДПО",
            ),
        ),
        Column("hours", "Трудоемкость ДПП", CellKind.HOURS, aliases=("Трудоемкость", "Трудоемкость ДПП (часов)")),
        Column("realized", "Дата реализации", CellKind.PERIOD, filled=True, ahead=Ahead.PLANNED),
        Column(
            "document_number", "Номер документа установленного образца", CellKind.DOCUMENT, aliases=("Номер документа",)
        ),
        Column(
            "events",
            "Образовательные события в ИОМ",
            CellKind.NAMES,
            aliases=("Образовательные события в ИОМ, согласованные руководителем ОО", "Образовательные события"),
        ),
        _REMOVED,
    ),
)

PARTICIPATION = Register(
    "participation",
    (
        _full_name(),
        _identifier(),
        _municipality(),
        _organization(),
        Column("event", "Событие", filled=True, aliases=("Образовательное событие", "Наименование события")),
        Column("venue", "Место проведения"),
        Column("level", "Уровень"),
        Column("form", "Форма участия"),
        Column("starts_on", "Начало", CellKind.DAY, filled=True, aliases=("Дата начала",), ahead=Ahead.PLANNED),
        Column("ends_on", "Окончание", CellKind.DAY, aliases=("Дата окончания",), ahead=Ahead.PLANNED),
        Column("chosen_on", "Дата выбора", CellKind.DAY, filled=True),
        Column(
            "confirmed_on",
            "Участие подтверждено",
            CellKind.DAY,
            aliases=("Участие подтверждено (дата)", "Дата подтверждения участия"),
        ),
        Column("absence_reason", "Причина отсутствия", required=False),
        Column(
            "organizer",
            "Организатор",
            required=False,
            aliases=("Организатор события", "Организатор мероприятия", "Организатор образовательного события"),
        ),
        _REMOVED,
    ),
    orders=(Order("starts_on", "ends_on", "окончание события раньше его начала"),),
)

CATALOGUE = Register(
    "catalogue",
    (
        Column("offer_kind", "Вид", CellKind.OFFER, filled=True, aliases=("Вид (ДПП / событие)",)),
        Column("name", "Наименование", filled=True),
        Column("organization", "Организация", aliases=("Организация ДПО", "Организатор")),
        Column("venue", "Место проведения", required=False),
        Column("hours", "Часы", CellKind.HOURS, required=False, aliases=("Количество часов", "Трудоемкость")),
        Column("form", "Форма", required=False, aliases=("Форма обучения", "Форма участия", "Форма проведения")),
        Column("level", "Уровень", required=False),
        Column("starts_on", "Начало", CellKind.DAY, aliases=("Дата начала",), ahead=Ahead.PLANNED),
        Column("ends_on", "Окончание", CellKind.DAY, required=False, aliases=("Дата окончания",), ahead=Ahead.PLANNED),
        Column(
            "apply_by",
            "Приём заявок до",
            CellKind.DAY,
            required=False,
            aliases=("Приём заявок по", "Срок приёма заявок"),
            ahead=Ahead.PLANNED,
        ),
        Column("seats", "Мест", CellKind.COUNT, required=False, aliases=("Количество мест", "Число мест")),
        Column("requirements", "Требования", required=False, aliases=("Требования к участникам",)),
        Column("is_cancelled", "Отменено", CellKind.CANCELLATION, required=False, aliases=("Отменено (да)",)),
        _REMOVED,
    ),
    orders=(Order("starts_on", "ends_on", "окончание раньше начала"),),
    finds_person=False,
)

REGISTERS: dict[str, Register] = {
    register.key: register for register in (STAFF, APPENDIX1, APPLICATIONS, APPENDIX2, PARTICIPATION, CATALOGUE)
}
