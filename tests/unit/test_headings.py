"""Recognition of headings, as people and as the regulation write them."""

import pytest

from ingest.files.headings import (
    HeadingsRejectedError,
    are_column_numbers,
    check_headings,
    find_headings,
    heading_key,
    recognise,
)
from ingest.registers import APPENDIX1, APPENDIX2, APPLICATIONS, PARTICIPATION, REGISTERS, STAFF

# The wording of the regulation itself, numbers and stars included.
OFFICIAL_1 = (
    "1. Пользователь (ФИО педагогического работника/руководящего работника)",
    "2. Наименование муниципального образования",
    "3. Место работы",
    "4. Должность",
    "5. Образование (год, название организации, специальность)",
    "6. Наименование процедуры оценки профессиональных компетенций",
    "7. Наименование или номер группы процедуры",
    "8. Дата прохождения",
    "9. Результаты процедуры оценки компетенций**",
    "",
    "",
    "",
    "10. Количество ДПП в рекомендуемый ИОМ после прохождения процедуры оценки профессиональных компетенций",
    "11. Перечисление ДПП из рекомендуемого ИОМ",
    "12. Образовательные события в рекомендуемом ИОМ после прохождения процедуры оценки профессиональных компетенций",
)
COMPETENCES = ("Предметная (%)", "Коммуникативная (%)", "Психолого-педагогическая (%)", "Методическая (%)")
UNDER_OFFICIAL_1 = ("",) * 8 + COMPETENCES + ("",) * 3
OFFICIAL_2 = (
    "1. ФИО педагогического / руководящего работника",
    "2. Наименование муниципального образования",
    "3. Место работы",
    "4. Должность",
    "5. Образование (год, название организации, специальность)",
    "6. Наименование ДПП из формальной части ИОМ, согласованной с руководителем ОО",
    "7. Наименование организации, реализующие ДПП (в т.ч. адрес)",
    "8. Трудоемкость ДПП",
    "9. Дата реализации",
    "10. Номер документа установленного образца",
    "11. Образовательные события в ИОМ согласованные руководителем ОО",
)


def short(register):
    return tuple(column.heading for column in register.columns)


def keys_in_order(headings):
    return [key for key, _ in sorted(headings.index_of.items(), key=lambda entry: entry[1])]


@pytest.mark.parametrize(
    "written",
    [
        "Трудоёмкость  ДПП",
        "ТРУДОЕМКОСТЬ ДПП",
        "8. Трудоемкость ДПП",
        "8) Трудоемкость ДПП",
        "9.1. Трудоемкость ДПП",
        "Трудоемкость ДПП **",
        "Трудоемкость\nДПП:",
        "\ufeffТрудоемкость\xa0ДПП.",
        "Tpудoeмкoсть ДПП",  # Latin T, p, o, e
    ],
)
def test_case_spaces_numbering_and_stars_are_not_significant(written):
    assert heading_key(written) == heading_key("Трудоемкость ДПП")


def test_no_two_columns_of_a_register_share_a_wording():
    for register in REGISTERS.values():
        owner = {}
        for column in register.columns:
            for wording in (column.heading, *column.aliases):
                assert owner.setdefault(heading_key(wording), column.key) == column.key


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_the_short_headings_give_every_column(register):
    found = find_headings(register, [short(register)])
    assert keys_in_order(found) == [column.key for column in register.columns]
    assert found.is_complete
    assert found.unknown == ()


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_columns_may_stand_in_any_order(register):
    found = find_headings(register, [short(register)[::-1]])
    assert keys_in_order(found) == [column.key for column in register.columns][::-1]


def test_appendix_1_is_read_under_its_two_merged_rows_of_headings():
    found = find_headings(APPENDIX1, [OFFICIAL_1, UNDER_OFFICIAL_1, ("Иванова Анна", *("",) * 14)])
    assert found.is_complete
    assert found.rows == 2
    assert [found.index_of[key] for key in ("subject", "communicative", "psych_pedagogical", "methodical")] == [
        8,
        9,
        10,
        11,
    ]
    assert found.index_of["events"] == 14
    assert found.names[8] == "Предметная (%)"
    assert found.unknown == ()


def test_appendix_1_is_read_where_the_lower_row_holds_all_but_the_group():
    upper = ("", "", "Результаты процедуры оценки компетенций**")
    found = find_headings(APPENDIX1, [upper, short(APPENDIX1)])
    assert found.is_complete
    assert found.rows == 2


def test_a_competence_may_be_headed_by_its_group_as_well():
    row = [f"Результаты процедуры оценки компетенций: {h}" if h in COMPETENCES else h for h in short(APPENDIX1)]
    assert find_headings(APPENDIX1, [row]).is_complete


def test_appendix_2_is_read_in_the_wording_of_the_regulation():
    found = find_headings(APPENDIX2, [OFFICIAL_2])
    assert found.is_complete
    assert found.index_of["provider"] == 6
    assert found.index_of["realized"] == 8


def test_titles_may_stand_above_the_headings():
    title = ("Итоги реализации ИОМ (выгрузка из модуля «Организация ДПО»)", "", "")
    found = find_headings(APPENDIX2, [title, (), ("на 01.02.2026",), OFFICIAL_2])
    assert found.rows == 4
    assert found.is_complete


def test_a_row_of_facts_is_never_taken_for_a_second_row_of_headings():
    facts = ("17", "ФИО", "Организация", *("x",) * 7)
    assert find_headings(STAFF, [short(STAFF), facts]).rows == 1


def test_unknown_columns_are_told():
    found = find_headings(STAFF, [(*short(STAFF), "Стаж", "", "№ п/п", "Причина отказа")])
    assert found.unknown == ("Стаж",)
    assert found.is_complete


def test_missing_columns_are_listed():
    without = [heading for heading in short(STAFF) if heading not in ("Принят", "Категория")]
    with pytest.raises(HeadingsRejectedError) as refused:
        check_headings(STAFF, find_headings(STAFF, [without]))
    assert refused.value.missing == ("Категория", "Принят")
    assert "«Категория», «Принят»" in refused.value.reason


def test_columns_that_need_not_be_there_are_not_missed():
    optional = ("Идентификатор", "Дата формирования ИОМ")
    row = [heading for heading in short(APPENDIX1) if heading not in optional]
    assert find_headings(APPENDIX1, [row]).is_complete


@pytest.mark.parametrize("again", ["Принят", "1. ПРИНЯТ*", "Дата приёма"])
def test_the_same_heading_twice_is_refused(again):
    with pytest.raises(HeadingsRejectedError, match=r"дважды|означают одно"):
        check_headings(STAFF, find_headings(STAFF, [(*short(STAFF), again)]))


def test_a_file_without_headings_is_refused_with_those_it_should_have():
    with pytest.raises(HeadingsRejectedError, match="«Идентификатор», «ФИО»"):
        check_headings(STAFF, find_headings(STAFF, [("17", "Иванова Анна"), ("18", "Петров Пётр")]))


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_register_is_recognised_by_its_headings(register):
    assert recognise([("Выгрузка",), short(register)]) is register


def test_the_official_wording_is_recognised():
    assert recognise([OFFICIAL_1, UNDER_OFFICIAL_1]) is APPENDIX1
    assert recognise([OFFICIAL_2]) is APPENDIX2


def test_a_register_is_recognised_with_a_column_missing():
    assert recognise([short(APPLICATIONS)[1:]]) is APPLICATIONS
    assert recognise([short(PARTICIPATION)[:-2]]) is PARTICIPATION


def test_what_is_no_register_is_not_recognised():
    assert recognise([("Товар", "Цена")]) is None
    assert recognise([("ФИО", "Организация")]) is None
    assert recognise([]) is None


def test_the_line_of_column_numbers_is_told_from_facts():
    assert are_column_numbers(("1", "2", "3", "4"))
    assert are_column_numbers((1.0, 2.0, "", 3.0))
    assert are_column_numbers(("1.", "2.", "2.1.", "2.2.", "3."))
    assert not are_column_numbers(("1", "78", "80"))
    assert not are_column_numbers(("1", "Иванова", "3"))
    assert not are_column_numbers(("1", "", ""))
