"""Invented worlds for the laws of the domain: small, valid, and full of coincidences."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.oracle import Registers, Row

# Close together, with both leap days and their echoes three years on: boundaries are met often.
POOL = sorted(
    {
        anchor + timedelta(days=shift)
        for anchor in (
            *(date(2020, 2, 29), date(2021, 2, 28), date(2023, 2, 28), date(2024, 2, 29), date(2024, 12, 31)),
            *(date(2025, 3, 1), date(2025, 3, 10), date(2026, 2, 28), date(2026, 3, 10)),
        )
        for shift in (-1, 0, 1)
    }
)
MUNICIPALITIES = (
    ("Троицкий городской округ", "Троицкий городской округ"),
    ("Троицкий муниципальный округ", "Троицкий муниципальный район"),
    ("Саткинский муниципальный округ", "Саткинский муниципальный район"),
)
ORGANIZATIONS = ("МБОУ «СОШ № 1»", "Детский сад «Ёлочка»")
PROGRAMMES = ("Программа А", "Программа Б", "Программа В")
EVENTS = ("Семинар", "Форум")
PROCEDURES = ("Оценка А", "Оценка Я")

days = st.sampled_from(POOL)
maybe_day = st.one_of(st.none(), days)
maybe_decision = st.sampled_from([None, "подтверждена", "подтверждена", "отклонена"])


@st.composite
def staff_of(draw, identifier: str, name: str) -> list[Row]:
    """One to three spells that never overlap; the next may begin on the day the last one ends."""
    bounds = sorted(draw(st.lists(days, min_size=1, max_size=6, unique=True)))
    rows = []
    for since, until in zip(bounds[::2], [*bounds[1::2], None], strict=False):
        rows.append(_spell(draw, identifier, name, since, until))
    if len(bounds) >= 2 and len(bounds) % 2 == 0 and draw(st.booleans()):
        rows.append(_spell(draw, identifier, name, bounds[-1], None))
    return rows


def _spell(draw, identifier: str, name: str, since: date, until: date | None) -> Row:
    municipality = draw(st.sampled_from(MUNICIPALITIES))
    return {
        "identifier": identifier,
        "full_name": name,
        "municipality": draw(st.sampled_from(municipality)),
        "organization": draw(st.sampled_from(ORGANIZATIONS)),
        "organization_kind": "школа",
        "position": "учитель",
        "category": draw(st.sampled_from(["педагогический", "руководящий"])),
        "education": None,
        "since": since,
        "until": until,
    }


def _who(draw, spells: list[Row], *, is_unique: bool) -> Row:
    """How a row names the person: by identifier, or by name and any place of work where that is enough."""
    spell = draw(st.sampled_from(spells))
    by_name = is_unique and draw(st.booleans())
    named = {key: spell[key] for key in ("full_name", "municipality", "organization")}
    return {"identifier": None if by_name else spell["identifier"], **named}


def _assessment(draw, who: Row) -> Row:
    score = st.one_of(st.none(), st.integers(0, 100))
    scores = {key: draw(score) for key in ("subject", "communicative", "psych_pedagogical", "methodical")}
    listed = draw(st.lists(st.sampled_from(PROGRAMMES), max_size=2, unique=True))
    return {
        **who,
        **scores,
        "procedure": draw(st.sampled_from(PROCEDURES)),
        "passed_on": draw(days),
        "formed_on": draw(maybe_day),
        "programmes": listed,
        "programme_count": len(listed),
        "events": [],
    }


def _application(draw, who: Row, number: str) -> Row:
    head, provider = draw(maybe_decision), draw(maybe_decision)
    return {
        **who,
        "number": number,
        "kind": draw(st.sampled_from(["ДПП", "ДПП", "ДПП", "процедура", "событие"])),
        "name": draw(st.sampled_from(PROGRAMMES)),
        "provider": "Институт",
        "submitted_by": draw(st.sampled_from(["работник", "руководитель"])),
        "submitted_on": draw(days),
        "head_decision": head,
        "head_on": draw(days) if head else None,
        "provider_decision": provider,
        "provider_on": draw(days) if provider else None,
        "training_since": None,
        "training_until": draw(maybe_day),
        "withdrawn_on": draw(st.one_of(st.none(), st.none(), days)),
        "chosen_on": draw(st.one_of(st.none(), st.none(), days)),
    }


def _result(draw, who: Row) -> Row:
    first, last = sorted([draw(days), draw(days)])
    return {
        **who,
        "programme": draw(st.sampled_from(PROGRAMMES)),
        "provider": "Институт, г. Челябинск, ул. Примерная, 1",
        "hours": 72,
        "realized": (first, draw(st.sampled_from([first, last]))),
        "document_number": draw(st.sampled_from(["ДЕМО-1", "ДЕМО-1", None])),
        "events": [],
    }


def _participation(draw, who: Row) -> Row:
    starts, ends = sorted([draw(days), draw(days)])
    return {
        **who,
        "event": draw(st.sampled_from(EVENTS)),
        "starts_on": starts,
        "ends_on": draw(st.sampled_from([None, starts, ends])),
        "chosen_on": draw(days),
        "confirmed_on": draw(maybe_day),
        "level": "региональный",
    }


@st.composite
def registers(draw) -> Registers:
    """A small valid world; two people may bear one name, and then rows tell them apart by identifier."""
    names = draw(st.lists(st.sampled_from(["Семёнова Анна", "Петров Пётр", "Ли Яна"]), min_size=1, max_size=4))
    world: Registers = {key: [] for key in ("staff", "appendix1", "applications", "appendix2", "participation")}
    for number, name in enumerate(names):
        spells = draw(staff_of(f"И-{number}", name))
        world["staff"] += spells
        is_unique = names.count(name) == 1
        some = st.integers(0, 3)
        for _ in range(draw(some)):
            world["appendix1"].append(_assessment(draw, _who(draw, spells, is_unique=is_unique)))
        for nth in range(draw(some)):
            who = _who(draw, spells, is_unique=is_unique)
            world["applications"].append(_application(draw, who, f"З-{number}-{nth % 3}"))
        for _ in range(draw(st.integers(0, 2))):
            world["appendix2"].append(_result(draw, _who(draw, spells, is_unique=is_unique)))
        for _ in range(draw(some)):
            world["participation"].append(_participation(draw, _who(draw, spells, is_unique=is_unique)))
    return world


# Before anything, around every date of the worlds, three years after them, and far on.
REPORTING_DAYS = st.sampled_from(
    [date(2019, 1, 1), *POOL, date(2023, 3, 1), date(2027, 3, 1), date(2027, 3, 10), date(2027, 12, 31)]
)
