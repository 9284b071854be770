"""The tables of the scores of a place; a file hides the same figures as the screen."""

from collections.abc import Callable, Sequence

import settings
from dashboard import competence_words, place_words, words
from dashboard.components.score_changes import HEADINGS
from dashboard.pages.bounds import HEADINGS as BOUND_HEADINGS
from dashboard.pages.competences import DEFICITS, STRONG_PLACES, first_column, map_rows, surveyed_place
from dashboard.tables.plain import PlainTable
from dashboard.visit import Visit
from model import wording
from model.places import Place
from model.routes import COMPETENCES
from model.score_indicators import MEASURES
from queries.competences import strong_places, survey_of
from queries.programme_choices import choices_below_bound
from queries.score_bounds import bound_records
from queries.score_records import Change, GroupScores, Progress, Spread, Survey

_MEANINGS = [(words.sentence(one.label), f"{one.meaning}; {wording.clause(one.clause)}") for one in MEASURES]
# Three columns for each competence: the mean, the number and the share of people below the bound.
_PER_COMPETENCE = 3


def spread(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The spread of the scores of each competence."""

    def table(place: Place, survey: Survey) -> PlainTable:
        headings = ["Компетенция", "Человек с баллом", "Средний балл", "Наименьший", "Нижняя четверть", "Медиана"]
        headings += ["Верхняя четверть", "Наибольший", f"Ниже {_bound(survey)}, чел."]
        headings += [f"Ниже {_bound(survey)}, доля"]
        rows = [
            [words.sentence(label), *_spread_cells(survey.whole.spreads[key])] for key, label in COMPETENCES.items()
        ]
        return PlainTable(_titled("Разброс баллов", survey), place.name, headings, rows, frozenset({9}), _MEANINGS)

    return _of(visit, level, identity, table)


def _spread_cells(one: Spread) -> list[object]:
    figures = one.figures
    if figures is None:
        return [one.number, competence_words.absence_of(one), *[None] * 7]
    five = list(vars(figures.quartiles).values()) if figures.quartiles else [None] * 5
    return [one.number, figures.mean, *five, figures.below, figures.below / one.number]


def needs(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The parts of a place, or the positions of an organization, in the order of the heatmap."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = [(row.name, row.scores) for row in map_rows(visit, survey)]
        return _groups(_titled(DEFICITS, survey), place, first_column(place), rows, _bound(survey))

    return _of(visit, level, identity, table)


def positions(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The scores by position."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = [(one.name or "должность не указана", one.scores) for one in survey.positions]
        return _groups(_titled("Баллы, должность", survey), place, "Должность", rows, _bound(survey))

    return _of(visit, level, identity, table)


def procedures(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The scores by procedure, each against its own bound."""

    def table(place: Place, survey: Survey) -> PlainTable:
        headings, shares = _headings("Процедура", "порогового значения", ["Пороговое значение"])
        cells = [
            [one.procedure.name, one.scores.people, one.procedure.bound, *_score_cells(one.scores)]
            for one in survey.procedures
        ]
        return PlainTable("Баллы, процедура", place.name, headings, cells, shares, _MEANINGS)

    return _of(visit, level, identity, table)


def changes(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The change of the mean of people assessed twice in the procedure."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = [
            [words.sentence(label), *_change_cells(survey.changes[key]), *_progress_cells(survey.progress[key])]
            for key, label in COMPETENCES.items()
            if key in survey.changes
        ]
        return PlainTable(_titled("Изменение", survey), place.name, HEADINGS, rows, meanings=_MEANINGS)

    return _of(visit, level, identity, table)


def _change_cells(one: Change) -> list[object]:
    if one.before is None or one.after is None:
        return [one.number, competence_words.FEW if one.number else None, None, None]
    return [one.number, one.before, one.after, round(one.after - one.before, 9)]


def _progress_cells(one: Progress) -> list[object]:
    return [one.rose, *_group_cells(one.trained), *_group_cells(one.untrained)]


def _group_cells(one: Change) -> list[object]:
    if one.before is None or one.after is None:
        return [one.number, competence_words.FEW if one.number else None]
    return [one.number, round(one.after - one.before, 9)]


def _headings(first: str, bound: str, more: Sequence[str] = ()) -> tuple[list[str], frozenset[int]]:
    """The headings of a table of groups, and which of its columns are fractions."""
    headings = [first, "Прошли оценку", *more]
    start = len(headings) + _PER_COMPETENCE - 1
    for label in map(words.sentence, COMPETENCES.values()):
        headings += [f"{label}, средний балл", f"{label}, ниже {bound}, чел.", f"{label}, ниже {bound}, доля"]
    return headings, frozenset(range(start, len(headings), _PER_COMPETENCE))


def _groups(title: str, place: Place, first: str, rows: Sequence[tuple[str, GroupScores]], bound: str) -> PlainTable:
    headings, shares = _headings(first, bound)
    cells = [[name, one.people, *_score_cells(one)] for name, one in rows]
    return PlainTable(title, place.name, headings, cells, shares, _MEANINGS)


def _score_cells(scores: GroupScores) -> list[object]:
    return [cell for key in COMPETENCES for cell in _mean(scores.spreads[key])]


def _mean(one: Spread) -> list[object]:
    if one.figures is None:
        return [competence_words.absence_of(one), None, None]
    return [one.figures.mean, one.figures.below, one.figures.below / one.number]


def choices(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The programmes recommended to those below the bound, and who chose them; all of them, not the first few."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = [
            [
                words.sentence(COMPETENCES[key]),
                one.programme,
                one.recommended,
                one.chosen,
                one.chosen / one.recommended,
            ]
            for key, programmes in choices_below_bound(visit.reading, place, visit.view.filters).items()
            if (figures := survey.whole.spreads[key].figures) and figures.below
            for one in programmes
        ]
        headings = ["Компетенция", "Программа", "Рекомендована, чел.", "Выбрали, чел.", "Доля"]
        return PlainTable(_titled("Выбор программ", survey), place.name, headings, rows, frozenset({4}), _MEANINGS)

    return _of(visit, level, identity, table)


def practices(visit: Visit, level: str | None = None, identity: int | None = None) -> PlainTable | None:
    """The places with high scores."""

    def table(place: Place, survey: Survey) -> PlainTable:
        rows = []
        labels = {} if survey.is_published else COMPETENCES
        for key, label in labels.items():
            for one in strong_places(survey.whole, survey.parts, key):
                scores = one.scores.spreads[key]
                mean = scores.figures and scores.figures.mean
                rows.append([words.sentence(label), one.place.name, mean, scores.number])
        headings = ["Компетенция", place_words.part_of(place), "Средний балл", "Человек с баллом"]
        return PlainTable(_titled(STRONG_PLACES[place.level], survey), place.name, headings, rows, meanings=_MEANINGS)

    return _of(visit, level, identity, table)


def bounds(visit: Visit) -> PlainTable:
    """The bound of every procedure, and who has changed it."""
    rows = [
        [
            one.procedure.name,
            one.procedure.bound,
            one.changed_by,
            wording.moment(one.changed_at) if one.changed_at else None,
        ]
        for one in bound_records(visit.reading)
    ]
    return PlainTable("Пороговые значения процедур", None, BOUND_HEADINGS, rows)


def _of(
    visit: Visit, level: str | None, identity: int | None, table: Callable[[Place, Survey], PlainTable]
) -> PlainTable | None:
    place = surveyed_place(visit, level, identity)
    return table(place, survey_of(visit.reading, place, visit.view.filters)) if place else None


def _bound(survey: Survey) -> str:
    return f"{survey.procedure.bound if survey.procedure else settings.SCORE_BOUND.value()} %"


def _titled(title: str, survey: Survey) -> str:
    """The title with the procedure that the table is of."""
    return f"{title}: {survey.procedure.name}" if survey.procedure else title
