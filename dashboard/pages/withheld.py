"""Instead of counts that could tell of few people to who may not name them."""

import settings
from dashboard import dcc, html, words
from dashboard.addresses import View, with_view
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page
from dashboard.visit import Screen, Visit

TITLE = "Мало данных"


def layout(visit: Visit) -> Screen:
    """Why the counts are not shown, and the way back to those that are."""
    few = words.number(settings.SMALL_GROUP.value())
    why = (
        "Показатели под этими фильтрами видит тот, кому открыты персональные данные: "
        f"иначе из них можно узнать о группе меньше {few} человек."
    )
    back = dcc.Link("Показать без фильтров", href=with_view(visit.path, View(on=visit.view.on)))
    return Screen(TITLE, page(TITLE, empty_state(TITLE, why), html.P(back)))
