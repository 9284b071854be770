"""The demo oblast is reproducible, valid and realistic."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from demo import REGISTER_KEYS, SCALES, Oblast, oblast, oblast_of, registers_of, rows_written, write_oblast
from demo.catalogue_rows import CATALOGUE
from demo.places import Scale
from ingest import imports
from ingest.files.headings import find_headings
from ingest.files.reading import read_register
from ingest.imports import Upload
from ingest.registers import APPENDIX1, REGISTERS
from model.database import Base, engine, write_session
from model.dates import years_before
from model.names import fold
from model.places import load_reference, reference_rows
from timeline.derivation import derive_anew

DAY = date(2026, 11, 23)
SEED = 7
# Four municipalities of the invented oblast: enough for every test of one row or one person.
FEW = Scale(municipalities=4, organizations=64, people=1_500, evenness=0.35)
ABSENCE = {"Длительно отсутствует с", "Длительно отсутствует по"}
SCHEDULED = {"Начало обучения", "Окончание обучения", "Начало", "Окончание", "Приём заявок до", *ABSENCE}
SECOND_JOB = "внешнее совместительство"
PROGRAMME = "Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО"
DOCUMENT = "Номер документа установленного образца"
Told = dict[str, list[dict[str, Any]]]


def _small_registers(seed: int = SEED, day: date = DAY) -> Told:
    return {
        key: [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows]
        for key, sheet in registers_of(oblast_of(FEW, seed, day)).items()
    }


@pytest.fixture(scope="module")
def small_registers() -> Told:
    """The six registers of a few municipalities, row by row under their headings."""
    return _small_registers()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_oblast(tmp_path_factory.mktemp("demo"), oblast_of(FEW, SEED, DAY), None, is_spreadsheet=True)


@pytest.fixture(scope="module")
def region() -> Oblast:
    """The people and places of a whole oblast, without their assessments and applications."""
    return oblast("region", SEED, DAY)


def _on_staff(rows: Told, day: date = DAY) -> dict[str, dict[str, Any]]:
    return {
        row["Идентификатор"]: row
        for row in rows["staff"]
        if row["Вид занятости"] != SECOND_JOB
        and row["Принят"] <= day
        and (row["Уволен"] is None or row["Уволен"] >= day)
    }


def _place(row: dict[str, Any], key: str) -> tuple[str, str, str]:
    if key in ("appendix1", "appendix2"):
        name = next(cell for heading, cell in row.items() if "ФИО" in heading)
        return name, row["Наименование муниципального образования"], row["Место работы"]
    return row["ФИО"], row["Муниципальное образование"], row["Организация"]


def _municipality_keys() -> dict[str, str]:
    """Every name of a municipality → its code."""
    return {fold(name): row["oktmo"] for row in reference_rows() for name in (row["name"], row["earlier_name"]) if name}


def test_the_same_seed_and_day_give_the_same_oblast(small_registers: Told) -> None:
    assert _small_registers() == small_registers


def test_another_seed_gives_another_oblast(small_registers: Told) -> None:
    other = _small_registers(seed=SEED + 1)
    assert [row["ФИО"] for row in other["staff"]] != [row["ФИО"] for row in small_registers["staff"]]


def test_a_file_holds_the_rows_of_its_register(small_registers: Told, files: dict[str, Path]) -> None:
    assert rows_written(files) == {key: len(rows) for key, rows in small_registers.items()}


@pytest.mark.parametrize("key", [*REGISTER_KEYS, CATALOGUE])
def test_headings_are_those_of_the_register(key: str) -> None:
    sheet = registers_of(oblast_of(FEW, SEED, DAY))[key]
    found = find_headings(REGISTERS[key], [sheet.headings])
    assert found is not None
    assert (found.missing, found.unknown, found.repeated) == ((), (), ())


@pytest.mark.parametrize("key", [*REGISTER_KEYS, CATALOGUE])
def test_every_row_is_read_without_a_refusal(key: str, files: dict[str, Path], small_registers: Told) -> None:
    file = read_register(REGISTERS[key], files[key], files[key].name)
    rows = list(file.rows())
    assert file.unknown == file.passed_over == ()
    assert len(rows) == len(small_registers[key])
    assert [refusal for row in rows for refusal in row.refusals] == []


def test_scores_of_the_spreadsheet_are_the_percents_that_were_told(
    files: dict[str, Path], small_registers: Told
) -> None:
    assert files["appendix1"].suffix == ".xlsx"
    file = read_register(APPENDIX1, files["appendix1"], "appendix1.xlsx")
    read = [row.values["methodical"] for row in file.rows()]
    scores = [row["Методическая (%)"] for row in small_registers["appendix1"]]
    assert None in scores
    assert read == [None if score is None else pytest.approx(score) for score in scores]


def test_the_oblast_goes_in_whole(
    files: dict[str, Path], small_registers: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'oblast.db'}")
    Base.metadata.create_all(engine())
    with write_session() as session:
        load_reference(session)
        derive_anew(session)
    for key, file in files.items():
        with write_session() as session:
            plan, _ = imports.accept(
                session, key, Upload(file, file.name), by="demo", take_good=False, rewrite=lambda *_: None
            )
        assert (len(plan.added), len(plan.changed)) == (len(small_registers[key]), 0)


def test_spells_of_one_person_never_overlap(small_registers: Told) -> None:
    spells = defaultdict(list)
    for row in small_registers["staff"]:
        if row["Вид занятости"] != SECOND_JOB:
            spells[row["Идентификатор"]].append((row["Принят"], row["Уволен"] or date.max))
    assert any(len(own) > 1 for own in spells.values())
    for own in spells.values():
        own.sort()
        assert all(since < until for since, until in own)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(own))


def test_every_row_finds_one_person(small_registers: Told) -> None:
    known = {row["Идентификатор"] for row in small_registers["staff"]}
    codes = _municipality_keys()
    bearers = defaultdict(set)
    for row in small_registers["staff"]:
        name, municipality, organization = _place(row, "staff")
        bearers[fold(name), codes[fold(municipality)], fold(organization)].add(row["Идентификатор"])
    by_name = 0
    for key in REGISTER_KEYS[1:]:
        for row in small_registers[key]:
            name, municipality, organization = _place(row, key)
            here = bearers[fold(name), codes[fold(municipality)], fold(organization)]
            if row["Идентификатор"] is None:
                by_name += 1
                assert len(here) == 1
            else:
                assert row["Идентификатор"] in known & here
    assert by_name > 0


def test_namesakes_meet_in_one_organization(region: Oblast) -> None:
    names = Counter(
        (spell.organization.number, fold(person.full_name)) for person in region.people for spell in person.spells
    )
    assert max(names.values()) > 1


def test_keys_of_rows_are_unique(small_registers: Told) -> None:
    # A person named without an identifier has the name in its place: such a name is borne once in the organization.
    def who(row: dict[str, Any], key: str) -> object:
        return row["Идентификатор"] or _place(row, key)

    keys = {
        "staff": lambda row: (row["Идентификатор"], _place(row, "staff"), row["Принят"]),
        "appendix1": lambda row: (
            who(row, "appendix1"),
            row["Наименование процедуры оценки профессиональных компетенций"],
            row["Дата прохождения"],
        ),
        "applications": lambda row: row["Номер заявки"],
        "appendix2": lambda row: (
            who(row, "appendix2"),
            row[PROGRAMME],
            row["Дата реализации"],
        ),
        "participation": lambda row: (who(row, "participation"), row["Событие"], row["Начало"]),
        CATALOGUE: lambda row: (row["Вид"], row["Наименование"], row["Организация"], row["Начало"]),
    }
    for key, rows in small_registers.items():
        assert len({keys[key](row) for row in rows}) == len(rows)


def test_documents_are_numbered_once_and_plainly_invented(small_registers: Told) -> None:
    numbers = [row[DOCUMENT] for row in small_registers["appendix2"]]
    given = [number for number in numbers if number]
    assert len(set(given)) == len(given)
    assert all(number.startswith("ДЕМО-УПК-") for number in given)
    assert 0 < len(numbers) - len(given) < len(given) // 10


def test_only_what_is_scheduled_lies_after_the_day(small_registers: Told) -> None:
    later = {
        heading
        for rows in small_registers.values()
        for row in rows
        for heading, cell in row.items()
        if isinstance(cell, date) and cell > DAY
    }
    assert later <= SCHEDULED
    assert {"Начало", "Окончание обучения"} <= later


def test_older_rows_bear_the_earlier_name_of_a_municipality(small_registers: Told) -> None:
    renamed = {row["earlier_name"]: int(row["renamed_year"]) for row in reference_rows() if row["earlier_name"]}
    years = [
        (row["Дата прохождения"].year, renamed[row["Наименование муниципального образования"]])
        for row in small_registers["appendix1"]
        if row["Наименование муниципального образования"] in renamed
    ]
    assert years
    assert all(passed < until for passed, until in years)


def test_staff_on_the_day_is_that_of_the_scale(small_registers: Told) -> None:
    scale = FEW
    staff = _on_staff(small_registers).values()
    assert scale.people * 0.98 <= len(staff) <= scale.people
    assert len({row["Муниципальное образование"] for row in staff}) == scale.municipalities
    assert len({_place(row, "staff")[1:] for row in staff}) == scale.organizations


def test_the_region_has_its_municipalities_organizations_and_people(region: Oblast) -> None:
    current = [person.spells[-1] for person in region.people if person.spells[-1].until is None]
    organizations = {spell.organization.number: spell.organization for spell in current}
    scale = SCALES["region"]
    assert scale.people * 0.98 <= len(current) <= scale.people
    assert len(organizations) == scale.organizations
    sizes = Counter(spell.organization.municipality.name for spell in current)
    assert len(sizes) == scale.municipalities
    assert sizes.most_common(1)[0][0] == "Челябинский городской округ"


def test_most_of_the_staff_are_women(small_registers: Told) -> None:
    women = [row for row in _on_staff(small_registers).values() if str(row["ФИО"]).endswith("на")]
    assert 0.8 < len(women) / len(_on_staff(small_registers)) < 0.95


def test_municipalities_differ_in_coverage(small_registers: Told) -> None:
    start = years_before(DAY, 3)
    assessed = {row["Идентификатор"] for row in small_registers["appendix1"] if row["Дата прохождения"] > start}
    counts = defaultdict(Counter)
    for identifier, row in _on_staff(small_registers).items():
        counts[row["Муниципальное образование"]][identifier in assessed] += 1
    coverage = sorted(count[True] / count.total() for count in counts.values())
    assert coverage[0] < 0.15
    assert 0.25 < coverage[1] < 0.55
    assert coverage[-1] > 0.8


def test_assessments_have_a_season(small_registers: Told) -> None:
    months = Counter(row["Дата прохождения"].month for row in small_registers["appendix1"])
    assert months[7] == 0
    assert months[11] > 3 * months[6]
    assert months[3] > 3 * months[6]


def test_managers_have_no_subject_score(small_registers: Told) -> None:
    managers = [row for row in small_registers["appendix1"] if row["Должность"].startswith(("директор", "заведующий"))]
    assert managers
    assert all(row["Предметная (%)"] is None for row in managers)


def _ages(rows: list[dict[str, Any]], since: str) -> list[int]:
    return [(DAY - row[since]).days for row in rows if row["Отозвана"] is None]


@pytest.mark.parametrize("seed", [SEED, 1, 2])
def test_queues_have_aged(seed: int) -> None:
    applications = _small_registers(seed)["applications"]
    for_head = [row for row in applications if row["Решение руководителя"] is None]
    for_provider = [
        row
        for row in applications
        if row["Вид заявки"] == "ДПП"
        and row["Решение руководителя"] == "подтверждена"
        and row["Решение организации ДПО"] is None
    ]
    for ages in (_ages(for_head, "Дата подачи"), _ages(for_provider, "Дата решения руководителя")):
        assert min(ages) <= 10
        assert 60 < max(ages) <= 125


def test_applications_are_rejected_repeated_and_withdrawn(small_registers: Told) -> None:
    programmes = [row for row in small_registers["applications"] if row["Вид заявки"] == "ДПП"]
    rejected = [
        row for row in programmes if "отклонена" in (row["Решение руководителя"], row["Решение организации ДПО"])
    ]
    names = Counter(row["Идентификатор"] for row in programmes if row["Идентификатор"])
    assert any(names[row["Идентификатор"]] > 1 for row in rejected)
    assert any(row["Отозвана"] for row in programmes)


def test_some_trainings_ended_without_a_result(small_registers: Told) -> None:
    reported = {(row["Идентификатор"], row[PROGRAMME]) for row in small_registers["appendix2"]}
    ended = [
        row
        for row in small_registers["applications"]
        if row["Идентификатор"] and row["Окончание обучения"] and row["Окончание обучения"] <= DAY - timedelta(days=30)
    ]
    late = [row for row in ended if (row["Идентификатор"], row["Наименование"]) not in reported]
    assert 0 < len(late) < len(ended) // 5


def test_some_results_come_without_an_application(small_registers: Told) -> None:
    applied = {(row["Идентификатор"], row["Наименование"]) for row in small_registers["applications"]}
    results = [(row["Идентификатор"], row[PROGRAMME]) for row in small_registers["appendix2"] if row["Идентификатор"]]
    assert 0 < len([result for result in results if result not in applied]) < len(results) // 10


def test_participation_in_past_events_is_mostly_confirmed(small_registers: Told) -> None:
    past = [row for row in small_registers["participation"] if row["Окончание"] <= DAY]
    confirmed = [row for row in past if row["Участие подтверждено"]]
    absent = [row for row in past if row["Причина отсутствия"]]
    assert 0.6 < len(confirmed) / len(past) < 0.85
    assert absent
    assert not any(row["Участие подтверждено"] for row in absent)


def test_some_are_long_absent_some_have_a_second_job_and_some_leave_on_the_last_day_of_august(
    small_registers: Told,
) -> None:
    staff = small_registers["staff"]
    absent = [row for row in staff if row["Длительно отсутствует с"]]
    assert 0.01 < len(absent) / len(staff) < 0.08
    assert any(row["Длительно отсутствует по"] is None for row in absent)
    assert all(row["Принят"] <= row["Длительно отсутствует с"] for row in absent)
    assert all((row["Длительно отсутствует по"] or date.max) <= (row["Уволен"] or date.max) for row in absent)
    mains = {row["Идентификатор"] for row in staff if row["Вид занятости"] != SECOND_JOB}
    second = [row["Идентификатор"] for row in staff if row["Вид занятости"] == SECOND_JOB]
    assert 0.01 < len(second) / len(staff) < 0.06
    assert set(second) <= mains
    assert any((row["Уволен"].month, row["Уволен"].day) == (8, 31) for row in staff if row["Уволен"])


def test_nobody_is_assessed_during_a_long_absence(small_registers: Told) -> None:
    absences = {
        row["Идентификатор"]: (row["Длительно отсутствует с"], row["Длительно отсутствует по"] or date.max)
        for row in small_registers["staff"]
        if row["Длительно отсутствует с"]
    }
    assessed = [
        (absences[row["Идентификатор"]], row["Дата прохождения"])
        for row in small_registers["appendix1"]
        if row["Идентификатор"] in absences and row["Основание ИОМ"] == "процедура"
    ]
    assert assessed
    assert not [day for (since, until), day in assessed if since <= day <= until]


def test_there_are_needs_levels_in_words_expulsions_and_organizers(small_registers: Told) -> None:
    assessments = small_registers["appendix1"]
    needs = [row for row in assessments if row["Основание ИОМ"] == "потребность"]
    assert 0 < len(needs) < len(assessments) // 20
    assert all(row["Методическая (%)"] is None for row in needs)
    assert {row["Методическая (%)"] for row in assessments if isinstance(row["Методическая (%)"], str)} == {
        *("ниже базового", "базовый", "высокий")
    }
    programmes = [row for row in small_registers["applications"] if row["Вид заявки"] == "ДПП"]
    expelled = [row for row in programmes if row["Отчислен"]]
    assert 0 < len(expelled) < len(programmes) // 20
    assert all(row["Начало обучения"] <= row["Отчислен"] <= row["Окончание обучения"] for row in expelled)
    assert all(row["Форма обучения"] for row in programmes)
    assert all(row["Организатор"] for row in small_registers["participation"])


def test_a_country_is_not_written_as_registers() -> None:
    with pytest.raises(ValueError, match="страна"):
        oblast("nation", SEED, DAY)
