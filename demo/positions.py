"""Positions of the nomenclature, by kind of organization, with the education of their holders."""

from dataclasses import dataclass

from demo.chance import Chance

TEACHING, MANAGING = "педагогический", "руководящий"


@dataclass(frozen=True)
class Position:
    """A position; `field` joins it to programmes, events and specialities."""

    title: str
    field: str
    women: float = 0.9
    category: str = TEACHING


_HEAD = Position("директор", "management", 0.7, MANAGING)
_DEPUTY = Position("заместитель директора", "management", 0.88, MANAGING)
_KINDERGARTEN_HEAD = Position("заведующий", "management", 0.98, MANAGING)
_KINDERGARTEN_DEPUTY = Position("заместитель заведующего", "management", 0.97, MANAGING)
_SENIOR = Position("старший воспитатель", "preschool", 0.99)
_PSYCHOLOGIST = Position("педагог-психолог", "psychology", 0.95)
_SPEECH = Position("учитель-логопед", "speech", 0.99)
_SOCIAL = Position("социальный педагог", "social", 0.94)
_EXTRA = Position("педагог дополнительного образования", "extra", 0.75)
_METHODIST = Position("методист", "extra", 0.92)
_EDUCATOR = Position("воспитатель", "preschool", 0.99)

_SCHOOL = (
    (Position("учитель начальных классов", "primary", 0.99), 24),
    (Position("учитель русского языка и литературы", "russian", 0.97), 11),
    (Position("учитель математики", "maths", 0.93), 9),
    (Position("учитель иностранного языка", "foreign", 0.95), 9),
    (Position("учитель истории и обществознания", "history", 0.78), 6),
    (Position("учитель физической культуры", "sport", 0.5), 6),
    (Position("учитель биологии", "science", 0.94), 4),
    (Position("учитель физики", "science", 0.75), 3),
    (Position("учитель химии", "science", 0.94), 3),
    (Position("учитель географии", "science", 0.88), 3),
    (Position("учитель информатики", "informatics", 0.7), 4),
    (Position("учитель труда (технологии)", "labour", 0.55), 4),
    (Position("учитель музыки", "arts", 0.9), 2),
    (Position("учитель изобразительного искусства", "arts", 0.93), 2),
    (Position("преподаватель-организатор основ безопасности и защиты Родины", "safety", 0.35), 2),
    (_PSYCHOLOGIST, 3),
    (_SOCIAL, 3),
    (_SPEECH, 2),
    (_EXTRA, 3),
    (Position("педагог-библиотекарь", "extra", 0.98), 2),
)
_KINDERGARTEN = (
    (_EDUCATOR, 76),
    (Position("музыкальный руководитель", "arts", 0.96), 8),
    (Position("инструктор по физической культуре", "sport", 0.92), 6),
    (_SPEECH, 6),
    (_PSYCHOLOGIST, 4),
)
_EXTRA_EDUCATION = (
    (_EXTRA, 72),
    (_METHODIST, 12),
    (Position("педагог-организатор", "extra", 0.85), 10),
    (Position("концертмейстер", "arts", 0.88), 6),
)
_COLLEGE = (
    (Position("преподаватель", "vocational", 0.75), 62),
    (Position("мастер производственного обучения", "vocational", 0.5), 22),
    (_METHODIST, 6),
    (_SOCIAL, 4),
    (_PSYCHOLOGIST, 3),
    (Position("руководитель физического воспитания", "sport", 0.4), 3),
)
_SPECIAL = (
    (Position("учитель", "special", 0.94), 46),
    (Position("учитель-дефектолог", "special", 0.98), 14),
    (_SPEECH, 10),
    (_EDUCATOR, 16),
    (_PSYCHOLOGIST, 8),
    (_SOCIAL, 6),
)
_MIX = {
    "school": _SCHOOL,
    "village_school": _SCHOOL,
    "gymnasium": _SCHOOL,
    "kindergarten": _KINDERGARTEN,
    "village_kindergarten": _KINDERGARTEN,
    "extra": _EXTRA_EDUCATION,
    "college": _COLLEGE,
    "special": _SPECIAL,
}
_PEOPLE_PER_DEPUTY = 18

# Invented: no such institutions exist.
_INSTITUTIONS = (
    "Демонстрационный государственный педагогический университет",
    "Условный педагогический институт",
    "Примерный государственный университет",
    "Образцовый институт культуры",
    "Вымышленный институт физической культуры",
)
_COLLEGES = ("Демонстрационный педагогический колледж", "Примерное педагогическое училище")
_SPECIALITIES = {
    "primary": "педагогика и методика начального образования",
    "russian": "учитель русского языка и литературы",
    "maths": "учитель математики",
    "foreign": "учитель английского и немецкого языков",
    "history": "учитель истории и обществознания",
    "sport": "физическая культура и спорт",
    "science": "учитель естественно-научных дисциплин",
    "informatics": "учитель математики и информатики",
    "labour": "учитель технологии и предпринимательства",
    "arts": "музыкальное и изобразительное искусство",
    "safety": "безопасность жизнедеятельности",
    "psychology": "педагогика и психология",
    "speech": "логопедия",
    "social": "социальная педагогика",
    "preschool": "дошкольная педагогика и психология",
    "extra": "педагогика дополнительного образования",
    "vocational": "профессиональное обучение",
    "special": "олигофренопедагогика",
    "management": "менеджмент в образовании",
}


def positions_of(kind: str, size: int, chance: Chance) -> list[Position]:
    """The positions of an organization of this kind: managers first, then teachers."""
    is_kindergarten = _MIX[kind] is _KINDERGARTEN
    head, deputy = (_KINDERGARTEN_HEAD, _KINDERGARTEN_DEPUTY) if is_kindergarten else (_HEAD, _DEPUTY)
    leading = [head, *[deputy] * (size // _PEOPLE_PER_DEPUTY)]
    if is_kindergarten and size > 6:
        leading.append(_SENIOR)
    positions, weights = zip(*_MIX[kind], strict=True)
    return leading + chance.choices(positions, weights, k=max(size - len(leading), 0))


def education(position: Position, *, graduated: int, chance: Chance) -> str:
    """The year, the institution and the speciality as one line."""
    institutions = _COLLEGES if chance.happens(0.22) else _INSTITUTIONS
    return f"{graduated}, {chance.one_of(institutions)}, {_SPECIALITIES[position.field]}"
