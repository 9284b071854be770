"""The last file of each register for each place, and who is late by how many days."""

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

import settings
from dashboard import html, place_words, words
from dashboard.addresses import View
from dashboard.components.empty_state import empty_state
from dashboard.components.place_pages import page_of, place_pager
from dashboard.components.still import still
from dashboard.components.table_frame import table_frame
from model.places import Place
from model.quality import REGISTER_KEYS
from model.wording import REGISTER_TITLES
from queries.freshness import News, PlaceNews

TITLE = "Своевременность представления данных"
NEVER = "не поступал"
_ON_A_PAGE = 25


def note(today: date) -> str:
    """How lateness is counted, and what the data cannot show."""
    rhythm = settings.REGISTER_DAYS.value()
    apart = [
        f"{REGISTER_TITLES[key]} — {words.days(rhythm.of(key))}"
        for key in REGISTER_KEYS
        if rhythm.of(key) != rhythm.days
    ]
    expected = ", ".join([words.days(rhythm.days), *apart])
    return (
        f"На сегодня, {words.day(today)}, независимо от отчётной даты. Каждый реестр ожидается раз в {expected}. "
        "Файл учитывается, если в нём есть строки о работниках организации, даже без изменений; полноту файла система "
        "не проверяет. Срок организации считается по реестру «Кадровый состав»: в других реестрах её может не быть."
    )


def catalogue_line(news: News) -> Component:
    """When the catalogue, which is one for all places, last came."""
    came = f"последний файл — {words.moment(news.at)}" if news.at else NEVER
    return html.P(
        f"{REGISTER_TITLES[news.register]} ДПП и событий, общий для области: {came}.", className="section-note"
    )


def freshness(places: Sequence[PlaceNews], whole: Place, view: View, path: str) -> Component:
    """A table of places, those longest overdue first, so many on a page; places without any file are listed apart."""
    with_files = [one for one in places if any(news.at for news in one.news)]
    if not with_files:
        return empty_state("Файлов ещё не было", "Загрузите реестры на странице «Загрузка данных».")
    headings = [place_words.part_of(whole), *(REGISTER_TITLES[key] for key in REGISTER_KEYS)]
    page = page_of(with_files, view.queue or 1, _ON_A_PAGE)
    body = [html.Tr([html.Th(one.place.name, scope="row"), *map(_cell, one.news)]) for one in page.rows]
    caption = f"Последние файлы {place_words.by_parts(whole)}; наибольшие опоздания — сверху"
    scroll = table_frame(caption, headings, body, "table-plain rows-table is-one-line")
    turns = place_pager(page, view, path, turn=View.on_queue_page, label=f"Страницы таблицы «{TITLE}»")
    silent = [one.place.name for one in places if not any(news.at for news in one.news)]
    paged = html.Div([scroll, turns], className="paged-table")
    return still(html.Div([_summary(with_files, silent), paged, *_silent_places(silent)]))


def _summary(with_files: Sequence[PlaceNews], silent: Sequence[str]) -> Component:
    late = sum(is_late(one) for one in with_files)
    if not late:
        verdict = "Опозданий среди представивших данные нет" if silent else "Данные представлены своевременно"
        return html.P(f"✓ {verdict}.", className="concerns-quiet")
    advice = "Запросите у них выгрузку из модуля и загрузите её на странице «Загрузка данных»."
    return html.P([html.Strong(f"! С опозданием: {words.ratio(late, len(with_files))}. "), advice])


def is_late(one: PlaceNews) -> bool:
    """Whether the place waits for a file of some register."""
    return any(news.is_late for news in one.news)


def _silent_places(names: Sequence[str]) -> list[Component]:
    if not names:
        return []
    summary = html.Summary(f"Файлов ещё не было: {words.number(len(names))}")
    return [html.Details([summary, html.Ul([html.Li(name) for name in names])], className="without-people")]


def _cell(news: News) -> Component:
    if news.at is None:
        return html.Td(lateness_text(news), className="is-late" if news.is_late else "is-absent")
    parts = [html.Span(words.moment(news.at), className="cell-value")]
    parts.append(html.Span(lateness_text(news), className="cell-ratio"))
    return html.Td(parts, className="is-late" if news.is_late else "")


def lateness_text(news: News) -> str:
    """«опоздание 12 дней», or how long ago the file came."""
    if news.at is None:
        return f"! {NEVER}" if news.is_late else words.ABSENT
    if news.late:
        return f"! опоздание{words.FIXED}{words.days(news.late)}"
    return f"{words.days(news.days)} назад" if news.days else "сегодня"
