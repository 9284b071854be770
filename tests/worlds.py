"""Hypothesis strategies: small valid worlds whose dates and names often coincide."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.oracle import Registers, Row

# Close together, with leap days and the same days three years later, so that boundaries occur often.
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
LONG_AGO = date(2019, 9, 1)
LAST_DAY = date(2027, 12, 31)

# One thing a line under all its names, which differ in quotes, spaces, case and «ё» only.
MUNICIPALITIES = (
    ("Троицкий городской округ",),
    ("Троицкий муниципальный округ", "Троицкий муниципальный район"),
    ("Саткинский муниципальный округ", "Саткинский муниципальный район"),
)
ORGANIZATIONS = (
    ("МБОУ «СОШ № 1»", 'МБОУ "СОШ №1"'),
    ("Детский сад «Ёлочка»", "Детский  сад «Елочка»"),
)
PEOPLE = (
    ("Семёнова Анна Ильинична", "СЕМЕНОВА Анна Ильинична"),
    ("Петров Пётр Петрович", "Петров  Петр Петрович"),
    ("Ли Яна", "Ли Яна "),
    ("Юсупова Роза Маратовна",),
)
PROGRAMMES = (("Программа «А»", 'программа "А"'), ("Программа Б", "Программа  Б"), ("Программа В",))
EVENTS = (("Семинар «Урок»", "семинар «урок»"), ("Форум",))
PROCEDURES = ("Оценка А", "Оценка Я")

_spelled_programmes = st.sampled_from([name for names in PROGRAMMES for name in names])
_spelled_events = st.sampled_from([name for names in EVENTS for name in names])
_decisions = st.sampled_from([None, "подтверждена", "подтверждена", "отклонена"])
_kinds = st.sampled_from(["ДПП", "ДПП", "ДПП", "процедура", "событие"])
_scores = st.sampled_from([None, 0, 59, 60, 78, 100])
_few = st.integers(0, 3)
_rarely = st.sampled_from([False, False, False, True])


@dataclass(frozen=True)
class Someone:
    """A person whose rows are drawn; the calendar has few days, so that they coincide."""

    draw: st.DrawFn
    identifier: str
    names: tuple[str, ...]
    is_homonym: bool
    calendar: tuple[date, ...]

    def day(self) -> date:
        return self.draw(st.sampled_from(self.calendar))

    def maybe_day(self) -> date | None:
        return self.draw(st.sampled_from((None, *self.calendar)))

    def rare_day(self) -> date | None:
        return self.day() if self.draw(_rarely) else None

    def two_days(self) -> tuple[date, date]:
        first, last = sorted([self.day(), self.day()])
        return first, last

    def named(self, spells: list[Row]) -> Row:
        """The cells that name the person: the identifier, or name and a place of work unless there is a namesake."""
        spell = self.draw(st.sampled_from(spells))
        by_name = not self.is_homonym and self.draw(st.booleans())
        return {
            "identifier": None if by_name else self.identifier,
            "full_name": self.draw(st.sampled_from(self.names)),
            **{key: spell[key] for key in ("municipality", "organization", "position", "education")},
        }


def _spells(one: Someone) -> list[Row]:
    """One to three spells without overlap; one may begin on the day the previous ends."""
    number = one.draw(st.integers(1, 3))
    bounds = sorted(one.draw(st.lists(st.sampled_from((LONG_AGO, *one.calendar)), max_size=2 * number, unique=True)))
    if len(bounds) < 2:
        return [_spell(one, LONG_AGO, None)]
    rows, since = [], bounds[0]
    for nth, until in enumerate(bounds[1::2]):
        rows.append(_spell(one, since, until))
        after = bounds[2 * nth + 2 :]
        since = until if not after or one.draw(st.booleans()) else after[0]
    if len(rows) < 3 and one.draw(st.booleans()):
        rows.append(_spell(one, since, None))
    if one.draw(_rarely):
        # An earlier row of the last spell: any end is valid, since nothing follows.
        rows.insert(len(rows) - 1, {**rows[-1], "until": one.draw(st.sampled_from([None, LAST_DAY]))})
    return rows


def _spell(one: Someone, since: date, until: date | None) -> Row:
    return {
        "identifier": one.identifier,
        "full_name": one.names[0],
        "municipality": one.draw(st.sampled_from(one.draw(st.sampled_from(MUNICIPALITIES)))),
        "organization": one.draw(st.sampled_from(one.draw(st.sampled_from(ORGANIZATIONS)))),
        "organization_kind": "школа",
        "position": one.draw(st.sampled_from(["учитель", "директор"])),
        "category": one.draw(st.sampled_from(["педагогический", "руководящий"])),
        "education": None,
        "since": since,
        "until": until,
    }


def _assessment(one: Someone, who: Row) -> Row:
    scores = {key: one.draw(_scores) for key in ("subject", "communicative", "psych_pedagogical", "methodical")}
    listed = one.draw(st.lists(st.sampled_from([names[-1] for names in PROGRAMMES]), max_size=2, unique=True))
    return {
        **who,
        **scores,
        "procedure": one.draw(st.sampled_from(PROCEDURES)),
        "procedure_group": "7",
        "passed_on": one.day(),
        "formed_on": one.rare_day(),
        "programmes": listed,
        "programme_count": len(listed),
        "events": [],
    }


def _application(one: Someone, who: Row, number: str) -> Row:
    head, provider = one.draw(_decisions), one.draw(_decisions)
    has_schedule = one.draw(st.booleans())
    begins, ends = one.two_days() if has_schedule else (None, None)
    return {
        **{key: value for key, value in who.items() if key not in ("position", "education")},
        "number": number,
        "kind": one.draw(_kinds),
        "name": one.draw(_spelled_programmes),
        "provider": "Институт",
        "submitted_by": one.draw(st.sampled_from(["работник", "руководитель"])),
        "submitted_on": one.day(),
        "head_decision": head,
        "head_on": one.day() if head else None,
        "provider_decision": provider,
        "provider_on": one.day() if provider else None,
        "training_since": begins,
        "training_until": ends,
        "withdrawn_on": one.rare_day(),
        "chosen_on": one.rare_day(),
    }


def _result(one: Someone, who: Row) -> Row:
    first, last = one.two_days()
    return {
        **who,
        "programme": one.draw(_spelled_programmes),
        "provider": "Институт, г. Челябинск, ул. Примерная, 1",
        "hours": 72,
        "realized": (first, last),
        "document_number": one.draw(st.sampled_from(["ДЕМО-1", "ДЕМО-2", None])),
        "events": [],
    }


def _participation(one: Someone, who: Row) -> Row:
    starts, ends = one.two_days()
    return {
        **{key: value for key, value in who.items() if key not in ("position", "education")},
        "event": one.draw(_spelled_events),
        "venue": "Челябинск",
        "level": "региональный",
        "form": "очная",
        "starts_on": starts,
        "ends_on": one.draw(st.sampled_from([None, ends])),
        "chosen_on": one.day(),
        "confirmed_on": one.maybe_day(),
        "absence_reason": None,
    }


def _add_rows(world: Registers, one: Someone) -> None:
    """Add all rows of one person; keys are few, so that some rows replace others."""
    spells = _spells(one)
    world["staff"] += spells
    world["appendix1"] += [_assessment(one, one.named(spells)) for _ in range(one.draw(_few))]
    for nth in range(one.draw(st.integers(0, 4))):
        number = f"З-{one.identifier}-{0 if one.draw(_rarely) else nth}"
        world["applications"].append(_application(one, one.named(spells), number))
    world["appendix2"] += [_result(one, one.named(spells)) for _ in range(one.draw(st.integers(0, 2)))]
    for _ in range(one.draw(_few)):
        world["participation"].append(_participation(one, one.named(spells)))
        if one.draw(_rarely):
            row = world["participation"][-1]
            world["participation"].append({**row, "chosen_on": one.day(), "confirmed_on": one.maybe_day()})


@st.composite
def registers(draw: st.DrawFn) -> Registers:
    """A small valid world; namesakes are named by identifier."""
    calendar = tuple(draw(st.lists(st.sampled_from(POOL), min_size=4, max_size=9, unique=True)))
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=6))
    world: Registers = {key: [] for key in ("staff", "appendix1", "applications", "appendix2", "participation")}
    for number, names in enumerate(people):
        _add_rows(world, Someone(draw, f"И-{number}", names, people.count(names) > 1, calendar))
    return world


def _dates(world: Registers) -> set[date]:
    cells = [cell for rows in world.values() for row in rows for cell in row.values()]
    days = {cell for cell in cells if isinstance(cell, date)}
    return days | {day for cell in cells if isinstance(cell, tuple) for day in cell}


def _three_years_on(day: date) -> date:
    """The same day three years later; 1 March for 29 February."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 3, 3, 1) if is_leap_day else day.replace(year=day.year + 3)


def days(world: Registers) -> st.SearchStrategy[date]:
    """Reporting days at and beside the dates of the world, three years after them, before all and after all."""
    dates = _dates(world)
    beside = {day + timedelta(days=shift) for day in dates | set(map(_three_years_on, dates)) for shift in (-1, 0, 1)}
    return st.sampled_from(sorted({date(2019, 1, 1), LAST_DAY} | {day for day in beside if day <= LAST_DAY}))


# The same for any world.
REPORTING_DAYS = st.sampled_from(
    [date(2019, 1, 1), *POOL, date(2023, 3, 1), date(2027, 3, 1), date(2027, 3, 10), LAST_DAY]
)
