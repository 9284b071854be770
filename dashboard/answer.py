"""The sentence that opens the screen of a place: how it stands to its target, and which of its parts are behind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard import addresses, words
from dashboard.addresses import By, View
from model.indicators import RATE_BY_KEY, Rate, bottom_of, meets_target, missing_to_target
from model.places import Level, Place
from model.shortfalls import SHORTFALL_OF
from model.targets import REGULATION, Targets
from queries.records import PlaceCounts
from queries.targets import Verdict

# The first of them that has somebody to count from: under a filter by procedure coverage has nobody.
_RATES = ("coverage_year", "coverage", "formation")
_TO_NUMBER = {1: "одном", 2: "двух", 3: "трёх", 4: "четырёх", 5: "пяти"}
# The gender of the verb follows the word for one part.
_PARTS = {
    Level.REGION: ("муниципальных образований", "муниципальные образования", "не достигло"),
    Level.MUNICIPALITY: ("организаций", "организации", "не достигла"),
}
_LEVEL_OF_PARTS = {Level.REGION: Level.MUNICIPALITY, Level.MUNICIPALITY: Level.ORGANIZATION}
# So few parts are all named.
_FEW = 3
_MOST_NAMED = {Level.REGION: 5, Level.MUNICIPALITY: 3}


@dataclass(frozen=True)
class Segment:
    """A piece of the sentence, and the address that it opens."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class AnswerContext:
    """The context of the sentence: the day, the view, the targets, and whether the viewer may open lists of people."""

    day: date
    view: View
    may_list: bool
    targets: Targets = REGULATION


@dataclass(frozen=True)
class _Short:
    """A part that misses its target, and how many people it is short of."""

    place: Place
    missing: int


def answer(here: PlaceCounts, parts: Sequence[PlaceCounts], look: AnswerContext) -> list[Segment]:
    """The rate of the place against its target, then its parts that miss theirs; every number has an address."""
    if not here.counts["staff"]:
        chosen = " с выбранными фильтрами" if look.view.filters.chosen() else ""
        return [Segment(f"{here.place.name}: на {words.day(look.day)}{chosen} работников нет.")]
    rate = shown_rate(here, look)
    if rate is None:
        staff = words.plural(here.counts["staff"], "работник", "работника", "работников")
        number = Segment(staff, _list("staff", here, look))
        return [Segment(f"{here.place.name}: "), number, Segment(", подлежащих оценке нет.")]
    rest = _parts(here, parts, rate, look) if here.place.level in _PARTS else _three_years(here, rate, look)
    return [*_whole(here, rate, look), *rest]


def text_of(segments: Sequence[Segment]) -> str:
    """The sentence without its addresses."""
    return "".join(one.text for one in segments)


def shown_rate(here: PlaceCounts, look: AnswerContext) -> Rate | None:
    """The rate of which the sentence tells; None where nobody is to count from."""
    rates = [look.targets.rate_at(here.place, RATE_BY_KEY[key]) for key in _RATES]
    return next((rate for rate in rates if bottom_of(rate, here.counts)), None)


def _list(key: str, here: PlaceCounts, look: AnswerContext) -> str | None:
    """The list behind a number of the place, for who may open it."""
    return addresses.behind(key, here.place, look.view.carried) if look.may_list else None


def _ranking(here: PlaceCounts, rate: Rate, look: AnswerContext) -> str:
    """The parts of the place by the number of people they are short of, on the same screen."""
    view = replace(look.view.carried, rate=rate.key, by=By.PEOPLE)
    return f"{addresses.place(here.place, view)}#part-behind"


def _whole(here: PlaceCounts, rate: Rate, look: AnswerContext) -> list[Segment]:
    """«Челябинская область: охват оценкой за год — 33,4 %, целевое значение 33,3 % достигнуто.»"""
    value = words.percent_of(here.counts[rate.top], here.counts[rate.bottom])
    opens = _list(rate.top, here, look) or _rate_card()
    start = [Segment(f"{here.place.name}: {rate.label} — "), Segment(value, opens)]
    missing = missing_to_target(rate, here.counts)
    if rate.target is None or missing is None:
        return [*start, Segment(", целевое значение не установлено.")]
    goal = words.target(rate.target)
    if not missing:
        return [*start, Segment(f", целевое значение {goal} достигнуто.")]
    number = Segment(_of_people(missing), _list(SHORTFALL_OF[rate.key], here, look) or _rate_card())
    return [*start, Segment(f", до целевого значения {goal} не хватает "), number, Segment(".")]


def _rate_card() -> str:
    return "#part-targets"


def _of_people(number: int) -> str:
    """«21 человека», «22 человек»: the genitive after «не хватает»."""
    return words.plural(number, "человека", "человек", "человек")


def _parts(here: PlaceCounts, parts: Sequence[PlaceCounts], rate: Rate, look: AnswerContext) -> list[Segment]:
    """«Не достигли … 21 из 43 муниципальных образований, не хватает 922 человек, из них 610 — в четырёх: …»"""
    compared = [one for one in parts if meets_target(look.targets.rate_at(one.place, rate), one.counts) is not None]
    if not compared:
        return []
    many, all_of_them, _ = _PARTS[here.place.level]
    short = _short_parts(compared, rate, look)
    if not short:
        number = Segment(words.number(len(compared)), _standing(here, rate, Verdict.MET, look))
        return [Segment(f" Целевого значения достигли все {all_of_them} ("), number, Segment(").")]
    ranking = _ranking(here, rate, look)
    return [
        Segment(f" {_verb(here, len(short))} "),
        Segment(words.number(len(short)), _standing(here, rate, Verdict.MISSED, look)),
        Segment(f" из{words.FIXED}"),
        Segment(words.number(len(compared)), ranking),
        Segment(f" {many}, не хватает "),
        Segment(_of_people(sum(one.missing for one in short)), ranking),
        *_most(here, short, rate, look),
    ]


def _short_parts(compared: Sequence[PlaceCounts], rate: Rate, look: AnswerContext) -> list[_Short]:
    """The parts that miss their own target, those short of most people first."""
    short = [
        _Short(one.place, missing_to_target(look.targets.rate_at(one.place, rate), one.counts) or 0) for one in compared
    ]
    return sorted((one for one in short if one.missing), key=lambda one: (-one.missing, one.place.name))


def _verb(here: PlaceCounts, number: int) -> str:
    _, _, single = _PARTS[here.place.level]
    plural = "не достигли"
    return words.sentence(f"{words.form_of(number, single, plural, plural)} целевого значения")


def _most(here: PlaceCounts, short: Sequence[_Short], rate: Rate, look: AnswerContext) -> list[Segment]:
    """The fewest parts that hold half of the missing people, at most as many as the sentence bears."""
    total, most = sum(one.missing for one in short), _MOST_NAMED[here.place.level]
    if len(short) <= _FEW:
        return [Segment(": "), *_names(short, rate, look)]
    named: list[_Short] = []
    while len(named) < most and 2 * sum(one.missing for one in named) < total:
        named.append(short[len(named)])
    held = Segment(words.number(sum(one.missing for one in named)), _ranking(here, rate, look))
    return [Segment(", из них "), held, Segment(f" — в {_TO_NUMBER[len(named)]}: "), *_names(named, rate, look)]


def _names(named: Sequence[_Short], rate: Rate, look: AnswerContext) -> list[Segment]:
    """«Троицкий муниципальный округ (63), Челябинский городской округ (28).»"""
    segments: list[Segment] = []
    for one in named:
        opens = addresses.place(one.place, look.view)
        segments += [Segment(", "), Segment(one.place.name, opens)]
        if len(named) > 1:
            key = SHORTFALL_OF[rate.key]
            people = addresses.behind(key, one.place, look.view.carried) if look.may_list else opens
            segments += [Segment(" ("), Segment(words.number(one.missing), people), Segment(")")]
    return [*segments[1:], Segment(".")]


def _standing(here: PlaceCounts, rate: Rate, verdict: Verdict, look: AnswerContext) -> str:
    """The list of the parts that stand so to the target; it knows no filters, the ranking does."""
    if look.view.filters.chosen():
        return _ranking(here, rate, look)
    standing = f"{_LEVEL_OF_PARTS[here.place.level]}_{verdict}"
    return addresses.attainment_list(here.place, rate.key, standing, look.view)


def _three_years(here: PlaceCounts, rate: Rate, look: AnswerContext) -> list[Segment]:
    """Of an organization, which has no parts: who of its people has no assessment of three years."""
    if rate.key == "formation":
        return []
    missing = here.counts["not_assessed"]
    if not missing:
        return [Segment(" За три года оценку прошли все, кто ей подлежит.")]
    number = Segment(words.people(missing), _list("not_assessed", here, look) or _rate_card())
    verb = words.form_of(missing, "не прошёл", "не прошли", "не прошли")
    return [Segment(f" За три года оценку {verb} "), number, Segment(".")]
