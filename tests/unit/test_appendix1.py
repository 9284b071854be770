"""Appendix 1: every field, its order and its wording, against the regulation."""

import json
from dataclasses import asdict
from datetime import date

from exports import appendix1
from model.names import fold
from queries.offers import OfferRecord
from tests.sheets import (
    FORUM,
    MATHS,
    application,
    bare_route,
    bare_sheet,
    participation,
    procedure,
    route,
    sheet,
)


def test_the_twelve_fields_stand_in_the_order_and_wording_of_the_regulation():
    assert appendix1.export_fields(sheet(), route()) == [
        ("1. Пользователь (ФИО педагогического работника/руководящего работника)", "Иванова Анна Петровна"),
        ("2. Наименование муниципального образования", "Еманжелинский муниципальный округ"),
        ("3. Место работы", "МБОУ СОШ № 1"),
        ("4. Должность", "учитель математики"),
        ("5. Образование (год, название организации, специальность)", "2005, ЧГПУ, учитель математики"),
        ("6. Наименование процедуры оценки профессиональных компетенций", "Диагностика учителей математики"),
        ("7. Наименование или номер группы процедуры", "Группа 7"),
        ("8. Дата прохождения", "01.02.2026"),
        ("9. Результаты процедуры оценки компетенций**", ""),
        ("Предметная (%)", "78,5"),
        ("Коммуникативная (%)", ""),
        ("Психолого-педагогическая (%)", "66,0"),
        ("Методическая (%)", "81,3"),
        (
            "10. Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки профессиональных компетенций",
            "2",
        ),
        ("11. Перечисление ДПП из рекомендуемого ИОМ", f"{MATHS}\nФункциональная грамотность"),
        (
            "12. Образовательные события в рекомендуемом ИОМ"
            " после прохождения процедуры оценки профессиональных компетенций",
            f"{FORUM}\nМетодический десант",
        ),
    ]


def test_what_is_absent_is_an_empty_field():
    fields = appendix1.export_fields(bare_sheet(), bare_route())
    filled = {heading.partition(".")[0] for heading, value in fields if value}
    assert filled == {"1", "2", "3", "6", "8"}
    assert all(isinstance(value, str) for _, value in fields)


def test_a_formed_route_that_lists_no_programme_counts_none():
    listed = route(procedures=(procedure(recommended=(), programme_count=None),))
    fields = dict(appendix1.export_fields(sheet(), listed))
    assert fields[appendix1.FIELDS_AFTER_SCORES[0]] == "0"


def test_the_personal_form_has_the_titles_of_the_regulation():
    form = appendix1.personal_form(sheet(), route())
    assert form.title == "Рекомендуемый индивидуальный образовательный маршрут"
    assert form.lines == (
        ("Фамилия Имя Отчество", "Иванова Анна Петровна"),
        ("Наименование муниципального образования", "Еманжелинский муниципальный округ"),
        ("Место работы", "МБОУ СОШ № 1"),
        ("Должность", "учитель математики"),
        ("Образование (год, название организации, специальность)", "2005, ЧГПУ, учитель математики"),
    )
    assert [(section.level, section.title) for section in form.sections] == [
        (1, "Результаты процедуры оценки профессиональных компетенций"),
        (1, "Рекомендации"),
        (2, "Формальный маршрут (повышение квалификации)"),
        (2, "Неформальный маршрут (научно-методические и образовательные события регионального уровня)"),
    ]
    assert form.notes == (
        "*вариант визуализации рекомендуемого ИОМ для педагогического работника или управленческого кадра системы"
        " образования Челябинской области",
    )


def test_the_personal_form_has_the_tables_of_the_regulation():
    results, no_table, formal, informal = (one.table for one in appendix1.personal_form(sheet(), route()).sections)
    what = "Диагностика учителей математики"
    assert [column.heading for column in results.columns] == [
        "№ п/п",
        "Диагностическая процедура/потребность",
        "Оцениваемые компетенции",
        "Дата прохождения",
        "Уровень/ баллы",
    ]
    assert results.rows == (
        ("1.", what, "Предметная", "01.02.2026", "78,5\xa0%"),
        (None, None, "Психолого-педагогическая", None, "66,0\xa0%"),
        (None, None, "Методическая", None, "81,3\xa0%"),
    )
    assert no_table is None
    assert [column.heading for column in formal.columns] == ["№ п/п", "Место прохождения", "Наименование программы"]
    assert formal.rows == (("1.", "ГБУ ДПО «ЧИРО»", MATHS), ("2.", "", "Функциональная грамотность"))
    assert [column.heading for column in informal.columns] == [
        "№ п/п",
        "Место прохождения",
        "Наименование образовательного события",
        "Возможные формы участия",
        "Сроки",
    ]
    assert informal.rows == (
        ("1.", "г. Челябинск, ЧИРО", FORUM, "очная", "01.04.2026 – 02.04.2026"),
        ("2.", "", "Методический десант", "", ""),
    )


def test_places_are_found_though_names_are_written_in_other_quotes_and_cases():
    asked = application(MATHS.upper(), provider="ЦНППМ")
    chosen = participation('Форум "школа  будущего"', venue="Миасс")
    form = appendix1.personal_form(sheet(), route(applications=(asked,), results=(), participations=(chosen,)))
    assert form.sections[2].table.rows[0] == ("1.", "ЦНППМ", MATHS)
    assert form.sections[3].table.rows[0][1] == "Миасс"


def test_an_event_held_twice_tells_both_dates():
    again = participation(starts_on=date(2026, 5, 6), ends_on=date(2026, 5, 6))
    form = appendix1.personal_form(sheet(), route(participations=(participation(), again)))
    assert form.sections[3].table.rows[0][1:] == (
        "г. Челябинск, ЧИРО",
        FORUM,
        "очная",
        "01.04.2026 – 02.04.2026\n06.05.2026",
    )


def test_a_procedure_without_scores_keeps_its_row():
    form = appendix1.personal_form(bare_sheet(), bare_route())
    assert form.sections[0].table.rows == (("1.", "Диагностика учителей математики", "", "01.02.2026", ""),)
    assert form.sections[2].table.rows == form.sections[3].table.rows == ()


def test_nothing_of_the_machine_shows_in_a_form():
    for form in (
        appendix1.personal_form(bare_sheet(), bare_route()),
        appendix1.export_form(bare_sheet(), bare_route()),
    ):
        shown = json.dumps(asdict(form) | {"stamp": "", "is_landscape": ""}, ensure_ascii=False)
        assert "None" not in shown
        assert "nan" not in shown.casefold()
    broken = route(procedures=(procedure(scores={"subject": float("nan"), "methodical": 100.0}),))
    assert dict(appendix1.export_fields(sheet(), broken))["Предметная (%)"] == ""
    assert dict(appendix1.export_fields(sheet(), broken))["Методическая (%)"] == "100,0"


def test_the_form_of_the_module_has_its_title_and_both_notes():
    form = appendix1.export_form(sheet(), route())
    assert form.title == (
        "Структура рекомендуемого индивидуального образовательного маршрута педагогического или руководящего"
        " работника системы образования Челябинской области в модуле «Организация дополнительного профессионального"
        " образования» государственной информационной системы «Образование в Челябинской области» (выгрузка из модуля"
        " «Организация ДПО»)*"
    )
    assert form.lines == tuple(appendix1.export_fields(sheet(), route()))
    assert form.notes == (
        "*вариант визуализации рекомендуемого ИОМ для специалистов организаций, осуществляющие деятельность по"
        " реализации дополнительных профессиональных программ",
        "** раздел вариативного содержания (в зависимости от категории участника процедуры оценки компетенций)",
    )


NEED = procedure(
    id=2,
    name="Работа с одарёнными детьми",
    group=None,
    is_need=True,
    passed_on=date(2026, 4, 5),
    scores={},
    levels={"methodical": "базовый уровень"},
    recommended=("Функциональная ГРАМОТНОСТЬ", "Олимпиады"),
    recommended_events=(FORUM, "Слёт"),
)


def test_the_procedures_of_a_route_are_numbered_over_one_list_of_recommendations():  # п. 1.4, приложение 1
    form = appendix1.personal_form(sheet(), route(procedures=(procedure(), NEED), participations=()))
    results, _, formal, informal = (one.table for one in form.sections)
    assert [row[:1] + row[2:] for row in results.rows] == [
        ("1.", "Предметная", "01.02.2026", "78,5\xa0%"),
        (None, "Психолого-педагогическая", None, "66,0\xa0%"),
        (None, "Методическая", None, "81,3\xa0%"),
        ("2.", "Методическая", "05.04.2026", "базовый уровень"),
    ]
    assert [row[1] for row in results.rows if row[1]] == ["Диагностика учителей математики", NEED.name]
    assert [row[2] for row in formal.rows] == [MATHS, "Функциональная грамотность", "Олимпиады"]
    assert [row[2] for row in informal.rows] == [FORUM, "Методический десант", "Слёт"]


def test_the_fields_of_the_module_repeat_for_each_procedure():
    fields = appendix1.export_fields(sheet(), route(procedures=(procedure(), NEED)))
    names = [heading for heading, _ in fields]
    assert names[:5] == list(appendix1.FIELDS_BEFORE_SCORES[:5])
    assert names[5:16] == names[16:]
    assert [value for heading, value in fields if heading.startswith("6.")] == [procedure().name, NEED.name]
    assert [value for heading, value in fields if heading == "Методическая (%)"] == ["81,3", "базовый уровень"]


def test_an_event_of_another_level_stands_in_a_second_table():  # приложение 1: события регионального уровня
    local = participation("Методический десант", level="муниципальный")
    form = appendix1.personal_form(sheet(), route(participations=(participation(), local)))
    assert [section.title for section in form.sections[3:]] == [
        "Неформальный маршрут (научно-методические и образовательные события регионального уровня)",
        "События муниципального и иного уровня",
    ]
    assert [[row[2] for row in section.table.rows] for section in form.sections[3:]] == [
        [FORUM],
        ["Методический десант"],
    ]
    assert form.sections[3].table.columns == form.sections[4].table.columns
    assert form.sections[4].table.rows[0][0] == "1."


def test_a_recommended_event_without_a_level_is_of_the_regional_one():  # п. 3.3.1
    form = appendix1.personal_form(sheet(), route(participations=(participation(level=None),)))
    assert [row[2] for row in form.sections[3].table.rows] == [FORUM, "Методический десант"]
    assert len(form.sections) == 4


def offer(kind: str, name: str, **other: object) -> dict[tuple[str, str], list[OfferRecord]]:
    return {(kind, fold(name)): [OfferRecord(kind, name, fold(name), **other)]}


def test_what_the_person_has_not_chosen_is_filled_from_what_is_on_offer():
    held = {"starts_on": date(2026, 9, 10), "ends_on": date(2026, 9, 11)}
    told = offer("programme", "Функциональная грамотность", organization="Институт", venue="г. Миасс")
    told |= offer("event", "Методический десант", venue="Дом учителя", form="очное", level="региональный", **held)
    form = appendix1.personal_form(sheet(), route(offers=told))
    formal, informal = form.sections[2].table.rows, form.sections[3].table.rows
    assert formal[1] == ("2.", "Институт, г. Миасс", "Функциональная грамотность")
    assert informal[1] == ("2.", "Дом учителя", "Методический десант", "очное", "10.09.2026 – 11.09.2026")


def test_what_the_person_has_chosen_stands_as_it_was_chosen():
    told = offer("programme", MATHS, organization="Другая организация")
    told |= offer("event", FORUM, venue="Другая площадка", form="заочное", starts_on=date(2027, 1, 1))
    chosen = appendix1.personal_form(sheet(), route())
    assert appendix1.personal_form(sheet(), route(offers=told)).sections == chosen.sections


def test_an_empty_cell_of_a_chosen_event_is_filled_from_the_offer_of_its_day():
    own = participation(venue=None, form=None)
    held = {"form": "очное", "starts_on": own.starts_on}
    told = offer("event", FORUM, venue="Дом учителя", **held)
    form = appendix1.personal_form(sheet(), route(participations=(own,), offers=told))
    first = form.sections[3].table.rows[0]
    assert (first[1], first[3]) == ("Дом учителя", "очное")


def test_an_event_on_offer_of_another_level_stands_in_the_second_table():
    told = offer("event", "Методический десант", level="муниципальный")
    form = appendix1.personal_form(sheet(), route(offers=told))
    assert [row[2] for row in form.sections[4].table.rows] == ["Методический десант"]
