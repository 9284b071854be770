"""A hint on the first visit to a start screen: what the screen shows and where to begin.

One button closes it for good. Only the browser remembers that,
so the server stores nothing about who has read what.
assets/first-visit.js shows it with the frame, before any content, so nothing moves.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from dash.development.base_component import Component

from dashboard import addresses, html
from dashboard.components.still import still

_DATE = "Дата и фильтры — вверху; они остаются в адресе, поэтому ссылку на экран можно послать коллеге."
_ANSWER = "Первая строка отвечает, достигнуто ли целевое значение и где не хватает людей; каждое число — ссылка."
_QUEUE = "«Требует внимания» — очередь дел: сколько, как долго ждёт и что сделать. Начинайте с неё."
STEPS: Mapping[str, tuple[str, Sequence[str]]] = {
    "region": (
        "Как область достигает целевых значений и где отставание",
        (
            _ANSWER,
            "Карточки: показатель, цель и сколько человек до неё не хватает; под «?» — как считается.",
            "Карта и диаграмма: нажмите на муниципальное образование, чтобы открыть его.",
            _QUEUE,
            _DATE,
        ),
    ),
    "municipality": (
        "Как муниципальное образование достигает целевых значений и какие организации отстают",
        (
            _ANSWER,
            _QUEUE + " Число открывает список работников.",
            "Карточки: показатель и цель; «не хватает» открывает список, под «?» — как считается.",
            "Таблица организаций: нажмите на заголовок, чтобы отсортировать, на название — чтобы открыть.",
            _DATE,
        ),
    ),
    "organization": (
        "Как организация достигает целевых значений и что ждёт вас",
        (
            _ANSWER,
            _QUEUE + " Число открывает список работников.",
            "Работники — внизу экрана: «Что дальше» говорит, что сделать каждому и чей ход.",
            "Таблицу можно скачать; отчёт об участии в событиях — в конце экрана.",
            _DATE,
        ),
    ),
    "provider": (
        "Заявки на ваши программы и чем закончилось обучение",
        (
            "Сначала — что ждёт вас: заявки без решения и обучение без документа.",
            "Программы: сколько заявок, сколько подтверждено и завершено.",
            "Заявки: нажмите на имя, чтобы открыть маршрут работника; отчёт — в конце экрана.",
            "Дата — вверху; она остаётся в адресе.",
        ),
    ),
    "person": (
        "Где вы на своём маршруте и чего он ждёт",
        (
            "«ИОМ от …»: срок и состояние, пройденные этапы; видно, кто сейчас должен решить и сколько дней.",
            "«Профессиональные компетенции»: ваши баллы; пороговое значение — настройка системы, а не норма.",
            "«Скачать документы»: приложение 1, приложение 2 за всё время или за период.",
            "Дата — вверху: можно посмотреть, как было раньше.",
        ),
    ),
    "accounts": (
        "Кто и с какой ролью входит в систему",
        (
            "Новую запись создают в форме вверху или списком из файла; пароль от системы показывается один раз.",
            "Логин в таблице открывает роли, пароль, коды и сеансы.",
            "«Журнал» — кто и что делал; «Загрузка данных» — какие файлы приняты.",
        ),
    ),
}


def first_visits(login: str, starts: Iterable[tuple[str, str]]) -> Component:
    """A hint for each start screen of the account; the script shows those that were not closed."""
    whose = sha256(login.encode()).hexdigest()[:8]  # on shared computers, each account has its own first visit
    screens = [(address.partition("?")[0], address.split("/")[1].partition("?")[0]) for _, address in starts]
    hints = [_hint(path, kind, f"{whose}-{kind}") for path, kind in dict(screens).items() if kind in STEPS]
    return still(html.Div(hints, className="first-visits"))


def _hint(path: str, kind: str, key: str) -> Component:
    title, steps = STEPS[kind]
    close = html.Button("Понятно", type="button", className="btn btn-sm btn-primary hint-close")
    guide = html.A("Руководство", href=addresses.GUIDE)
    return html.Section(
        [
            html.Details(
                [html.Summary(title, className="hint-title"), html.Ol([html.Li(step) for step in steps])],
                className="hint-steps",
            ),
            html.Div([close, guide], className="hint-ways"),
        ],
        className="hint",
        hidden=True,
        **{"data-path": path, "data-key": key, "aria-label": "Подсказка к экрану"},
    )
