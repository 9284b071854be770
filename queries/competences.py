"""The scores of a place, one procedure at a time: means, spread, shares below its bound, changes."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

import settings
from access.reading import Reading
from model.names import fold
from model.places import Level, Place
from model.routes import COMPETENCES
from queries.filters import EVERYBODY, Filters
from queries.places import parts_of
from queries.published_scores import Published, published_scores
from queries.score_bounds import Procedure, bound_of
from queries.score_changes import changes
from queries.score_records import (
    NOBODY,
    Figures,
    GroupScores,
    LevelCounts,
    NamedScores,
    PlaceScores,
    ProcedureScores,
    Spread,
    Survey,
    group_scores,
    quartiles,
)
from queries.score_sums import GroupSum, ScoreSum, Tally, sums_by, tallies
from queries.scored_rows import scored_rows
from queries.small_groups import hides_few


def survey_of(reading: Reading, place: Place, filters: Filters = EVERYBODY) -> Survey:
    """The scores of the people of a place in the procedure of the filters, else in the most frequent one."""
    if hides_few(reading, place):
        return _published_survey(reading, place, filters)
    procedures = _procedures(reading, place, filters)
    procedure = _procedure_of(reading, filters, [one.procedure for one in procedures])
    if procedure is None:
        return Survey(None, NOBODY)
    everyone, least = filters.without_procedure, least_told(reading, place)
    rows = rows_of_procedure(reading, place, everyone, procedure.key)
    part = "municipality_id" if place.level is Level.REGION else "organization_id"
    changed = changes(reading, place, everyone, rows, least)
    sums, tally = sums_by(reading, rows, part, "position"), tallies(rows)
    return Survey(
        procedure=procedure,
        whole=_with_quartiles(group_scores(sum(sums.values(), GroupSum()), least), tally),
        parts=[] if place.level is Level.ORGANIZATION else _parts(reading, place, sums),
        positions=_positions(sums, least),
        procedures=procedures,
        levels=_levels(tally, least),
        changes={key: change for key, (change, _) in changed.items()},
        progress={key: progress for key, (_, progress) in changed.items()},
    )


def scores_of(reading: Reading, place: Place, filters: Filters) -> GroupScores:
    """The scores of the people of a place in the procedure of `survey_of`, without their spread."""
    if hides_few(reading, place):
        return _published_survey(reading, place, filters).whole
    procedure = shown_procedure(reading, place, filters)
    if procedure is None:
        return NOBODY
    rows = rows_of_procedure(reading, place, filters.without_procedure, procedure.key)
    return group_scores(sums_by(reading, rows)[()], least_told(reading, place))


def rows_of_procedure(reading: Reading, place: Place, everyone: Filters, procedure_key: str) -> pd.DataFrame:
    """The rows of `scored_rows` in the procedure."""
    rows = scored_rows(reading, place, everyone)
    return rows[(rows["procedure_key"] == procedure_key).to_numpy()]


def shown_procedure(reading: Reading, place: Place, filters: Filters) -> Procedure | None:
    """The procedure of the filters, else the most frequent one of the place; None where nobody has passed any."""
    if filters.procedure is not None:
        return _procedure_of(reading, filters, [])
    return _procedure_of(reading, filters, [one.procedure for one in _procedures(reading, place, filters)])


def least_told(reading: Reading, place: Place) -> int:
    """How many people a mean has to stand on; only the head of the one organization sees it of fewer."""
    is_own = place.level is Level.ORGANIZATION and place.id in reading.scope.organizations
    return 1 if is_own else max(1, settings.SMALL_GROUP.value())


def _procedure_of(reading: Reading, filters: Filters, procedures: Sequence[Procedure]) -> Procedure | None:
    if filters.procedure is None:
        return next(iter(procedures), None)
    key = fold(filters.procedure)
    unknown = Procedure(key, filters.procedure, bound_of(reading, key))
    return next((one for one in procedures if one.key == key), unknown)


def _procedures(reading: Reading, place: Place, filters: Filters) -> Sequence[ProcedureScores]:
    """Each procedure with the people who have passed it, the most frequent first."""
    everyone = filters.without_procedure
    return reading.once(("procedures", place, everyone), lambda: _count_procedures(reading, place, everyone))


def _count_procedures(reading: Reading, place: Place, everyone: Filters) -> Sequence[ProcedureScores]:
    rows = scored_rows(reading, place, everyone)
    sums, names = sums_by(reading, rows, "procedure_key", "procedure"), defaultdict(list)
    groups: dict[str, GroupSum] = defaultdict(GroupSum)
    for (key, name), group in sums.items():
        groups[key] += group
        names[key].append(name)
    least = least_told(reading, place)
    procedures = [
        ProcedureScores(Procedure(key, min(names[key]), bound_of(reading, key)), group_scores(group, least))
        for key, group in groups.items()
    ]
    return _most_frequent_first(procedures)


def _most_frequent_first(procedures: Iterable[ProcedureScores]) -> Sequence[ProcedureScores]:
    return sorted(procedures, key=lambda one: (-one.scores.people, one.procedure.key))


def _with_quartiles(scores: GroupScores, tally: Mapping[str, Tally]) -> GroupScores:
    spreads = {
        key: replace(one, figures=replace(one.figures, quartiles=quartiles(tally[key]))) if one.figures else one
        for key, one in scores.spreads.items()
    }
    return GroupScores(scores.people, spreads)


def _parts(reading: Reading, within: Place, sums: Mapping[tuple[Any, ...], GroupSum]) -> list[PlaceScores]:
    """Every part of the place, one without scores among them."""
    groups = _added(sums, lambda part, _: part)
    return [
        PlaceScores(part, group_scores(groups.get(part.id, GroupSum()), least_told(reading, part)))
        for part in parts_of(reading, within)
    ]


def _positions(sums: Mapping[tuple[Any, ...], GroupSum], least: int) -> list[NamedScores]:
    """The positions, the biggest first; all ways of writing one are one, that in small letters stands for all."""
    groups = _added(sums, lambda _, position: fold(position or ""))
    names = {fold(position): position for position in sorted(position or "" for _, position in sums)}
    positions = [NamedScores(names[str(key)] or None, group_scores(group, least)) for key, group in groups.items()]
    return sorted(positions, key=lambda one: (-one.scores.people, one.name is None, one.name or ""))


def _added(sums: Mapping[tuple[Any, ...], GroupSum], key: Any) -> Mapping[Hashable, GroupSum]:
    groups: dict[Hashable, GroupSum] = defaultdict(GroupSum)
    for columns, group in sums.items():
        groups[key(*columns)] += group
    return groups


def _levels(tally: Mapping[str, Tally], least: int) -> Mapping[str, LevelCounts]:
    """The levels of each competence that has no percents; all ways of writing a level are one."""
    levels = {}
    for key in COMPETENCES:
        if tally[key].scores or not tally[key].levels:
            continue
        names = {fold(level): level for level, _ in sorted(tally[key].levels)}
        numbers: dict[str, int] = defaultdict(int)
        for level, number in tally[key].levels:
            numbers[fold(level)] += number
        total = sum(numbers.values())
        pairs = [(names[one], number) for one, number in numbers.items()] if total >= least else []
        levels[key] = LevelCounts(total, tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))))
    return levels


def _published_survey(reading: Reading, place: Place, filters: Filters) -> Survey:
    """Whole municipalities alone, and the region as their sum; any narrower group could be had by subtraction."""
    nothing = Survey(None, NOBODY, is_published=True)
    if filters.chosen().keys() - {"procedure"} or place.level is Level.ORGANIZATION:
        return nothing
    published = published_scores(reading)
    parts = [place] if place.level is Level.MUNICIPALITY else parts_of(reading, place)
    procedures = _published_procedures(reading, [published.get(one.id or 0, {}) for one in parts])
    procedure = _procedure_of(reading, filters, [one.procedure for one in procedures])
    if procedure is None:
        return nothing
    by_place = [PlaceScores(one, _published_group(published, [one], procedure.key)) for one in parts]
    whole = _published_group(published, parts, procedure.key)
    is_region = place.level is Level.REGION
    return replace(
        nothing, procedure=procedure, whole=whole, parts=by_place if is_region else [], procedures=procedures
    )


def _published_group(published: Published, places: Sequence[Place], procedure_key: str) -> GroupScores:
    towns = [published.get(one.id or 0, {}).get(procedure_key) for one in places]
    return _rounded([town.scores for town in towns if town])


def _published_procedures(reading: Reading, towns: Sequence[Mapping[str, Any]]) -> Sequence[ProcedureScores]:
    names = {key: one.name for town in towns for key, one in town.items()}
    procedures = [
        ProcedureScores(
            Procedure(key, name, bound_of(reading, key)), _rounded([town[key].scores for town in towns if key in town])
        )
        for key, name in names.items()
    ]
    return _most_frequent_first(one for one in procedures if one.scores.people)


def _rounded(towns: Sequence[Mapping[str, ScoreSum]]) -> GroupScores:
    """As many people as have a score of the competence that most have one of; means are whole percents."""
    sums = {key: sum((one.get(key, ScoreSum()) for one in towns), ScoreSum()) for key in COMPETENCES}
    spreads = {key: Spread(one.number, _whole_percent(one) if one.number else None) for key, one in sums.items()}
    return GroupScores(max(one.number for one in sums.values()), spreads)


def _whole_percent(one: ScoreSum) -> Figures:
    return Figures(float(round(one.total / one.number)), one.below)


def strong_places(
    whole: GroupScores, parts: Sequence[PlaceScores], competence: str, most: int = 3
) -> list[PlaceScores]:
    """The places with high scores: three people of four reach the bound, the mean is above the whole's."""
    here = whole.spreads[competence].figures
    spreads = [(one, spread) for one in parts if (spread := one.scores.spreads[competence]).figures]
    strong = [
        (spread.figures.mean, one)
        for one, spread in spreads
        if here
        and spread.figures
        and spread.number >= settings.SMALL_GROUP.value()
        and 4 * spread.figures.below <= spread.number
        and spread.figures.mean > here.mean
    ]
    strong.sort(key=lambda pair: (-pair[0], pair[1].place.name, pair[1].place.id or 0))
    return [one for _, one in strong[:most]]
