"""An uploaded register becomes typed rows with all refusals of a row."""

import csv
import io
from datetime import date
from itertools import islice

import pytest
import xlsxwriter

from ingest.files.reading import read_register, recognise_file
from ingest.files.unreadable import UnreadableFileError
from ingest.registers import APPENDIX1, APPENDIX2, APPLICATIONS, PARTICIPATION, REGISTERS, STAFF

PERSON = {"full_name": "Иванова Анна", "municipality": "Миасский ГО", "organization": "Школа 1"}
GOOD = {
    "staff": PERSON | {"identifier": "17", "category": "педагогический", "since": "01.09.2020"},
    "appendix1": PERSON | {"procedure": "Диагностика", "passed_on": "01.02.2026"},
    "applications": PERSON | {"number": "З-1", "kind": "ДПП", "name": "Чтение", "submitted_on": "01.03.2026"},
    "appendix2": PERSON | {"programme": "Чтение", "realized": "01.03.2026 — 15.03.2026"},
    "participation": PERSON | {"event": "Слёт", "starts_on": "01.04.2026", "chosen_on": "01.03.2026"},
    "catalogue": {"offer_kind": "событие", "name": "Слёт"},
}


def table(register, *rows):
    """The headings of a register, then rows given by the keys of their columns."""
    cells = [tuple(row.get(column.key, "") for column in register.columns) for row in rows]
    return [tuple(column.heading for column in register.columns), *cells]


def as_csv(rows, *, separator=";", encoding="utf-8"):
    lines = io.StringIO()
    csv.writer(lines, delimiter=separator).writerows(rows)
    return lines.getvalue().encode(encoding)


def as_xlsx(*sheets, hidden=()):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy"}) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if number in hidden:
                sheet.hide()
            else:
                sheet.activate()  # the active sheet cannot be hidden
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return content.getvalue()


def only_row(register, **cells):
    """The row of a valid file with these cells changed."""
    file = read_register(register, as_csv(table(register, GOOD[register.key] | cells)), "файл.csv")
    (row,) = file.rows()
    return row


def reasons(register, **cells):
    """Heading → reason for the cells that were refused."""
    return {refusal.column: refusal.reason for refusal in only_row(register, **cells).refusals}


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_row_with_what_must_be_filled_is_accepted(register):
    row = only_row(register)
    assert row.refusals == ()
    assert set(row.values) == {column.key for column in register.columns}
    assert row.values.get("full_name", "Иванова Анна") == "Иванова Анна"


@pytest.mark.parametrize(
    ("register", "key"),
    [(register, column.key) for register in REGISTERS.values() for column in register.columns if column.filled],
    ids=lambda value: value if isinstance(value, str) else value.key,
)
def test_an_empty_cell_that_must_be_filled_is_refused(register, key):
    assert reasons(register, **{key: " "}) == {register.column(key).heading: "ячейка не заполнена"}


def test_staff_are_read_with_their_types():
    values = only_row(STAFF, identifier="0017", category="Руководящий", until="31.08.2025", education="—").values
    assert values["identifier"] == "0017"
    assert values["category"] == "managing"
    assert (values["since"], values["until"]) == (date(2020, 9, 1), date(2025, 8, 31))
    assert values["education"] is None


def test_an_assessment_is_read_with_its_types():
    cells = {
        "subject": "78,5 %",
        "programme_count": "2",
        "programmes": "1. Чтение\n2. Письмо",
        "passed_on": "2026-02-01",
    }
    values = only_row(APPENDIX1, **cells).values
    assert values["subject"] == 78.5
    assert values["methodical"] is None
    assert values["programme_count"] == 2
    assert values["programmes"] == ("Чтение", "Письмо")
    assert values["events"] == ()
    assert values["passed_on"] == date(2026, 2, 1)
    assert values["formed_on"] is None


def test_an_application_is_read_with_its_types():
    cells = {"submitted_by": "руководитель", "head_decision": "Подтверждена", "head_on": "02.03.2026", "number": "15"}
    values = only_row(APPLICATIONS, **cells).values
    assert (values["kind"], values["submitted_by"]) == ("programme", "head")
    assert (values["head_decision"], values["head_on"]) == ("confirmed", date(2026, 3, 2))
    assert (values["provider_decision"], values["provider_on"], values["withdrawn_on"]) == (None, None, None)


def test_a_result_is_read_with_its_types():
    values = only_row(APPENDIX2, hours="72 ч", document_number="ДЕМО-1", events="Слёт;Семинар").values
    assert values["realized"] == (date(2026, 3, 1), date(2026, 3, 15))
    assert (values["hours"], values["document_number"]) == (72, "ДЕМО-1")
    assert values["events"] == ("Слёт", "Семинар")


def test_participation_is_read_with_its_types():
    values = only_row(PARTICIPATION, ends_on="03.04.2026", confirmed_on="05.04.2026").values
    assert values["starts_on"] < values["ends_on"] < values["confirmed_on"]
    assert values["absence_reason"] is None


@pytest.mark.parametrize("register", [APPENDIX1, APPLICATIONS, APPENDIX2, PARTICIPATION], ids=lambda r: r.key)
def test_a_person_is_found_by_identifier_alone(register):
    row = only_row(register, identifier=17, full_name="", municipality="", organization="")
    assert row.refusals == ()
    assert row.values["identifier"] == "17"


@pytest.mark.parametrize("register", [APPENDIX1, APPLICATIONS, APPENDIX2, PARTICIPATION], ids=lambda r: r.key)
@pytest.mark.parametrize("key", ["full_name", "municipality", "organization"])
def test_without_identifier_name_municipality_and_organization_are_all_needed(register, key):
    refused = reasons(register, **{key: ""})
    assert list(refused) == [register.column(key).heading]
    assert "без идентификатора" in refused[register.column(key).heading]


def test_staff_need_their_name_and_place_besides_the_identifier():
    assert set(reasons(STAFF, full_name="", organization="")) == {"ФИО", "Организация"}


@pytest.mark.parametrize("side", ["head", "provider"])
def test_a_decision_without_its_date_and_a_date_without_its_decision_are_refused(side):
    decision, day = APPLICATIONS.column(f"{side}_decision").heading, APPLICATIONS.column(f"{side}_on").heading
    assert reasons(APPLICATIONS, **{f"{side}_decision": "отклонена"}) == {day: "указано решение, но нет его даты"}
    assert reasons(APPLICATIONS, **{f"{side}_on": "02.03.2026"}) == {
        decision: "указана дата решения, но нет самого решения"
    }


def test_a_decision_that_cannot_be_read_is_refused_once():
    assert list(reasons(APPLICATIONS, head_decision="да", head_on="02.03.2026")) == ["Решение руководителя"]
    assert list(reasons(APPLICATIONS, head_decision="отклонена", head_on="вчера")) == ["Дата решения руководителя"]


@pytest.mark.parametrize(
    ("register", "earlier", "later"),
    [
        (STAFF, "since", "until"),
        (STAFF, "absent_since", "absent_until"),
        (APPLICATIONS, "training_since", "training_until"),
        (PARTICIPATION, "starts_on", "ends_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.key,
)
def test_what_ends_before_it_begins_is_refused(register, earlier, later):
    refused = reasons(register, **{earlier: "02.03.2026", later: "01.03.2026"})
    assert list(refused) == [register.column(later).heading]
    assert "раньше" in refused[register.column(later).heading]
    assert reasons(register, **{earlier: "02.03.2026", later: "02.03.2026"}) == {}


def test_the_last_day_of_a_long_absence_stands_beside_the_first():
    assert list(reasons(STAFF, absent_until="01.03.2026")) == ["Длительно отсутствует с"]
    assert reasons(STAFF, absent_since="01.03.2026") == {}
    assert list(reasons(STAFF, absent_since="давно", absent_until="01.03.2026")) == ["Длительно отсутствует с"]


def test_one_day_is_a_spell_and_may_be_a_long_absence():
    assert reasons(STAFF, since="01.09.2020", until="01.09.2020") == {}
    assert reasons(STAFF, absent_since="01.09.2020", absent_until="01.09.2020") == {}


def test_a_second_job_a_long_absence_a_need_and_a_level_are_read_with_their_types():
    values = only_row(STAFF, absent_since="01.09.2025", is_main="внешнее совместительство").values
    assert (values["absent_since"], values["absent_until"], values["is_main"]) == (date(2025, 9, 1), None, False)
    values = only_row(APPENDIX1, is_need="потребность", subject="высокий", methodical="78 %").values
    assert (values["is_need"], values["subject"], values["methodical"]) == (True, "высокий", 78)
    values = only_row(APPLICATIONS, expelled_on="05.03.2026", training_form="заочная").values
    assert (values["expelled_on"], values["training_form"]) == (date(2026, 3, 5), "заочная")
    assert only_row(PARTICIPATION, organizer="ЧИРО").values["organizer"] == "ЧИРО"


def test_realisation_that_ends_before_it_begins_is_refused():
    assert reasons(APPENDIX2, realized="15.03.2026 — 01.03.2026") == {
        "Дата реализации": "последний день раньше первого"
    }


def test_a_score_outside_nought_to_a_hundred_is_refused():
    assert set(reasons(APPENDIX1, subject="101", methodical="-1")) == {"Предметная (%)", "Методическая (%)"}


def test_a_row_tells_all_its_bad_cells_at_once_where_the_person_sees_them():
    rows = [("Выгрузка",), (), *table(STAFF, GOOD["staff"], GOOD["staff"] | {"since": "вчера", "category": "?"})]
    file = read_register(STAFF, as_xlsx(rows), "контингент.xlsx")
    good, bad = file.rows()
    assert good.refusals == ()
    told = [(r.file, r.sheet, r.row, r.column, r.value) for r in bad.refusals]
    assert told == [
        ("контингент.xlsx", "Sheet1", 5, "Категория", "?"),
        ("контингент.xlsx", "Sheet1", 5, "Принят", "вчера"),
    ]


def test_a_later_refusal_names_the_cell_as_the_file_has_it():
    rows = table(APPENDIX1, GOOD["appendix1"] | {"passed_on": "01.02.2026"})
    headings = ["2. Место работы*" if heading == "Организация" else heading for heading in rows[0]]
    without = [index for index, heading in enumerate(headings) if heading != "Дата формирования ИОМ"]
    file = read_register(APPENDIX1, as_csv([[cells[i] for i in without] for cells in (headings, rows[1])]), "ф.csv")
    (row,) = file.rows()
    refusal = file.refusal(row, "organization", "нет такой организации")
    assert (refusal.row, refusal.column, refusal.value) == (2, "2. Место работы*", "Школа 1")
    assert file.refusal(row, "formed_on", "рано").column == "Дата формирования ИОМ"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251"])
def test_a_csv_is_read_in_any_encoding_and_with_any_separator(separator, encoding):
    cells = GOOD["appendix1"] | {"programmes": "Чтение; письмо, счёт\nРисование", "organization": 'МБОУ "СОШ, № 1"'}
    rows = [("Выгрузка; 2026, февраль",), *table(APPENDIX1, cells)]
    file = read_register(APPENDIX1, as_csv(rows, separator=separator, encoding=encoding), "п1.csv")
    (row,) = file.rows()
    assert row.refusals == ()
    assert row.values["programmes"] == ("Чтение", "письмо, счёт", "Рисование")
    assert row.values["organization"] == 'МБОУ "СОШ, № 1"'
    assert row.number == 3


def test_the_row_of_a_csv_is_a_record_and_not_a_line():
    rows = table(APPENDIX1, GOOD["appendix1"] | {"programmes": "Чтение\nПисьмо"}, GOOD["appendix1"])
    assert [row.number for row in read_register(APPENDIX1, as_csv(rows), "п1.csv").rows()] == [2, 3]


def test_a_csv_row_with_more_cells_than_headings_is_refused_for_its_cells_may_have_moved():
    headings, row = table(STAFF, GOOD["staff"])
    file = read_register(STAFF, as_csv([headings, (*row, "", ""), (*row, "лишнее")]), "к.csv")
    whole, moved = file.rows()
    assert whole.refusals == ()
    assert [(r.value, "больше ячеек" in r.reason) for r in moved.refusals] == [("лишнее", True)]


def test_a_csv_with_a_quote_left_open_is_refused_before_any_row_is_read():
    content = as_csv(table(STAFF, GOOD["staff"])) + b'"17;\n'
    with pytest.raises(UnreadableFileError, match="кавычки"):
        read_register(STAFF, content, "к.csv")


def test_empty_rows_and_the_line_of_column_numbers_are_passed_over():
    headings, row = table(STAFF, GOOD["staff"])
    rows = [headings, tuple(range(1, 11)), ("",) * 10, row, (" ",) * 10, row, ()]
    assert [row.number for row in read_register(STAFF, as_xlsx(rows), "к.xlsx").rows()] == [4, 6]


def test_column_numbers_are_passed_over_only_under_the_headings():
    headings, row = table(STAFF, GOOD["staff"])
    rows = [headings, row, tuple(map(str, range(1, 11)))]
    assert [row.number for row in read_register(STAFF, as_csv(rows), "к.csv").rows()] == [2, 3]


def test_the_exported_appendix_1_with_two_rows_of_headings_is_read():
    single, cells = table(APPENDIX1, GOOD["appendix1"] | {"subject": 78, "methodical": "55,5", "identifier": 17})
    upper = ["Результаты процедуры оценки компетенций**" if h == "Предметная (%)" else h for h in single]
    lower = [heading if "(%)" in heading else "" for heading in single]
    upper = ["" if "(%)" in heading else heading for heading in upper]
    file = read_register(APPENDIX1, as_xlsx([("Приложение 1",), upper, lower, cells]), "п1.xlsx")
    (row,) = file.rows()
    assert row.number == 4
    assert (row.values["subject"], row.values["methodical"]) == (78, 55.5)
    assert file.column_of["subject"] == "Предметная (%)"


def test_a_percentage_cell_is_read_as_it_is_shown_and_a_plain_fraction_as_it_is():
    headings, cells = table(APPENDIX1, GOOD["appendix1"] | {"passed_on": "01.02.2026"})
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0.0%"})
        for number, row in enumerate([headings, cells, cells, cells]):
            sheet.write_row(number + 2, 3, row)
        first = 3 + headings.index("Предметная (%)")
        sheet.write(3, first, 0.785, percent)
        sheet.write(3, first + 1, 0.785)
        sheet.write(5, first, 1, percent)
        sheet.write(5, first + 1, 1)
        sheet.write(5, first + 2, 0, percent)
    file = read_register(APPENDIX1, content.getvalue(), "п1.xlsx")
    one, _, three = file.rows()
    assert (one.values["subject"], one.values["communicative"]) == (78.5, 0.785)
    assert (three.values["subject"], three.values["communicative"], three.values["psych_pedagogical"]) == (100, 1, 0)
    assert file.refusal(one, "subject", "много").value == "78,5%"


def test_a_failed_formula_in_a_score_is_refused_and_not_taken_for_an_absent_score():
    headings, cells = table(APPENDIX1, GOOD["appendix1"])
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings)
        sheet.write_row(1, 0, cells)
        sheet.write_formula(1, headings.index("Предметная (%)"), "=NA()", None, "#N/A")
    (row,) = read_register(APPENDIX1, content.getvalue(), "п1.xlsx").rows()
    assert [(refusal.column, refusal.value) for refusal in row.refusals] == [("Предметная (%)", "#N/A")]


def test_the_first_visible_sheet_with_the_headings_is_read_and_the_others_are_told():
    hidden = table(STAFF, GOOD["staff"] | {"identifier": "1"})
    first, second = (table(STAFF, GOOD["staff"] | {"identifier": number}) for number in ("2", "3"))
    content = as_xlsx(hidden, [("Пояснения",)], first, second, hidden={0})
    file = read_register(STAFF, content, "к.xlsx")
    assert [row.values["identifier"] for row in file.rows()] == ["2"]
    assert (file.sheet, file.passed_over) == ("Sheet3", ("Sheet4",))


def test_a_missing_column_refuses_the_file_though_its_other_sheets_have_no_headings_at_all():
    rows = [cells[1:] for cells in table(STAFF, GOOD["staff"])]
    with pytest.raises(UnreadableFileError, match="нет столбцов: «Идентификатор»"):
        read_register(STAFF, as_xlsx([("Пояснения",)], rows), "к.xlsx")


def test_a_file_of_another_register_is_refused():
    with pytest.raises(UnreadableFileError, match="Заявки"):
        read_register(APPLICATIONS, as_csv(table(STAFF, GOOD["staff"])), "к.csv")


def test_unknown_columns_are_told_and_kept_out():
    headings, cells = table(STAFF, GOOD["staff"])
    file = read_register(STAFF, as_csv([("Стаж", *headings), ("5", *cells)]), "к.csv")
    (row,) = file.rows()
    assert file.unknown == ("Стаж",)
    assert "5" not in row.values.values()
    assert row.values["identifier"] == "17"


def test_rows_can_be_gone_through_twice_and_are_not_read_before_they_are_asked_for():
    file = read_register(STAFF, as_csv(table(STAFF, *[GOOD["staff"]] * 50)), "к.csv")
    assert [row.number for row in islice(file.rows(), 2)] == [2, 3]
    assert list(file.rows()) == list(file.rows())


def test_equal_cells_of_other_kinds_are_not_confused():
    rows = table(APPENDIX1, *[GOOD["appendix1"] | {"programme_count": cell} for cell in (1, True, 1.0)])
    refused = [bool(row.refusals) for row in read_register(APPENDIX1, as_xlsx(rows), "п1.xlsx").rows()]
    assert refused == [False, True, False]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
@pytest.mark.parametrize("build", [as_csv, as_xlsx])
def test_a_file_is_recognised_by_its_headings(register, build):
    assert recognise_file(build(table(register, GOOD[register.key]))) is register


def test_a_file_with_other_headings_is_not_recognised():
    assert recognise_file("Товар;Цена\nМел;5\n".encode()) is None
