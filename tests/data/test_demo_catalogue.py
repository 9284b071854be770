"""The demo has every municipality, plausible months of events, and a catalogue with more than anybody chooses."""

from collections import defaultdict
from datetime import timedelta

from demo import oblast
from demo.catalogue_rows import CATALOGUE
from model.places import reference_rows
from tests.data.test_demo import DAY, SEED, Told, small_registers

__all__ = ["small_registers"]


def test_a_small_oblast_has_every_municipality_with_a_few_organizations() -> None:
    organizations = defaultdict(set)
    for person in oblast("small", SEED, DAY).people:
        own = person.spells[-1].organization
        organizations[own.municipality.name].add(own.name)
    assert set(organizations) == {row["name"] for row in reference_rows()}
    assert all(3 <= len(own) <= 14 for own in organizations.values())


def test_events_are_held_in_plausible_months(small_registers: Told) -> None:
    months = defaultdict(set)
    for row in small_registers["participation"]:
        months[row["Событие"]].add(row["Начало"].month)
    assert months["Августовское совещание работников образования"] == {8}
    assert not {6, 7} & set().union(*months.values())


def test_the_catalogue_tells_of_every_chosen_event_and_more(small_registers: Told) -> None:
    offered = {(row["Наименование"], row["Начало"]) for row in small_registers[CATALOGUE]}
    recent = DAY - timedelta(days=300)
    chosen = {(row["Событие"], row["Начало"]) for row in small_registers["participation"] if row["Начало"] > recent}
    assert chosen
    assert chosen <= offered
    applied = {row["Наименование"] for row in small_registers["applications"] if row["Вид заявки"] == "ДПП"}
    programmes = {row["Наименование"] for row in small_registers[CATALOGUE] if row["Вид"] == "ДПП"}
    assert applied <= programmes
    assert "Музейная педагогика" in programmes - applied


def test_some_routes_recommend_no_programme(small_registers: Told) -> None:
    empty = [row for row in small_registers["appendix1"] if row["Перечисление ДПП из рекомендуемого ИОМ"] is None]
    assert 0 < len(empty) < len(small_registers["appendix1"]) // 20
