"""Kinds again: words that hold a digit, numbers that a table spoilt, days of no calendar, levels that are none."""

import calendar
from datetime import date

import pytest
from hypothesis import assume, find, given
from hypothesis import strategies as st

from ingest.cells import days
from ingest.cells.days import day, period
from ingest.cells.identifiers import identifier
from ingest.cells.kinds import CellKind
from ingest.cells.parsers import PARSERS, document, is_main_place, names, score
from ingest.cells.texts import CellError
from ingest.matching.agreement import loose_identifier
from ingest.registers import APPENDIX1, REGISTERS, STAFF
from tests.data.test_kinds import meaning
from tests.unit.test_reading import reasons

# Documents: a digit beside words is no number of a document

NO_DOCUMENTS = (
    *("в архиве 1", "уволен 2024", "на проверке 3", "на руках 1", "1 экз.", "есть, 1 шт.", "см. приказ 12", "скоро 12"),
    *("получит 15", "II квартал 2026", "1 кв. 2026", "апрель 2026", "март 2026", "2026 год", "в 2026-м учебном году"),
    *("12/03/26", "12-03-2026", "2026/03/12", "выдан в 2026 году", "неудовлетворительно 2", "2 (неуд.)", "оценка 2"),
    *("5 (отлично)", "зач. 1", "н/з 2", "незачет 1", "72 ч.", "72 ч", "дист. 72", "нету 1", "нет№1", "приказ № 5"),
    *("протокол № 5 от 20.03.2026", "группа № 3", "школа № 5", "pending 12", "none 1", "20 марта 2026 года"),
)


@pytest.mark.parametrize("line", NO_DOCUMENTS)
def test_a_digit_beside_words_attests_nobody(line):
    assert isinstance(meaning(document, line), CellError)


@pytest.mark.parametrize(
    "line",
    [
        *("ГБУ ДПО ЧИППКРО 1234", "РАНХиГС 77", "уд. 123", "серия 74 № 0012345", "рег.номер 15/26", "ОК 1", "12/26"),
        *(
            "г. Челябинск, № 15",
            "ПК 123456 (рег. 77)",
            "742407012345 от 15 марта 2026 года",
            "№ 12-03-2026",
            "№ 12/03/26",
        ),
        *(
            "дубликат 15 (утерян оригинал)",
            "Диплом о профессиональной переподготовке 740000123456",
            "НЕ-1",
            "74 0012345",
        ),
    ],
)
def test_a_number_among_words_of_documents_is_one(line):
    assert document(line) == line


# Identifiers


@pytest.mark.parametrize(
    "cell",
    [
        *("123456789012.0", "1,2е+11", "1.23457E+011", "1.2x10^11", "1.2×10¹¹", "1*10^11", "1 000,00", "9,9 Е + 10"),
        *("01/02/2025", "2025-02-01 00:00:00", "2025-02-01T00:00", "12-мар", "Mar-25", "1001, 1002", "00123;00124"),
        *("1,234,567", "=00123", '=T("00123")', "TRUE", "####", "#Н/Д", 15.1, 45234.5, date(2025, 2, 1), True),
    ],
)
def test_what_a_table_made_of_an_identifier_is_refused(cell):
    assert isinstance(meaning(identifier, cell), CellError)


@pytest.mark.parametrize("cell", ["0", "000", 0, 0.0, "нет идентификатора", "не присвоен", "без номера", "н/п"])
def test_the_nought_of_a_formula_is_no_identifier(cell):
    assert identifier(cell) is None


# Days of no calendar

BOUNDS = st.integers(2000, 2026)


@st.composite
def impossible_days(draw):
    """A day that looks like one and is in no calendar."""
    year, month = draw(BOUNDS), draw(st.integers(0, 13))
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    number = draw(st.one_of(st.just(0), st.integers(last + 1, 39)))
    months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
    ways = [f"{number:02}.{month:02}.{year}", f"{number}.{month}.{year % 100:02}", f"{year}-{month:02}-{number:02}"]
    ways += [f"{number} {months[month - 1]} {year} г."] if 1 <= month <= 12 else []
    return draw(st.sampled_from(ways)) + draw(st.sampled_from(["", " 10:00", "\u00a0"]))


@given(impossible_days())
def test_a_day_of_no_calendar_is_refused(line):
    assume(not line.endswith("г. 10:00"))
    assert isinstance(meaning(day, line), CellError)
    assert isinstance(meaning(period, f"{line} - 31.12.2026"), CellError)


def test_taking_out_the_look_at_the_calendar_makes_days_of_them(monkeypatch):
    def nearest(line):
        year, month, number = days._numbers(line)
        return date(year, min(max(month, 1), 12), min(max(number, 1), 28))

    monkeypatch.setattr(days, "_parsed_day", nearest)
    assert find(impossible_days(), lambda line: isinstance(meaning(day, line), date))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "1 мартобря 2025",
            "1 маринада 2025",
            "1 марца 2025",
            "1 маявря 2025",
            "01.02.2025 25:00",
            "01.02.2025 10:60",
        ),
        *(
            "01.01.1900",
            "30.12.1899",
            "01.02.1925",
            "01.02.2125",
            "01/02/2025",
            "45689",
            "02.2025",
            "2025",
            "бессрочно",
        ),
        *("01.02.202", "01.02.20025", "О1.02.2025", "01.02.2025?", "вчера", "до 01.02.2025", "01..02.2025"),
    ],
)
def test_what_is_nearly_a_day_is_none(line):
    assert isinstance(meaning(day, line), CellError)


@pytest.mark.parametrize(
    "line", ["1 февр. 2025", "01 февраль 2025", "1 фев 2025 г.", "\u200e01.02.2025", "1.2.25", "2025-02-01T10:00:00Z"]
)
def test_a_day_is_read_in_the_usual_ways(line):
    assert day(line) == date(2025, 2, 1)


@pytest.mark.parametrize("register", [one for one in REGISTERS.values() if one is not STAFF], ids=lambda one: one.key)
def test_a_year_of_the_last_century_is_refused_but_for_a_hiring(register):
    for column in register.columns:
        if column.kind is CellKind.DAY and column.filled:
            assert "проверьте год" in reasons(register, **{column.key: "20.02.62"})[column.heading]
    assert reasons(STAFF, since="01.09.1986") == {}


# Levels and numbers


@pytest.mark.parametrize(
    "line",
    ["NaN", "nan", "inf", "-inf", "∞", "не число", "бесконечность", "О", "o", "78 баллов", "78/100", "60-70", "1e2"],
)
def test_what_is_neither_a_percent_nor_a_level_is_refused(line):
    assert isinstance(meaning(score, line), CellError)


@pytest.mark.parametrize(
    "line", ["не проходил", "не оценивалась", "неявка", "х", "X", "н/д", "не проводилась", "—", "*"]
)
def test_who_was_not_assessed_has_no_level(line):
    assert score(line) is None


@pytest.mark.parametrize("line", ["высокий", "Базовый уровень", "ниже базового", "не ниже среднего", "не сформирован"])
def test_a_level_is_kept_as_it_stands(line):
    assert score(line) in {line, None} if line == "не сформирован" else score(line) == line


@pytest.mark.parametrize("kind", [CellKind.HOURS, CellKind.COUNT, CellKind.PERCENT])
def test_a_minus_before_a_nought_is_nothing(kind):
    value = meaning(PARSERS[kind], "-0")
    assert isinstance(value, CellError) or str(value) in {"0", "0.0"}


# Lists and words for nothing


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "1) Чтение; 2) Письмо",
            "• Чтение\r\n• Письмо",
            "① Чтение ② Письмо",
            "1\ufe0f\u20e3 Чтение 2\ufe0f\u20e3 Письмо",
        ),
        *(
            "1- Чтение 2- Письмо",
            "1: Чтение 2: Письмо",
            "1.1. Чтение\n1.2. Письмо",
            "Чтение<br>Письмо",
            "Чтение\vПисьмо",
        ),
        *(
            "а) Чтение б) Письмо",
            "Чтение; нет; Письмо",
            "— Чтение\u2028— Письмо",
            "Чтение;;Письмо;",
            "1 - Чтение\n2 - Письмо",
        ),
    ],
)
def test_a_list_is_the_same_however_its_items_are_marked(cell):
    assert names(cell) == ("Чтение", "Письмо")


def test_names_in_quotes_are_parted_where_nothing_else_stands():
    assert [name.strip('«»"') for name in names("«Чтение», «Письмо»")] == ["Чтение", "Письмо"]
    assert [name.strip('«»"') for name in names('"Чтение","Письмо"')] == ["Чтение", "Письмо"]
    for one in (
        "Курсы «Физика», «Химия»",
        "5-9 классы: чтение",
        "1 - 4 классы",
        "3D - моделирование",
        "2026: Год семьи",
    ):
        assert names(one) == (one,)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "не надо",
            "нет рекомендованных",
            "рекомендаций не дано",
            "н/п",
            "ничего",
            "ноль",
            "нет (0)",
            "no",
            "x",
            "XXX",
        ),
        *(
            "уточняется",
            "в разработке",
            "будет позже",
            "на согласовании",
            "ничего не рекомендовано",
            "по выбору",
            "HET",
        ),
        *(
            "любая программа",
            "нет/нет",
            "нет, нет",
            "курсов нет",
            "затруднений не выявлено",
            "не подлежит",
            "н.с.",
            "-0-",
        ),
        *(
            "нет в перечне",
            "(пустая)",
            "Нет ДПП в рекомендуемом ИОМ",
            "отсут.",
            "0,0",
            "00",
            "не\u00a0требуется",
            "«нет»",
        ),
    ],
)
def test_more_words_for_nothing_name_nothing(line):
    assert names(line) == ()


@pytest.mark.parametrize("line", ["-//-", "— // —", '-"-', "то же", "Там же", "см. выше", "тот же", "см. приложение"])
def test_the_same_as_above_is_refused_and_neither_a_name_nor_nothing(line):
    for kind in (CellKind.NAMES, CellKind.TEXT, CellKind.IDENTIFIER, CellKind.DOCUMENT):
        error = meaning(PARSERS[kind], line)
        assert isinstance(error, CellError)
        assert "в каждую строку" in error.reason or kind is CellKind.DOCUMENT


def test_a_part_of_a_list_that_is_no_text_is_told_and_breaks_nothing():
    assert reasons(APPENDIX1, programme_count="2", programmes="Чтение, #Н/Д") == {}


@pytest.mark.parametrize(
    "line", ["0015", "1 5", "1\u00a05", "№ 15", "#15", "１５", "l5", "15.", "15,", "ID:15", "0\u202f015"]
)
def test_an_identifier_that_is_another_in_looks_alone_is_told_from_a_new_one(line):
    assert loose_identifier(line) == loose_identifier("15")


@pytest.mark.parametrize("line", ["150", "1-5", "15А", "З15", "15/2", "5", "1.5"])
def test_an_identifier_of_other_signs_is_another_one(line):
    assert loose_identifier(line) != loose_identifier("15")


@pytest.mark.parametrize(
    "line", ["совместительство", "внутр. совм.", "Совм", "внеш. совм-ль", "по совмест.", "СOBMECTИTEЛЬ", "совм-во"]
)
def test_a_second_job_is_told_by_any_form_of_the_word(line):
    assert not is_main_place(line)


@pytest.mark.parametrize("line", ["", "—", "основное", "совмещение", "0,5 ставки", "Совместная работа"])
def test_any_other_word_says_the_main_place(line):
    assert is_main_place(line)
