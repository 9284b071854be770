"""How the mean score of people assessed twice in the same procedure has changed, and of those trained between."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.numbers_table import numbers_table
from model.routes import COMPETENCES
from queries.score_records import Change, Progress

HEADINGS = (
    *("Компетенция", "Прошли повторно, чел.", "Предыдущая, средний балл", "Последняя, средний балл", "Изменение"),
    *("Повысили, чел.", "Обучались, чел.", "Обучались: изменение", "Не обучались, чел.", "Не обучались: изменение"),
)
_CAPTION = "Изменение среднего балла при повторной оценке"


def score_changes(changes: Mapping[str, Change], progress: Mapping[str, Progress]) -> Component:
    """A row for each competence in which somebody has two scores."""
    rows = [
        (words.sentence(label), _cells(changes[key], progress[key]))
        for key, label in COMPETENCES.items()
        if changes[key].number
    ]
    if not rows:
        return html.P("Повторно эту процедуру никто не проходил.", className="nothing")
    return numbers_table(_CAPTION, HEADINGS, rows)


def _cells(change: Change, progress: Progress) -> list[str]:
    if change.before is None:
        return [words.number(change.number), competence_words.FEW, *[words.ABSENT] * (len(HEADINGS) - 3)]
    means = [words.score(change.before), words.score(change.after)]
    rose = words.ratio(progress.rose or 0, change.number)
    groups = [*_group(progress.trained), *_group(progress.untrained)]
    return [words.number(change.number), *means, competence_words.change_of(change), rose, *groups]


def _group(change: Change) -> list[str]:
    """How many people of a group, and its change; that of few is not told."""
    if change.number and change.before is None:
        return [words.number(change.number), competence_words.FEW]
    return [words.number(change.number), competence_words.change_of(change)]
