"""An organization: its targets and its people by stage."""

from dash.development.base_component import Component

from dashboard import html
from dashboard.addresses import path_of
from dashboard.components.attention import ATTENTION
from dashboard.components.head_line import head_line
from dashboard.components.page import page, section
from dashboard.components.report_form import report_form
from dashboard.pages import sections
from dashboard.pages.organization.organization_changes import organization_changes
from dashboard.pages.organization.phone_tasks import phone_tasks
from dashboard.pages.people import people_list
from dashboard.pages.sections import Part
from dashboard.visit import Screen, Visit
from model import wording
from model.places import Place
from queries import places
from queries.counts import counts_of
from queries.heads import heads_of
from queries.reference import changes_of


def layout(visit: Visit, identity: int) -> Screen | None:
    """The screen of one organization."""
    place = places.organization(visit.reading, identity)
    if place is None:
        return None
    counts = counts_of(visit.reading, place, visit.view.filters, waits=True)
    before = sections.before(visit, place)
    course = sections.course_of(visit, counts, before)
    content = page(
        place.name,
        *organization_changes(changes_of(visit.reading, place), visit.view),
        sections.tabs(visit, place, *_parts(can_list=visit.reading.scope.may_list(place))),
        *phone_tasks(visit, counts),
        sections.answer(visit, counts),
        *_head(visit, place),
        sections.attention(visit, counts, before),
        sections.targets(visit, counts, course),
        sections.numbers(visit, counts),
        html.Div(
            [sections.stages(visit, counts, before), sections.months(visit, place, course.points)],
            className="side-by-side",
        ),
        *_staff(visit, place),
        *_report(visit, place),
        lead=sections.trail(visit, place),
        tools=sections.controls(visit, place, compares=True),
    )
    return Screen(place.name, content)


def _head(visit: Visit, place: Place) -> list[Component]:
    """The head by name, for viewers who may see names."""
    head = heads_of(visit.reading, place, [place]).get(place.id or 0)
    return [html.P(head_line(head, visit.view), className="organization-head")] if head else []


def _parts(*, can_list: bool) -> list[tuple[str, str]]:
    """The sections of the screen in their order."""
    sums = [
        (ATTENTION, Part.ATTENTION),
        ("Показатели", Part.TARGETS),
        ("В числах", Part.NUMBERS),
        ("Этапы", Part.STAGES),
        ("По месяцам", Part.MONTHS),
    ]
    lists = [("Работники", Part.STAFF), ("Отчёт о событиях", Part.REPORT)]
    return [*sums, *lists] if can_list else [*sums]


def _staff(visit: Visit, place: Place) -> list[Component]:
    """Everyone on the staff, for viewers who may see names."""
    if not visit.reading.scope.may_list(place):
        return []
    return [section("Работники", people_list(visit, place, "staff"), id=Part.STAFF)]


def _report(visit: Visit, place: Place) -> list[Component]:
    """The head's report, for viewers who may see names."""
    if not visit.reading.scope.may_list(place):
        return []
    title = f"Отчёт об участии в событиях, {place.name}"
    form = report_form(f"{path_of(place)}/report", visit.reading.day, visit.view, title=title)
    note = f"Что подтверждено за период: {wording.clause('3.13')}"
    return [section("Отчёт об участии в событиях", form, note=note, id=Part.REPORT)]
