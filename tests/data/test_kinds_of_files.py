"""Files of one register as offices and programs write them: the same rows come out, or one line says what to do."""

import codecs
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from ingest.files.reading import read_register, recognise_file
from ingest.files.unreadable import UnreadableFileError
from ingest.registers import STAFF

HEADINGS = (
    "Идентификатор;ФИО;Муниципальное образование;Организация;Тип организации;Должность;Категория;Образование;Принят;"
    "Уволен"
)
ROW = "{};Ким Вера;Миасский городской округ;МБОУ СОШ № 5;СОШ;учитель;педагогический;высшее;01.09.2020;"
ROWS = [ROW.format(2001), ROW.format(2002)]
WHOLE = "\n".join([HEADINGS, *ROWS])


def identifiers(content: str | bytes) -> list[object]:
    """Of the rows of the file, in which nothing is refused."""
    content = content.encode() if isinstance(content, str) else content
    assert recognise_file(content) is STAFF
    rows = list(read_register(STAFF, content, "к.csv").rows())
    assert [one for row in rows for one in row.refusals] == []
    return [row.values["identifier"] for row in rows]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\r\r\n", "\n\r"], ids=repr)
def test_any_end_of_a_line_ends_it(end: str):
    assert identifiers(WHOLE.replace("\n", end)) == ["2001", "2002"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=repr)
def test_any_usual_encoding_and_separator_is_read(encoding: str, separator: str):
    assert identifiers(WHOLE.replace(";", separator).encode(encoding)) == ["2001", "2002"]


@pytest.mark.parametrize(
    "headings",
    [
        HEADINGS.upper(),
        HEADINGS.lower(),
        HEADINGS.replace(" ", "\u00a0"),
        HEADINGS.replace("Муниципальное образование", '"Муници-\nпальное  образование"'),
        HEADINGS.replace("Муниципальное", "Муници\u00adпальное\u200b"),
        ";".join(f"{place}. {one}*" for place, one in enumerate(HEADINGS.split(";"), start=1)),
        HEADINGS.replace("Организация;", "Oргaнизaция: ;"),
    ],
    ids=["upper", "lower", "spaces", "lines", "invisible", "numbered", "latin"],
)
def test_headings_are_known_however_they_are_written(headings: str):
    assert identifiers("\n".join([headings, *ROWS])) == ["2001", "2002"]


@pytest.mark.parametrize(
    "line",
    [
        *("1;2;3;4;5;6;7;8;9;10", "1.;2.;3.;4.;5.;6.;7.;8.;9.;10.", "0;1;2;3;4;5;6;7;8;9", "А;Б;1;2;3;4;5;6;7;8"),
        *("(1);(2);(3);(4);(5);(6);(7);(8);(9);(10)", "гр. 1;гр. 2;гр. 3;гр. 4;гр. 5;гр. 6;гр. 7;гр. 8;гр. 9;гр. 10"),
    ],
)
def test_the_line_of_column_numbers_is_no_row(line: str):
    assert identifiers("\n".join([HEADINGS, line, *ROWS])) == ["2001", "2002"]


def test_the_headings_again_are_no_row_where_files_were_put_together():
    assert identifiers(f"{WHOLE}\n{HEADINGS}\n{ROW.format(2003)}") == ["2001", "2002", "2003"]
    turned = ";".join(reversed(HEADINGS.split(";")))
    rows = list(read_register(STAFF, f"{WHOLE}\n{turned}".encode(), "к.csv").rows())
    assert rows[-1].refusals, "in another order what follows would be misread"


@pytest.mark.parametrize(
    "line",
    [
        "* данные на 1 сентября",
        "Примечание: совместители не включены",
        "Верно:",
        "Исп. Петрова, тел. 2-33",
        "Дата: ____",
    ],
)
def test_a_note_below_the_table_is_refused_in_one_line(line: str):
    *_, last = read_register(STAFF, f"{WHOLE}\n{line};;;;;;;;;".encode(), "к.csv").rows()
    (refusal,) = last.refusals
    assert "похоже на подпись или пояснение" in refusal.reason


@pytest.mark.parametrize("line", ["МБОУ СОШ № 7", "Страница 1 из 2", "Документ подписан ЭП", "Количество: 2"])
def test_a_line_of_one_cell_is_refused_once(line: str):
    *_, last = read_register(STAFF, f"{WHOLE}\n{line};;;;;;;;;".encode(), "к.csv").rows()
    assert len(last.refusals) == 1


def test_the_row_of_an_example_is_nobody():
    (row,) = read_register(STAFF, f"{HEADINGS}\n{ROW.format('Пример')}".encode(), "к.csv").rows()
    (refusal,) = row.refusals
    assert "строка-образец" in refusal.reason


def test_values_under_no_heading_are_told():
    content = WHOLE.replace("Организация;Тип", "Организация;;Тип").replace("СОШ № 5;СОШ", "СОШ № 5;филиал;СОШ")
    file = read_register(STAFF, content.encode(), "к.csv")
    assert [row.refusals for row in file.rows()] == [(), ()]
    assert file.remarks == ("Нет заголовка, и значения не читались: столбец 5.",)
    file = read_register(STAFF, WHOLE.replace("Организация;Тип", "Организация;;Тип").encode(), "к.csv")
    assert [bool(row.refusals) for row in file.rows()] == [True, True], "the cells stand one column off"


@pytest.mark.parametrize("beside", [HEADINGS.split(";")[:-3], ROW.format(3).split(";")], ids=["headings", "rows"])
def test_another_sheet_that_may_hold_rows_is_told(beside: list[str]):
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        first, second, notes = (book.add_worksheet(name) for name in ("Школа", "Филиал", "Как заполнять"))
        for number, line in enumerate(WHOLE.split("\n")):
            first.write_row(number, 0, line.split(";"))
        second.write_row(0, 0, beside)
        notes.write_row(0, 0, ["ФИО", "Полностью"])
    assert read_register(STAFF, content.getvalue(), "к.xlsx").passed_over == ("Филиал",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (WHOLE.encode("utf-16-le"), "не та кодировка"),
        (WHOLE.encode("utf-16-be"), "не та кодировка"),
        (WHOLE.encode("utf-32"), "не та кодировка"),
        (WHOLE.encode("windows-1251").decode("latin-1").encode(), "не та кодировка"),
        (WHOLE.encode().decode("latin-1").encode(), "не та кодировка"),
        (codecs.BOM_UTF16_LE + WHOLE.encode("utf-16-le")[:-1], "оборван"),
        (f"{HEADINGS}\n{ROWS[0]}\n".encode() + ROWS[1].encode("windows-1251"), "в строке 3"),
        (WHOLE.replace(";", "|").encode(), "столбцы файла не разделены"),
        (WHOLE.replace("МБОУ СОШ № 5;СОШ;учитель;педагогический;высшее;01.09.2020;", '"МБОУ', 1).encode(), "кавычки"),
        (f"{HEADINGS};Должность\n{ROWS[0]};".encode(), "встречается дважды"),
        (f"{HEADINGS};Дата приёма\n{ROWS[0]};".encode(), "означают одно"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, reason: str):
    with pytest.raises(UnreadableFileError, match=reason):
        read_register(recognise_file(content) or STAFF, content, "к.csv")


@pytest.mark.parametrize(
    "name",
    [
        *(one.encode().decode("windows-1251", "replace") for one in ("Ким Вера", "Ким", "Анна")),
        "Êèì Âåðà Èâàíîâíà",
        "???? ????",
    ],
)
def test_a_cell_in_another_encoding_is_refused_and_never_a_name(name: str):
    content = f"{HEADINGS}\n{ROWS[0].replace('Ким Вера', name)}".encode()
    (row,) = read_register(STAFF, content, "к.csv").rows()
    assert [one.column for one in row.refusals] == ["ФИО"]
    assert "кодировке" in row.refusals[0].reason
