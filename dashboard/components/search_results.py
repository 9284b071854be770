"""Search results: places, providers, then people, each a link."""

from dash.development.base_component import Component

from dashboard import addresses, dcc, html, words
from dashboard.addresses import View
from dashboard.components.still import still
from model.places import Place
from queries.search import Found, PersonFound, ProviderFound


def results_list(matches: Found, typed: str, view: View) -> Component:
    """The nearest matches of each kind, or a text that nothing matches."""
    if not (matches.places or matches.providers or matches.people):
        hint = "Ищем в названиях и фамилиях, которые видны вашей учётной записи на отчётную дату."
        return still(html.Div([html.P(f"«{typed}»: ничего не найдено."), html.P(hint, className="found-hint")]))
    groups = [
        *_group("Территории и организации", [_place(place, view) for place in matches.places], matches.places_total),
        *_group("Организации ДПО", [_provider(one, view) for one in matches.providers], matches.providers_total),
        *_group("Работники", [_person(person, view) for person in matches.people], matches.people_total),
    ]
    return still(html.Div(groups))


def _group(title: str, items: list[Component], total: int) -> list[Component]:
    if not items:
        return []
    rest = f": первые {words.number(len(items))} из{words.FIXED}{words.number(total)}" if total > len(items) else ""
    return [html.P(f"{title}{rest}", className="found-title"), html.Ul(items)]


def _place(place: Place, view: View) -> Component:
    return _link(place.name, place.municipality_name or "", addresses.place(place, view))


def _provider(one: ProviderFound, view: View) -> Component:
    return _link(one.name, one.address or "", addresses.provider(one.id, view))


def _person(person: PersonFound, view: View) -> Component:
    about = ", ".join(part for part in (person.position, person.organization) if part)
    return _link(person.full_name, about, addresses.person(person.id, view))


def _link(name: str, about: str, href: str) -> Component:
    texts = [html.Span(name, className="found-name"), html.Span(about, className="found-about")]
    return html.Li(dcc.Link(texts, href=href, className="found-link"))
