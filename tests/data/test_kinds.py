"""Kinds of mistakes that people and spreadsheets make, each as a strategy that finds it wherever it stands.

For each kind, what mends it is taken out once: then the same strategy finds the fault.
"""

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from ingest.cells import documents, identifiers, lists, texts
from ingest.cells.identifiers import identifier
from ingest.cells.kinds import CellKind
from ingest.cells.parsers import PARSERS, document, names, words
from ingest.cells.texts import CellError
from ingest.files.reading import read_register
from ingest.registers import APPENDIX1, APPLICATIONS
from tests.unit.test_reading import GOOD, as_csv, reasons, table

DIGITS = st.text("0123456789", min_size=5, max_size=12).filter(lambda line: line.strip("0"))


def meaning(parse, cell):
    """What the cell means; the error where it is refused."""
    try:
        return parse(cell)
    except CellError as error:
        return error


# Documents: words never attest (F1)

ABSENT_DOCUMENTS = (
    *(
        "не аттестован",
        "отчислен",
        "обучается",
        "в процессе",
        "ожидается",
        "нет документа",
        "не получен",
        "не требуется",
    ),
    *(
        "н/а",
        "справка",
        "б/н",
        "0",
        "00",
        "+",
        "да",
        "???",
        "...",
        "нет",
        "н/д",
        "не сдал",
        "академический отпуск",
        "№",
    ),
    *("отчислен 12.03.2026", "не аттестован (2 попытки)", "справка об обучении № 15", "ожидается 01.05.2026", "000-00"),
    *("12.03.2026", "20 марта 2026 г.", "зачёт", "удостоверение", "выдан", "100 %"),
    *("в процессе, до 2026-03-20", "выдан 20.03", "2 курс", "продолжает обучение до 01.2027", "перенесено на 15.04"),
    *("№", "—?"),
)


@pytest.mark.parametrize("line", ABSENT_DOCUMENTS)
def test_words_and_noughts_are_no_number_of_a_document(line):
    error = meaning(document, line)
    assert isinstance(error, CellError), error
    assert "если документа нет, оставьте ячейку пустой" in error.reason


@pytest.mark.parametrize(
    "line",
    [
        *("УД-001", "ДЕМО-000017", "742400123456", "Удостоверение № 15/26", "ПК МВ-008456", "рег. № 12 от 20.03.2026"),
        *("№ 7", "12-15", "У-2026/118", "НЕ-0042", "Справочник-1", "1", "№ 123 выдан 20.03.2026"),
    ],
)
def test_a_number_with_letters_is_one(line):
    assert document(line) == line


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВ №.,-/+?!()0 ", min_size=1, max_size=30))
def test_without_a_digit_nobody_is_attested(line):
    assert meaning(document, line) is None or isinstance(meaning(document, line), CellError)


def test_taking_the_look_at_words_out_attests_people(monkeypatch):
    monkeypatch.setattr(documents, "_is_number", lambda _line: True)
    assert find(st.sampled_from(ABSENT_DOCUMENTS), lambda line: meaning(document, line) == line, settings=AS_FOUND)


# Identifiers that a spreadsheet spoilt (F5)


@st.composite
def spoilt(draw):
    """A number of which the spreadsheet keeps a part."""
    first, rest, power = draw(st.integers(1, 9)), draw(DIGITS)[:5], draw(st.integers(5, 20))
    comma, letter, sign = draw(st.sampled_from(",.")), draw(st.sampled_from("EeЕе")), draw(st.sampled_from(["+", ""]))
    return f"{first}{comma}{rest}{letter}{sign}{power}"


@given(spoilt())
def test_a_number_that_lost_its_digits_is_refused(line):
    for kind in (CellKind.IDENTIFIER, CellKind.DOCUMENT):
        error = meaning(PARSERS[kind], line)
        assert isinstance(error, CellError)
        assert "текстовый формат" in error.reason


@pytest.mark.parametrize(
    "line", ["1E+11", "1,2E+11", "1.23457E+11", "1.5e11", "1001,0", "1001.00", "12.03.2026", "дек.26"]
)
@pytest.mark.parametrize("around", ["{}", " {} ", "'{}", '="{}"'])
def test_each_way_to_spoil_a_number_is_refused(line, around):
    assert isinstance(meaning(identifier, around.format(line)), CellError)


@pytest.mark.parametrize("line", ["12E3", "З-15/2026", "1E5A", "15.1", "ДЕМО-000017", "2026-15", "0015"])
def test_a_code_with_letters_is_an_identifier(line):
    assert identifier(line) == line


@given(DIGITS, st.sampled_from(["'{}", "’{}", '="{}"', ' = "{}"', '\'="{}"', "{} ", "`{}", "\u200e{}\u200b", "«{}»"]))
def test_what_keeps_a_number_from_the_spreadsheet_is_no_part_of_it(digits, around):
    assert identifier(around.format(digits).replace("\u200e", "").strip()) == digits
    assert document(around.format(digits).replace("\u200e", "").replace("«", "").replace("»", "").strip()) == digits


@pytest.mark.parametrize("line", ["нет", "н/д", "Б/Н", "без номера", "—", "отсутствует", "???"])
def test_no_number_in_words_is_no_number(line):
    assert identifier(line) is None
    assert reasons(APPLICATIONS, number=line) == {"Номер заявки": "ячейка не заполнена"}


# The smallest example is not asked for: that there is one proves it.
AS_FOUND = settings(phases=(Phase.generate,), max_examples=1000)


def test_taking_out_the_look_at_spoilt_numbers_lets_them_in(monkeypatch):
    monkeypatch.setattr(identifiers, "spoilt_number", lambda _line: None)
    assert find(spoilt(), lambda line: meaning(identifier, line) == line, settings=AS_FOUND)
    monkeypatch.setattr(texts, "without_spreadsheet_marks", lambda line: line)
    assert find(DIGITS, lambda digits: meaning(identifier, f'="{digits}"') != digits, settings=AS_FOUND)


# Words for nothing and lists in one line (F7)

NOTHING = (
    *(
        "нет",
        "Нет",
        "НЕТ.",
        "н/д",
        "Н/Д",
        "н.д.",
        "не рекомендовано",
        "Не рекомендованы",
        "нет данных",
        "—",
        "-",
        "...",
        "0",
    ),
    *("отсутствуют", "не требуется", "не предусмотрено", "не выбрано", "нет рекомендаций", "рекомендаций нет"),
    *(
        "программы не рекомендованы",
        "ДПП не рекомендовано",
        "нет ДПП",
        "n/a",
        "NULL",
        "прочерк",
        "____",
        "1. нет",
        "• —",
    ),
    *("не выявлено дефицитов", "не нуждается", "мероприятий нет", "не назначено", "Не указано"),
    *("нет рекомендованных программ", "пока нет", "0 шт.", "программы пока не выбраны"),
)
NAMES = st.lists(
    st.from_regex(r"\A(?:Программа|Курс|Школа) [А-Я][а-я]{2,8}(?:, [а-я]{3,8})?\Z"),
    min_size=2,
    max_size=6,
    unique_by=str.casefold,
)
MARKS = ("{}. ", "{}) ", "({}) ", "{}.", "№ {}. ")


@st.composite
def lists_in_one_line(draw):
    """Names that stood one a line, and how the line looks now."""
    items = draw(NAMES)
    mark, between = draw(st.sampled_from(MARKS)), draw(st.sampled_from([" ", ", ", "  ", ". "]))
    bullet = draw(st.sampled_from([None, "• ", "\uf0b7\t", "▪ ", "\uf0a7 ", "* ", "→ ", "🔹", "➕ ", "· ", "> "]))
    if bullet:
        return items, "  ".join(f"{bullet}{item}" for item in items)
    return items, between.join(f"{mark.format(place)}{item}" for place, item in enumerate(items, start=1))


@pytest.mark.parametrize("line", NOTHING)
def test_words_for_nothing_are_no_names(line):
    assert names(line) == ()
    assert names(f"Чтение\n{line}") == ("Чтение",)


@pytest.mark.parametrize("line", [line for line in NOTHING if line not in {"0", "1. нет", "• —"}])
def test_words_for_nothing_are_no_text(line):
    assert words(line) is None


@pytest.mark.parametrize(
    "line", ["Нет буллингу", "Небо", "Без границ", "Нетворкинг", "Школа без отстающих", "Нет — наркотикам"]
)
def test_a_name_that_begins_like_nothing_is_a_name(line):
    assert names(line) == (line,)
    assert words(line) == line


@given(lists_in_one_line())
def test_a_list_that_lost_its_lines_is_the_same_list(case):
    items, line = case
    assert [name.rstrip(".") for name in names(line)] == items


@given(
    NAMES,
    st.sampled_from(["{}. ", "{}) ", "• ", "- ", "– ", "* ", "\uf0b7\t", "✓ ", "➢ ", "o ", "а) "]),
    st.sampled_from("\n;"),
)
def test_bullets_and_numbers_before_a_name_are_no_part_of_it(items, mark, between):
    lines = [f"{mark.format(place)}{item}" for place, item in enumerate(items, start=1)]
    assert list(names(between.join(lines))) == items


def test_taking_out_what_parts_a_line_makes_one_name_of_many(monkeypatch):
    monkeypatch.setattr(lists, "_items", lambda line: [line])
    assert find(lists_in_one_line(), lambda case: len(names(case[1])) != len(case[0]), settings=AS_FOUND)


def test_taking_out_the_words_for_nothing_makes_programmes_of_them(monkeypatch):
    monkeypatch.setattr(lists, "means_nothing", lambda _line: False)
    forget_lines()
    assert find(st.sampled_from(NOTHING), lambda line: names(line) != (), settings=AS_FOUND)
    forget_lines()


def forget_lines() -> None:
    """What the lines of lists were read as is remembered by the process."""
    lists._name.cache_clear()
    lists._names_of_line.cache_clear()


@pytest.mark.parametrize("line", ["Программа А, Программа Б", "Программа А / Программа Б", "Программа А - Программа Б"])
def test_the_stated_number_tells_where_a_line_is_parted(line):
    row = only(APPENDIX1, programme_count="2", programmes=line)
    assert row.refusals == ()
    assert row.values["programmes"] == ("Программа А", "Программа Б")
    assert only(APPENDIX1, programme_count="1", programmes=line).values["programmes"] == (line,)
    assert only(APPENDIX1, programme_count="", programmes=line).values["programmes"] == (line,)


@pytest.mark.parametrize(("stated", "listed"), [("3", "А\nБ"), ("1", "А\nБ"), ("0", "А"), ("2", "А"), ("2", "А, Б, В")])
def test_a_number_of_programmes_that_is_not_the_number_of_names_is_told(stated, listed):
    said = GOOD["appendix1"] | {"programme_count": stated, "programmes": listed}
    file = read_register(APPENDIX1, as_csv(table(APPENDIX1, said)), "п1.csv")
    assert [row.refusals for row in file.rows()] == [()]
    (remark,) = file.remarks
    assert "не равно числу наименований в перечне, строка 2" in remark


@pytest.mark.parametrize(
    ("stated", "listed"), [("2", "А\nБ"), ("2", "А, Б"), ("1", "А, Б"), ("2", "А; А"), ("", "А"), ("0", "")]
)
def test_a_number_that_is_that_of_the_names_is_not_told(stated, listed):
    said = GOOD["appendix1"] | {"programme_count": stated, "programmes": listed}
    file = read_register(APPENDIX1, as_csv(table(APPENDIX1, said)), "п1.csv")
    assert [row.refusals for row in file.rows()] == [()]
    assert file.remarks == ()


def test_a_number_without_a_list_is_told():
    file = read_register(APPENDIX1, as_csv(table(APPENDIX1, GOOD["appendix1"] | {"programme_count": "2"})), "п1.csv")
    (row,) = file.rows()
    assert row.refusals == ()
    assert file.remarks == ("Число ДПП указано, а перечень пуст, строка 2: подойдёт любая программа.",)


def only(register, **said):
    (row,) = read_register(register, as_csv(table(register, GOOD[register.key] | said)), "ф.csv").rows()
    return row


def test_a_clause_within_a_name_is_no_second_item():
    assert names("1. Работа по п. 2. Положения") == ("Работа по п. 2. Положения",)
    assert names("I. Чтение II. Письмо") == ("Чтение", "Письмо")
