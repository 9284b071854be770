"""The tables of the scores of a place; a file hides the same figures as the screen."""

from collections.abc import Callable, Sequence

import settings
from dashboard import competence_words, place_words, words
from dashboard.pages.competences import STRONG_PLACES, first_column, map_rows, surveyed_place
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from model import wording
from model.indicators import MEASURES
from model.places import Place
from model.routes import COMPETENCES
from queries.competences import GroupScores, NamedScores, Spread, Survey, strong_places, survey_of
from queries.programme_choices import choices_below_bound

_MEANINGS = [(words.sentence(one.label), f"{one.meaning}; {wording.clause(one.clause)}") for one in MEASURES]
# Three columns for each competence: the mean, the number and the share of people below the bound.
_PER_COMPETENCE = 3


def spread(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The spread of the scores of each competence."""

    def table(place: Place, survey: Survey) -> PlainTable:
        headings = ["Компетенция", "Человек с баллом", "Средний балл", "Наименьший", "Нижняя четверть", "Медиана"]
        headings += ["Верхняя четверть", "Наибольший", f"Ниже {_bound()}, чел.", f"Ниже {_bound()}, доля"]
        rows = [
            [words.sentence(label), *_spread_cells(survey.whole.spreads[key])] for key, label in COMPETENCES.items()
        ]
        return PlainTable("Разброс баллов", place.name, headings, rows, frozenset({9}), _MEANINGS)

    return _of(visit, level, identity, table)


def _spread_cells(one: Spread) -> list[object]:
    figures = one.figures
    if figures is None:
        return [one.number, competence_words.absence_of(one), *[None] * 7]
    if figures.is_mean_alone:
        return [one.number, figures.mean, *[None] * 5, figures.below, figures.below / one.number]
    five = [figures.lowest, figures.lower_quartile, figures.median, figures.upper_quartile, figures.highest]
    return [one.number, figures.mean, *five, figures.below, figures.below / one.number]


def needs(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The parts of a place, or the positions of an organization, in the order of the heatmap."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = [(row.name, row.scores) for row in map_rows(visit, survey)]
        return _groups("Профессиональные дефициты (затруднения)", place, first_column(place), rows)

    return _of(visit, level, identity, table)


def positions(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The scores by position."""
    return _of(visit, level, identity, lambda place, survey: _group_table(place, "Должность", survey.positions))


def procedures(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The scores by procedure."""
    return _of(visit, level, identity, lambda place, survey: _group_table(place, "Процедура", survey.procedures))


def _group_table(place: Place, first: str, groups: Sequence[NamedScores]) -> PlainTable:
    rows = [(one.name or f"{first.lower()} не указана", one.scores) for one in groups]
    return _groups(f"Баллы, {first.lower()}", place, first, rows)


def _groups(title: str, place: Place, first: str, rows: Sequence[tuple[str, GroupScores]]) -> PlainTable:
    headings = [first, "Прошли оценку"]
    for label in map(words.sentence, COMPETENCES.values()):
        headings += [f"{label}, средний балл", f"{label}, ниже {_bound()}, чел.", f"{label}, ниже {_bound()}, доля"]
    shares = frozenset(range(1 + _PER_COMPETENCE, len(headings), _PER_COMPETENCE))
    cells = [
        [name, one.people, *(cell for key in COMPETENCES for cell in _mean(one.spreads[key]))] for name, one in rows
    ]
    return PlainTable(title, place.name, headings, cells, shares, _MEANINGS)


def _mean(one: Spread) -> list[object]:
    if one.figures is None:
        return [competence_words.absence_of(one), None, None]
    return [one.figures.mean, one.figures.below, one.figures.below / one.number]


def choices(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The recommended programmes chosen by those below the bound; all of them, not the first few."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = [
            [
                words.sentence(COMPETENCES[key]),
                one.programme,
                one.recommended or None,
                one.chosen,
                one.chosen / one.recommended if one.recommended >= max(one.chosen, 1) else None,
            ]
            for key, programmes in choices_below_bound(visit.reading, place, visit.view.filters).items()
            if (figures := survey.whole.spreads[key].figures) and figures.below
            for one in programmes
        ]
        headings = ["Компетенция", "Программа", "Рекомендована, чел.", "Выбрали, чел.", "Доля"]
        return PlainTable("Выбор программ", place.name, headings, rows, frozenset({4}), _MEANINGS)

    return _of(visit, level, identity, table)


def practices(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The places with high scores."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = []
        for key, label in COMPETENCES.items():
            for one in strong_places(survey.whole, survey.parts, key):
                scores = one.scores.spreads[key]
                mean = scores.figures and scores.figures.mean
                rows.append([words.sentence(label), one.place.name, mean, scores.number])
        headings = ["Компетенция", place_words.part_of(place), "Средний балл", "Человек с баллом"]
        return PlainTable(STRONG_PLACES[place.level], place.name, headings, rows, meanings=_MEANINGS)

    return _of(visit, level, identity, table)


def _of(
    visit: Visit, level: str | None, identity: int | None, table: Callable[[Place, Survey], PlainTable]
) -> PlainTable | None:
    place = surveyed_place(visit, level, identity)
    return table(place, survey_of(visit.reading, place, visit.view.filters)) if place else None


def _bound() -> str:
    return f"{settings.SCORE_BOUND.value()} %"
