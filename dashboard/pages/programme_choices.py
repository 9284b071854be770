"""The recommended programmes that people below the bound do not choose, and how many do."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard import html, words
from dashboard.components.download_links import download_links
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import section
from dashboard.visit import Visit
from model import wording
from model.places import Place
from model.routes import COMPETENCES
from queries.programme_choices import ProgrammeChoice, choices_below_bound
from queries.score_records import GroupScores

MOST = 5


def programmes(visit: Visit, place: Place, scores: GroupScores, bound: int) -> Component:
    """For each competence, the programmes recommended to people below the bound, the least chosen first."""
    choices = choices_below_bound(visit.reading, place, visit.view.filters)
    tables = [
        _table(key, chosen, scores, bound)
        for key, chosen in choices.items()
        if (figures := scores.spreads[key].figures) and figures.below
    ]
    nobody = html.P(f"Работников с баллом ниже {bound}{words.THIN}% нет, или их слишком мало.", className="nothing")
    return section(
        "Какие из рекомендуемых ДПП не выбирают работники с затруднениями",
        html.Div(tables or [nobody], className="choices"),
        *([download_links(visit.path, "choices", visit.view)] if tables else []),
        note="Программы, рекомендованные по этой процедуре работникам с баллом ниже порогового значения, и выбранные "
        f"из них на отчётную дату; первые пять из тех, что выбирают реже. {wording.basis('2.4')}.",
    )


def _table(key: str, choices: Sequence[ProgrammeChoice], scores: GroupScores, bound: int) -> Component:
    figures = scores.spreads[key].figures
    below = words.people(figures.below) if figures else words.ABSENT
    caption = f"{words.sentence(COMPETENCES[key])}: ниже {bound}{words.THIN}% — {below}"
    if not choices:
        return html.Div([html.H3(caption, className="card-label"), html.P("Программ пока нет.", className="nothing")])
    headings = ("Программа", "Рекомендована, чел.", "Выбрали, чел.", "Доля")
    return numbers_table(caption, headings, [_row(one) for one in choices[:MOST]])


def _row(one: ProgrammeChoice) -> tuple[str, list[str]]:
    share = words.percent_of(one.chosen, one.recommended)
    return one.programme, [words.number(one.recommended), words.number(one.chosen), share]
