"""An organization: its targets and its people, stage by stage."""

from dash.development.base_component import Component

from dashboard.addresses import path_of
from dashboard.components.page import page, section
from dashboard.components.report_form import report_form
from dashboard.pages import sections
from dashboard.pages.people import people_list
from dashboard.visit import Screen, Visit
from model.places import Place
from queries import places
from queries.counts import counts_of


def layout(visit: Visit, identity: int) -> Screen | None:
    """The screen of one organization."""
    place = places.organization(visit.reading, identity)
    if place is None:
        return None
    course = sections.course_of(visit, place)
    here = counts_of(visit.reading, place, visit.view.filters)
    content = page(
        place.name,
        sections.controls(visit, place, compares=True),
        sections.ways(visit, place),
        sections.targets(visit, here, course),
        sections.attention(visit, here),
        sections.numbers(visit, here),
        *_staff(visit, place),
        *_report(visit, place),
        sections.stages(visit, here),
        sections.months(visit, course.points),
        lead=sections.trail(visit, place),
    )
    return Screen(place.name, content)


def _staff(visit: Visit, place: Place) -> list[Component]:
    """Everyone on the staff, for those who may name them."""
    if not visit.reading.scope.may_list(place):
        return []
    return [section("Работники", people_list(visit, place, "staff"))]


def _report(visit: Visit, place: Place) -> list[Component]:
    """The head's report, for those who may name the people in it."""
    if not visit.reading.scope.may_list(place):
        return []
    title = f"Отчёт об участии в событиях, {place.name}"
    form = report_form(f"{path_of(place)}/report", visit.reading.day, visit.view, title=title)
    return [section("Отчёт об участии в событиях", form, note="Что подтверждено за период, п. 3.13")]
