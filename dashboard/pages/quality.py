"""«Качество данных»: rows that count nowhere and why, by place, each count opening its rows; how fresh data are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import addresses, words
from dashboard.components.empty_state import empty_state
from dashboard.components.page import page, section
from dashboard.components.people_table import TableColumn, rows_table
from dashboard.components.still import still
from dashboard.components.takeaway import takeaway
from dashboard.pages import sections
from dashboard.pages.competences import surveyed_place
from dashboard.pages.imports import REGISTERS
from dashboard.visit import Screen, Visit
from model.places import Place
from queries import places
from queries.quality import Issue, PlaceIssues, issue_rows, issues_by_part, latest_news

TITLE = "Качество данных"
NOTE = "Эти строки приняты и хранятся. Число открывает сами строки."
FRESH_NOTE = "Когда файл реестра последний раз принёс новое о работниках места; неизменившиеся строки не в счёт."
PAGE_SIZE = 50
# Each kind by a short heading and by what it means.
LABELS: Mapping[Issue, tuple[str, str]] = {
    Issue.OTHER_PROGRAMME: ("ДПП не из рекомендуемых", "заявка на программу не из рекомендуемых: ИОМ не формирует"),
    Issue.NO_ASSESSMENT: ("заявка до оценки", "ко дню подачи нет оценки: заявка не относится ни к какому ИОМ"),
    Issue.RESULT_NOWHERE: ("результат не в счёт", "обучение без ИОМ или не по рекомендуемой ДПП"),
    Issue.RESULT_ALONE: ("результат без заявки", "учтён, но заявки на эту программу нет ни в одном файле"),
    Issue.EVENT_NOWHERE: ("событие до оценки", "ко дню выбора нет оценки: событие не относится ни к какому ИОМ"),
    Issue.EVENT_UNMARKED: ("событие без отметки", "событие прошло, участие не отмечено, причина не указана"),
    Issue.DOUBLE: ("похожи на двойников", "одно ФИО в одной организации под разными идентификаторами"),
    Issue.GONE: ("уволены, дальше ничего", "за год уволены, нового места работы нет; видно только по области"),
}


def layout(visit: Visit, level: str | None = None, identity: int | None = None) -> Screen | None:
    """The counts of one place by its parts; without a level, of the widest place that the account's grants name."""
    place = surveyed_place(visit, level, identity)
    if place is None:
        return None
    found = issues_by_part(visit.reading, place)
    content = page(
        f"{TITLE}: {place.name}",
        sections.date_only(visit),
        sections.ways(visit, place),
        section("Что не учтено или вызывает вопрос", _counts(visit, place, found), _file(visit, place), note=NOTE),
        section("Что это значит", _meanings()),
        section("Свежесть по реестрам", _freshness(visit, place, found), note=FRESH_NOTE),
        lead=sections.trail(visit, place, TITLE),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def _file(visit: Visit, place: Place) -> Component:
    return takeaway(f"{addresses.path_of(place)}/quality", "issues", visit.view)


def _counts(visit: Visit, place: Place, found: Sequence[PlaceIssues]) -> Component:
    shown = [one for one in found if any(one.counts.values())]
    if not shown:
        return empty_state("Замечаний нет", "Каждая принятая строка учтена.")
    head = [html.Th(text, scope="col") for text in ("Место", *(words.sentence(LABELS[issue][0]) for issue in Issue))]
    body = [_row(visit, place, one) for one in sorted(shown, key=lambda one: -sum(one.counts.values()))]
    return _table("Замечания по местам", html.Thead(html.Tr(head)), html.Tbody(body))


def _row(visit: Visit, place: Place, one: PlaceIssues) -> Component:
    name = one.place.name
    heading = name if one.place == place else dcc.Link(name, href=addresses.quality(one.place, visit.view))
    return html.Tr([html.Th(heading, scope="row"), *[html.Td(_count(visit, one, issue)) for issue in Issue]])


def _count(visit: Visit, one: PlaceIssues, issue: Issue) -> Component | str:
    count = one.counts[issue]
    if not count or not visit.reading.scope.may_list(one.place):
        return words.number(count)
    return dcc.Link(words.number(count), href=addresses.quality_rows(one.place, issue, visit.view))


def _table(caption: str, *parts: Component) -> Component:
    table = html.Table([html.Caption(caption), *parts], className="table-plain rows-table")
    return still(html.Div(table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": caption}))


def _meanings() -> Component:
    items = [html.Div([html.Dt(words.sentence(short)), html.Dd(long)]) for short, long in LABELS.values()]
    return still(html.Dl(items, className="upload-facts"))


def _freshness(visit: Visit, place: Place, found: Sequence[PlaceIssues]) -> Component:
    news = latest_news(visit.reading, place)
    known = [one.place for one in found if any((one.place.id, key) in news for key in REGISTERS)]
    if not known:
        return empty_state("Файлов ещё не было", "Загрузите реестры: «Загрузка данных».")
    head = [html.Th(text, scope="col") for text in ("Место", *REGISTERS.values())]
    ordered = sorted(known, key=lambda part: min(_moments(news, part), default=""))
    body = [html.Tr([html.Th(part.name, scope="row"), *_days(news, part)]) for part in ordered]
    return _table("Последние новости по реестрам, давние сверху", html.Thead(html.Tr(head)), html.Tbody(body))


def _moments(news: Mapping[tuple[int, str], datetime], part: Place) -> list[str]:
    found = (news.get((part.id or 0, key)) for key in REGISTERS)
    # What never came stands before everything that did.
    return [at.isoformat() if at else "" for at in found]


def _days(news: Mapping[tuple[int, str], datetime], part: Place) -> list[Component]:
    return [html.Td(words.moment(news.get((part.id or 0, key)))) for key in REGISTERS]


def rows_layout(visit: Visit, level: str, issue: str, identity: int | None = None) -> Screen | None:
    """The rows behind one count; None where the people of the place may not be named."""
    place = places.named(visit.reading, level, identity)
    if place is None or issue not in LABELS or not visit.reading.scope.may_list(place):
        return None
    kind = Issue(issue)
    found = issue_rows(visit.reading, kind, place, visit.view.page, PAGE_SIZE)
    title = words.sentence(LABELS[kind][0])
    table = rows_table(
        columns_of(visit),
        found.rows,
        view=visit.view.on_page(found.number),
        path=visit.path,
        total=found.total,
        page_size=PAGE_SIZE,
        caption=f"{title}, {place.name}",
    )
    note = words.sentence(f"{LABELS[kind][1]}.")
    content = page(
        f"{title}: {place.name}",
        sections.date_only(visit),
        section("Строки", table, takeaway(visit.path, "rows", visit.view), note=note),
        lead=sections.trail(visit, place, title),
    )
    return Screen(f"{title} — {place.name}", content)


def columns_of(visit: Visit) -> tuple[TableColumn, ...]:
    """The person, what the row says, and its day."""
    view = visit.view
    return (
        TableColumn(
            "full_name",
            "ФИО",
            False,
            lambda row: dcc.Link(row["full_name"], href=addresses.person(row["person_id"], view)),
        ),
        TableColumn("what", "что", False, lambda row: row["what"] or words.ABSENT),
        TableColumn("on", "дата", False, lambda row: words.day(row["on"])),
    )
