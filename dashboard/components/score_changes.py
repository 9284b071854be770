"""How the mean score of people assessed twice in the same procedure has changed."""

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard import competence_words, html, words
from dashboard.components.numbers_table import numbers_table
from model.routes import COMPETENCES
from queries.score_records import Change

HEADINGS = ("Компетенция", "Прошли повторно, чел.", "Предыдущая, средний балл", "Последняя, средний балл", "Изменение")
_CAPTION = "Изменение среднего балла при повторной оценке"


def score_changes(changes: Mapping[str, Change]) -> Component:
    """A row for each competence in which somebody has two scores."""
    rows = [(words.sentence(label), _cells(changes[key])) for key, label in COMPETENCES.items() if changes[key].number]
    if not rows:
        return html.P("Повторно эту процедуру никто не проходил.", className="nothing")
    return numbers_table(_CAPTION, HEADINGS, rows)


def _cells(change: Change) -> list[str]:
    if change.before is None:
        return [words.number(change.number), competence_words.FEW, words.ABSENT, words.ABSENT]
    means = [words.score(change.before), words.score(change.after)]
    return [words.number(change.number), *means, competence_words.change_of(change)]
