"""«Заявки»: their stages, how long decisions take, who holds them, and the rejected ones."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, place_words, words
from dashboard.columns import KINDS, refused_columns
from dashboard.components.download_links import download_links
from dashboard.components.empty_state import empty_state
from dashboard.components.figures_table import FigureColumn, Figures, figures_table
from dashboard.components.meanings import meanings
from dashboard.components.numbers_table import numbers_table
from dashboard.components.page import page, section
from dashboard.components.paged_table import rows_table
from dashboard.components.provider_link import provider_link
from dashboard.pages import sections
from dashboard.visit import Screen, Visit
from model import wording
from model.indicators import APPLICATION_MEASURES, COUNT_BY_KEY
from model.places import Level, Place
from model.routes import Kind
from queries import places
from queries.application_rows import DECIDERS, Stage
from queries.application_stages import (
    Applications,
    By,
    applications_by,
    refused_applications,
    whole_of,
)
from queries.lists import Order

TITLE = "Заявки"
# The number of providers and programmes on the screen; the file has all.
MOST = 10
# The rejected ones stand below four tables.
REJECTED_AT_ONCE = 10
NOTE = (
    "Заявки на процедуры, ДПП и события, поданные работниками на отчётную дату (включительно). "
    "Заявка, известная только по результату обучения, здесь не учитывается."
)
WAITS_NOTE = (
    "Медиана — срок, в который рассмотрена половина заявок; рядом — срок, в который рассмотрено 90 % заявок. "
    "Срок руководителя — со дня подачи, организации ДПО — со дня решения руководителя: "
    f"{wording.OWN_RECKONING}."
)
STAGE_LABELS: Mapping[Stage, str] = {
    Stage.AWAITING_HEAD: "ждут решения руководителя",
    Stage.AWAITING_PROVIDER: "ждут решения организации ДПО",
    Stage.APPROVED: "подтверждены",
    Stage.REJECTED_BY_HEAD: "отклонены руководителем",
    Stage.REJECTED_BY_PROVIDER: "отклонены организацией ДПО",
    Stage.WITHDRAWN: "отозваны",
    Stage.EXPELLED: "отчислены",
}
DECIDER_LABELS: Mapping[Stage, str] = {
    Stage.AWAITING_HEAD: "решение руководителя",
    Stage.AWAITING_PROVIDER: "решение организации ДПО",
}
BY_LABELS: Mapping[By, tuple[str, str]] = {
    By.PROVIDER: ("По организациям ДПО", "Организация ДПО"),
    By.PROGRAMME: ("По наименованиям: ДПП, процедуры, события", "Наименование"),
}
# How a part of the decisions is called by its per cent.
_WAIT_LABELS = {50: "медиана, дней", 90: f"90{words.THIN}% заявок, дней"}
WAIT_HEADINGS = (
    "Решение",
    *("Ждут", "Ждут: медиана, дней", f"Ждут: 90{words.THIN}% заявок, дней"),
    *("Рассмотрено", "Рассмотрено: медиана, дней", f"Рассмотрено: 90{words.THIN}% заявок, дней"),
)
_WAITING = [COUNT_BY_KEY[stage] for stage in DECIDERS]
_MEANINGS = meanings([*_WAITING, *(one for one in APPLICATION_MEASURES if not one.key.startswith("wait"))])
_OF_WAITS = meanings(one for one in APPLICATION_MEASURES if one.key.startswith("wait"))
# Procedures and events have no provider; a programme may lack one.
_NO_PROVIDER = "без организации ДПО: процедуры, события и ДПП, где она не указана"


def layout(visit: Visit, level: str, identity: int | None = None) -> Screen | None:
    """The applications of one place."""
    place = places.named(visit.reading, level, identity)
    if place is None:
        return None
    groups = application_groups(visit, place)
    title = f"{TITLE}: {place.name}"
    content = page(
        title,
        sections.screen_links(visit, place),
        *(_sections(visit, place, groups) if groups[By.PART] else [_nothing()]),
        lead=sections.trail(visit, place, TITLE),
        tools=sections.controls(visit, place),
    )
    return Screen(f"{TITLE} — {place.name}", content)


def application_groups(visit: Visit, place: Place) -> Mapping[By, Sequence[Applications]]:
    """The applications of the place by group, with the filters of the address."""
    return applications_by(visit.reading, place, visit.view.filters)


def _nothing() -> Component:
    return section(TITLE, empty_state("Заявок нет", "На отчётную дату и с этими фильтрами заявок не подавали."))


def _sections(visit: Visit, place: Place, groups: Mapping[By, Sequence[Applications]]) -> list[Component]:
    parts = groups[By.PART]
    total = whole_of(place.name, parts)
    content = [
        section("Состояние заявок", _MEANINGS, _stages(visit, place, total), _file(visit, "stages"), note=NOTE),
        section("Сроки рассмотрения заявок", _OF_WAITS, _waits(total), _file(visit, "waits"), note=WAITS_NOTE),
    ]
    if place.level is not Level.ORGANIZATION:
        content.append(_by_parts(visit, place, parts))
    content += [_group(visit, place, kind, groups[kind]) for kind in BY_LABELS]
    if visit.reading.scope.may_list(place):
        content.append(_refused(visit, place))
    return content


def _stages(visit: Visit, place: Place, total: Applications) -> Component:
    rows = [
        (words.sentence(STAGE_LABELS[stage]), [_stage_cell(visit, place, stage, number), share(number, total.total)])
        for stage, number in total.stages.items()
    ]
    return numbers_table("Заявки по состоянию", ("Состояние", "Заявок", "Доля"), rows)


def share(number: int, total: int) -> str:
    """The percentage of all applications."""
    return words.percent_of(number, total)


def _stage_cell(visit: Visit, place: Place, stage: Stage, number: int) -> Component | int:
    """The number, as a link where the stage has a list."""
    if stage not in DECIDERS or not number or not visit.reading.scope.may_list(place):
        return number
    return dcc.Link(words.number(number), href=addresses.behind(stage, place, visit.view.carried))


def _waits(total: Applications) -> Component:
    return numbers_table("Ожидание решений в днях", WAIT_HEADINGS, waits(total))


def waits(whole: Applications) -> list[tuple[str, list[int | None]]]:
    """For each decider: how many wait and how long, how many are decided and how soon."""
    return [
        (
            words.sentence(DECIDER_LABELS[stage]),
            [
                cell
                for durations in (whole.now[stage], whole.decided[stage])
                for cell in (sum(durations.days.values()), durations.share(50), durations.share(90))
            ],
        )
        for stage in DECIDERS
    ]


def group_headings(first: str) -> list[str]:
    """The columns of a table by provider or programme."""
    return [
        *(first, "Всего", *(words.sentence(label) for label in STAGE_LABELS.values())),
        *(f"{words.sentence(DECIDER_LABELS[stage])}, {what}" for stage in DECIDERS for what in _WAIT_LABELS.values()),
    ]


def figures(one: Applications) -> list[int | None]:
    """The cells of a row of such a table."""
    took = [one.decided[stage].share(percent) for stage in DECIDERS for percent in _WAIT_LABELS]
    return [one.total, *one.stages.values(), *took]


def _by_parts(visit: Visit, place: Place, parts: Sequence[Applications]) -> Component:
    """The parts of the place, fifty on a page; the list below has the page of the address."""
    table = figures_table(
        figures_of(visit, place, parts),
        view=visit.view,
        path=visit.path,
        caption=f"Заявки {place_words.by_parts(place)}",
        find=place_words.find_part(place),
        turn=addresses.View.on_queue_page,
        number=visit.view.queue or 1,
    )
    title = words.sentence(place_words.by_parts(place))
    return section(title, table, download_links(visit.path, "parts", visit.view))


def figures_of(visit: Visit, place: Place, parts: Sequence[Applications]) -> Figures[Applications]:
    """The table of the applications by part: their number, their stages, and how long decisions took."""
    level = Level.MUNICIPALITY if place.level is Level.REGION else Level.ORGANIZATION
    kinds = {one.id: place_words.kind_of(one) for one in places.parts_of(visit.reading, place)}

    def link(row: Applications) -> Component:
        return dcc.Link(row.name, href=addresses.applications(Place(level, row.identity, row.name), visit.view))

    columns: list[FigureColumn[Applications]] = [
        FigureColumn("total", "всего", lambda row: row.total),
        *map(_stage_column, STAGE_LABELS),
        *(_wait_column(stage, percent) for stage in DECIDERS for percent in _WAIT_LABELS),
    ]
    return Figures(
        *(place_words.part_of(place), columns, parts, lambda row: row.name),
        link,
        whole_of(place.name, parts),
        first="total",
        first_label="с наибольшим числом заявок",
        kind=lambda row: kinds.get(row.identity),
    )


def _stage_column(stage: Stage) -> FigureColumn[Applications]:
    # A phone has room for those who wait.
    has_ended = stage not in DECIDERS
    return FigureColumn(stage.value, STAGE_LABELS[stage], lambda row: row.stages[stage], is_wide_only=has_ended)


def _wait_column(stage: Stage, percent: int) -> FigureColumn[Applications]:
    """In how many days so many per cent of the decisions were made."""
    label = f"{DECIDER_LABELS[stage]}, {_WAIT_LABELS[percent]}"
    return FigureColumn(f"{stage}_{percent}", label, lambda row: row.decided[stage].share(percent), is_wide_only=True)


def _group(visit: Visit, place: Place, kind: By, applications: Sequence[Applications]) -> Component:
    title, first = BY_LABELS[kind]
    rows = [(_name(visit, one, kind), figures(one)) for one in applications[:MOST]]
    table = numbers_table(f"{title}, {place.name}", group_headings(first), rows)
    more = f"Показаны первые {MOST} из {words.number(len(applications))} по числу заявок; в файле все."
    return section(title, table, _file(visit, kind), note=more if len(applications) > MOST else None)


def _name(visit: Visit, one: Applications, kind: By) -> Component | str:
    name = name_of(one, kind)
    return provider_link(visit, name, one.identity) if kind is By.PROVIDER else name


def name_of(one: Applications, kind: By) -> str:
    """The name of a row of a provider or a programme."""
    if one.kind and one.kind != Kind.PROGRAMME:
        return f"{one.name} ({KINDS[one.kind]})"
    return one.name or (_NO_PROVIDER if kind is By.PROVIDER else words.ABSENT)


def _refused(visit: Visit, place: Place) -> Component:
    view = visit.view
    rows = refused_applications(
        visit.reading, place, view.filters, Order(view.sort, view.descending), view.page, REJECTED_AT_ONCE
    )
    title = "Отклонённые заявки"
    if not rows.total:
        return section(title, html.P("Отклонённых заявок нет.", className="nothing"))
    table = rows_table(
        refused_columns(visit, place),
        rows.rows,
        view=view.on_page(rows.number),
        path=visit.path,
        total=rows.total,
        page_size=REJECTED_AT_ONCE,
        caption=f"{title}, {place.name}",
        file="refused",
    )
    return section(title, table, download_links(visit.path, "refused", view, total=rows.total))


def _file(visit: Visit, name: str) -> Component:
    return download_links(visit.path, name, visit.view.carried)
