"""Appendix 2: every field, its order and its wording, against the regulation."""

from datetime import date

from exports import appendix2
from tests.sheets import FORUM, MATHS, bare_route, bare_sheet, participation, result, route, sheet

PLACE = "ГБУ ДПО «ЧИРО», г. Челябинск, ул. Красноармейская, д. 88"


def test_the_eleven_fields_stand_in_the_order_and_wording_of_the_regulation():
    assert appendix2.export_fields(sheet(), route()) == [
        ("1. ФИО педагогического / руководящего работника", "Иванова Анна Петровна"),
        ("2. Наименование муниципального образования", "Еманжелинский муниципальный округ"),
        ("3. Место работы", "МБОУ СОШ № 1"),
        ("4. Должность", "учитель математики"),
        ("5. Образование (год, название организации, специальность)", "2005, ЧГПУ, учитель математики"),
        ("6. Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО", MATHS),
        ("7. Наименование организации, реализующие ДПП (в т.ч. адрес)", PLACE),
        ("8. Трудоемкость ДПП", "72"),
        ("9. Дата реализации", "02.03.2026 – 20.03.2026"),
        ("10. Номер документа установленного образца", "ДЕМО-000123"),
        ("11. Образовательные события в ИОМ согласованные руководителем ОО", f"{FORUM}\nПедагогические чтения"),
    ]


def test_of_several_programmes_each_field_tells_which_it_speaks_of():
    second = result("Инклюзия", hours=36.5, since=date(2026, 5, 4), until=date(2026, 5, 4), document_number=None)
    fields = dict(appendix2.export_fields(sheet(), route(results=(second, result()))))
    assert fields["6. Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО"] == (
        f"1) Инклюзия\n2) {MATHS}"
    )
    assert fields["8. Трудоемкость ДПП"] == "1) 36,5\n2) 72"
    assert fields["9. Дата реализации"] == "1) 04.05.2026\n2) 02.03.2026 – 20.03.2026"
    assert fields["10. Номер документа установленного образца"] == "1)\n2) ДЕМО-000123"
    events = fields["11. Образовательные события в ИОМ согласованные руководителем ОО"]
    assert events == f"{FORUM}\nПедагогические чтения"


def test_what_is_absent_is_an_empty_field():
    fields = appendix2.export_fields(bare_sheet(), bare_route())
    assert [bool(value) for _, value in fields] == [True] * 3 + [False] * 8
    nothing = result(provider=None, address=None, hours=None, document_number=None, agreed_events=())
    fields = appendix2.export_fields(bare_sheet(), route(results=(nothing,)))
    assert [value for _, value in fields[5:]] == [MATHS, "", "", "02.03.2026 – 20.03.2026", "", ""]


def test_the_personal_form_is_that_of_the_regulation():
    form = appendix2.personal_form(sheet(), route())
    assert form.title == "Итоги реализации индивидуального образовательного маршрута*"
    assert form.lines == (
        ("Фамилия Имя Отчество", "Иванова Анна Петровна"),
        ("Наименование муниципального образования", "Еманжелинский муниципальный округ"),
        ("Место работы", "МБОУ СОШ № 1"),
        ("Должность", "учитель математики"),
        ("Образование (год, название организация, специальность)", "2005, ЧГПУ, учитель математики"),
    )
    assert [section.title for section in form.sections] == [
        "Формальный маршрут (повышение квалификации)",
        "Неформальный маршрут (образовательные события регионального уровня)",
    ]
    assert form.notes == (
        "*вариант визуализации итога прохождения ИОМ для педагогического или руководящего работника системы"
        " образования Челябинской области",
    )


def test_the_personal_form_has_the_tables_of_the_regulation():
    formal, informal = (section.table for section in appendix2.personal_form(sheet(), route()).sections)
    assert [column.heading for column in formal.columns] == [
        "№ п/п",
        "Наименование ДПО, СПО, ВО (в т.ч. адрес)",
        "Наименование программы",
        "Кол-во часов",
        "Дата реализации",
        "Номер документа установленного образца",
    ]
    assert formal.rows == (("1.", PLACE, MATHS, "72", "02.03.2026 – 20.03.2026", "ДЕМО-000123"),)
    assert [column.heading for column in informal.columns] == [
        "№ п/п",
        "Место прохождения",
        "Наименование образовательного события",
        "Сроки",
    ]
    assert informal.rows == (("1.", "г. Челябинск, ЧИРО", FORUM, "01.04.2026 – 02.04.2026"),)


def test_only_confirmed_participation_is_an_outcome():  # п. 3.11, 3.13
    missed = participation("Семинар", confirmed_on=None, absence_reason="болезнь")
    form = appendix2.personal_form(sheet(), route(participations=(missed, participation())))
    assert [row[2] for row in form.sections[1].table.rows] == [FORUM]
    assert [row[0] for row in form.sections[1].table.rows] == ["1."]
