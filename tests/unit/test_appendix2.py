"""Appendix 2: every field, its order and its wording, against the regulation."""

from datetime import date

from exports import appendix2
from exports.forms import Form
from model.dates import Period
from queries.person_records import Outside, ResultRecord
from tests.sheets import FORUM, MATHS, bare_route, bare_sheet, participation, procedure, result, route, sheet

DAY = date(2026, 11, 1)
PLACE = "ГБУ ДПО «ЧИРО», г. Челябинск, ул. Красноармейская, д. 88"


def fields_of(*results: ResultRecord) -> list[tuple[str, str]]:
    """The fields of a person with these results on one route."""
    return list(appendix2.export_form(sheet(routes=(route(results=results),)), DAY).lines)


def form_of(*routes: object, **other: object) -> Form:
    return appendix2.personal_form(sheet(routes=routes, **other), DAY)


def programmes_in(form: Form) -> list[str | None]:
    return [row[2] for row in form.sections[0].table.rows]


def events_in(form: Form) -> dict[str, list[str | None]]:
    """The events by the title of their table."""
    return {section.title: [row[2] for row in section.table.rows] for section in form.sections[1:]}


def test_the_eleven_fields_stand_in_the_order_and_wording_of_the_regulation():
    assert fields_of(result()) == [
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
    fields = dict(fields_of(second, result()))
    assert fields["6. Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО"] == (
        f"1) {MATHS}\n2) Инклюзия"
    )
    assert fields["8. Трудоемкость ДПП"] == "1) 72\n2) 36,5"
    assert fields["9. Дата реализации"] == "1) 02.03.2026 – 20.03.2026\n2) 04.05.2026"
    assert fields["10. Номер документа установленного образца"] == "1) ДЕМО-000123\n2)"
    events = fields["11. Образовательные события в ИОМ согласованные руководителем ОО"]
    assert events == f"{FORUM}\nПедагогические чтения"


def test_what_is_absent_is_an_empty_field():
    fields = appendix2.export_form(bare_sheet(routes=(bare_route(),)), DAY).lines
    assert [bool(value) for _, value in fields] == [True] * 3 + [False] * 8
    nothing = result(provider=None, address=None, hours=None, document_number=None, agreed_events=())
    assert [value for _, value in fields_of(nothing)[5:]] == [MATHS, "", "", "02.03.2026 – 20.03.2026", "", ""]


def test_the_personal_form_is_that_of_the_regulation():
    form = form_of(route())
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
    formal, informal = (section.table for section in form_of(route()).sections)
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
    dropped = participation("Слёт", is_dropped=True)
    form = form_of(route(participations=(missed, dropped, participation())))
    assert [row[2] for row in form.sections[1].table.rows] == [FORUM]
    assert [row[0] for row in form.sections[1].table.rows] == ["1."]


def in_2024() -> object:
    """An earlier route with its own result and event."""
    return route(
        id=0,
        is_current=False,
        procedures=(procedure(passed_on=date(2024, 1, 10)),),
        results=(result("Инклюзия", since=date(2024, 3, 1), until=date(2024, 3, 20)),),
        participations=(participation("Слёт", starts_on=date(2024, 5, 6), ends_on=date(2024, 5, 7)),),
    )


def test_the_results_of_all_routes_are_there_the_earliest_first():  # приложение 2
    assert programmes_in(form_of(route(), in_2024())) == ["Инклюзия", MATHS]
    assert events_in(form_of(route(), in_2024())) == {appendix2.INFORMAL_TITLE: ["Слёт", FORUM]}


def test_a_result_from_before_the_first_route_is_a_result_of_the_person_too():
    outside = Outside((), (result("Инклюзия", since=date(2020, 3, 1), until=date(2020, 3, 2)),), ())
    assert programmes_in(form_of(route(), outside=outside)) == ["Инклюзия", MATHS]


def test_a_programme_that_goes_on_has_no_outcome_yet():
    on = result("Инклюзия", since=DAY, until=date(2026, 11, 2), document_number=None)
    assert programmes_in(form_of(route(results=(result(), on)))) == [MATHS]


def test_a_period_holds_what_ended_within_it_and_says_so():
    whole = sheet(routes=(route(), in_2024()))
    form = appendix2.personal_form(whole, DAY, Period(date(2024, 3, 20), date(2024, 5, 6)))
    assert programmes_in(form) == ["Инклюзия"]
    assert events_in(form) == {appendix2.INFORMAL_TITLE: []}
    assert form.lines[-1] == ("За период", "20.03.2024 – 06.05.2024")
    assert [row.programme for row in appendix2.rows_of(whole, DAY, Period(date(2024, 3, 21), DAY))] == [MATHS]


def test_events_of_another_level_stand_in_a_second_table():  # приложение 2: события регионального уровня
    levels = {
        **{"А": "региональный", "Б": "Областной", "В": "муниципальный", "Г": "федеральный", "Д": None},
        FORUM: None,
    }
    form = form_of(route(participations=tuple(participation(name, level=level) for name, level in levels.items())))
    assert events_in(form) == {
        "Неформальный маршрут (образовательные события регионального уровня)": ["А", "Б", FORUM],
        "События муниципального и иного уровня": ["В", "Г", "Д"],
    }


def test_a_provider_is_not_told_that_there_were_no_events():
    assert [section.title for section in form_of(route(), is_partial=True).sections] == [appendix2.FORMAL_TITLE]
