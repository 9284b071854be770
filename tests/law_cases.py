"""Answers worked out by hand from the sentences of the law: people, days, and the counts that are not zero."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tests.oracle import (
    CONFIRMED,
    PROGRAMME,
    REFUSED,
    Application,
    Assessment,
    Law,
    Participation,
    Person,
    Result,
    Spell,
)

# What stands beside the others in nearly every answer; a case that is about them names them.
KIN = frozenset({"staff", "due", "assessed_due", "assessed_year", "assessed_year_due"})
ASSESSED = "assessed recommended"
LATEST_IS_NEW = f"{ASSESSED} without_programme"
FORMED = f"{ASSESSED} chosen formed"
APPROVED = f"{FORMED} head_approved provider_approved"
DONE = f"{APPROVED} formal_done"
IN_TIME = f"{DONE} formal_in_time"
REFUSED_ALREADY = f"{ASSESSED} chosen without_application"

Fact = Spell | Assessment | Application | Result | Participation


@dataclass(frozen=True)
class Case:
    """A sentence, a person, and what counts on the days: keys by spaces, «events_due=2» where it is not 1."""

    sentence: str
    person: Person
    answers: dict[str, str]
    law: Law = field(default_factory=Law)
    with_kin: bool = False

    def expected(self) -> Iterator[tuple[date, dict[str, int]]]:
        for day, words in self.answers.items():
            pairs = (word.partition("=") for word in words.split())
            yield on(day), {key: int(number or 1) for key, _, number in pairs}

    def visible(self, counts: dict[str, int]) -> dict[str, int]:
        """The counts that are not zero, without those that the case is not about."""
        return {key: number for key, number in counts.items() if number and (self.with_kin or key not in KIN)}


def on(text: str) -> date:
    """«01.03.2025» as a day."""
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def maybe(text: str | None) -> date | None:
    return on(text) if text else None


def works(since: str = "01.09.2015", until: str | None = None, at: str = "Школа 1", **other: str | bool) -> Spell:
    absent = {key: on(str(other.pop(key))) for key in ("absent_since", "absent_until") if key in other}
    return Spell(at, on(since), maybe(until), **absent, **other)  # type: ignore[arg-type]


def assessed(
    passed: str, *programmes: str, procedure: str = "Оценка", formed: str | None = None, need: bool = False
) -> Assessment:
    return Assessment(procedure, on(passed), frozenset(programmes), maybe(formed), need)


def applied(name: str, submitted: str, *, number: str = "1", kind: str = PROGRAMME, **days: str) -> Application:
    """`head`, `provider`, `both` confirm on the day; `head_refused`, `provider_refused` refuse; `until` ends it."""
    days |= {"head": days["both"], "provider": days.pop("both")} if "both" in days else {}
    decisions: dict[str, object] = {}
    for who in ("head", "provider"):
        for word, key in ((CONFIRMED, who), (REFUSED, f"{who}_refused")):
            if key in days:
                decisions |= {who: word, f"{who}_on": on(days.pop(key))}
    names = {
        "until": "training_until",
        "chosen": "chosen_on",
        "withdrawn": "withdrawn_on",
        "expelled": "expelled_on",
    }
    rest = {names[key]: on(day) for key, day in days.items()}
    return Application(number, kind, name, on(submitted), **decisions, **rest)  # type: ignore[arg-type]


def trained(programme: str, since: str, until: str, *, document: bool = True) -> Result:
    return Result(programme, on(since), on(until), document)


def chose(
    event: str,
    chosen: str,
    starts: str,
    ends: str | None = None,
    *,
    confirmed: str | None = None,
    reason: bool = False,
) -> Participation:
    return Participation(event, on(starts), on(ends or starts), on(chosen), maybe(confirmed), reason)


def somebody(*facts: Fact) -> Person:
    """Somebody on the staff since long ago unless spells are given."""

    def only(kind: type) -> tuple:
        return tuple(fact for fact in facts if isinstance(fact, kind))

    kinds = (Assessment, Application, Result, Participation)
    return Person(only(Spell) or (works(),), *(only(kind) for kind in kinds))


_TWICE = (
    assessed("01.02.2026", "П1"),
    applied("П1", "01.03.2026", both="05.03.2026", until="25.09.2026"),
    trained("П1", "01.09.2026", "25.09.2026"),
    assessed("27.11.2026", "П2"),
)

WORKED_EXAMPLES = [
    Case(
        "two procedures feed one route",
        somebody(assessed("10.02.2025", "П1"), assessed("15.03.2025", "П2"), applied("П1", "01.04.2025")),
        {"01.04.2025": f"{FORMED} awaiting_head"},
    ),
    Case(
        "after the formal part is done the next procedure opens a new route",
        somebody(*_TWICE, chose("Форум", "01.10.2026", "17.12.2026")),
        {"28.11.2026": f"{IN_TIME} selected without_programme"},
    ),
    Case(
        "events of the earlier route stay to be attended and marked",
        somebody(*_TWICE, chose("Форум", "01.10.2026", "17.12.2026", confirmed="18.12.2026")),
        {
            "20.12.2026": f"{IN_TIME} selected without_programme informal_any realized events_due events_attended",
        },
    ),
    Case(
        "an empty list recommends any",
        somebody(assessed("01.02.2026"), assessed("01.03.2026", "П2"), applied("П9", "01.04.2026")),
        {"02.04.2026": f"{FORMED} awaiting_head"},
    ),
    Case(
        "a result after a refusal implies an application",
        somebody(
            assessed("01.02.2026", "П1"),
            applied("П1", "01.03.2026", head_refused="03.03.2026"),
            trained("П1", "01.05.2026", "20.05.2026"),
        ),
        {"01.04.2026": REFUSED_ALREADY, "02.05.2026": APPROVED, "20.05.2026": IN_TIME},
    ),
    Case(
        "a route of three years ago takes no more procedures",
        somebody(assessed("01.03.2023", "П1"), applied("П1", "01.04.2023"), assessed("05.03.2026", "П2")),
        {
            "28.02.2026": f"{FORMED} awaiting_head",
            "04.03.2026": "not_assessed awaiting_head",
            "06.03.2026": f"{LATEST_IS_NEW} awaiting_head",
        },
    ),
    Case(
        "needs alone count as needs",
        somebody(assessed("05.03.2026", "П1", need=True), applied("П1", "01.04.2026")),
        {"02.04.2026": "by_need not_assessed awaiting_head"},
    ),
    Case(
        "an excused absence and a confirmed participation",
        somebody(
            assessed("10.01.2026"),
            chose("Семинар", "01.02.2026", "02.03.2026", reason=True),
            chose("Форум", "01.02.2026", "01.04.2026", confirmed="03.04.2026"),
        ),
        {"03.04.2026": f"{LATEST_IS_NEW} informal_any events_due=2 events_attended events_excused"},
    ),
]
