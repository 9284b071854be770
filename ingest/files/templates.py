"""An empty register to fill in: headings with notes, lists to choose from, and a sheet that explains each column."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ingest.cells.kinds import CellKind
from ingest.cells.parsers import WORDS
from ingest.registers.register import Column, Register

_LAST_ROW = 200_000
_WIDTH = 24
_HOW = {
    CellKind.TEXT: "Текст.",
    CellKind.IDENTIFIER: "Номер или код, как в модуле «Организация ДПО»; ячейка — текст, чтобы не пропали нули.",
    CellKind.DAY: "Дата: 31.12.2026.",
    CellKind.PERIOD: "Дата или две даты через тире: 01.02.2026 - 15.02.2026; последняя — итоговая аттестация.",
    CellKind.PERCENT: "Число от 0 до 100: 78 или 78,5, или уровень словами. Нет такой компетенции — пусто, а не 0.",
    CellKind.COUNT: "Целое число.",
    CellKind.HOURS: "Число часов.",
    CellKind.NAME: "Наименование, одно в строке.",
    CellKind.NAMES: "Каждое наименование — с новой строки в ячейке или через точку с запятой.",
    CellKind.CANCELLATION: "«да» или день отмены; не отменено — пусто.",
    CellKind.REMOVAL: "«да», если запись внесена ошибочно и её надо удалить; иначе пусто.",
    CellKind.DOCUMENT: "Номер документа; пока документа нет — пусто.",
}
_DAYS = frozenset({CellKind.DAY})
_TEXTS = frozenset({CellKind.IDENTIFIER, CellKind.DOCUMENT, CellKind.PERIOD})


def write_template(register: Register, municipalities: Sequence[str]) -> bytes:
    """The workbook of a register; the municipalities are those that may be chosen in it."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        _rows_to_fill(book, register, municipalities)
        _explanations(book, register)
        lists = book.add_worksheet("Списки")
        for row, name in enumerate(municipalities):
            lists.write_string(row, 0, name)
        lists.hide()
    return content.getvalue()


def _rows_to_fill(book: xlsxwriter.Workbook, register: Register, municipalities: Sequence[str]) -> None:
    sheet = book.add_worksheet(register.title)
    look = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    must, may = book.add_format({**look, "bg_color": "#DCE9F5"}), book.add_format(look)
    day, text = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "@"})
    for index, column in enumerate(register.columns):
        kind = day if column.kind in _DAYS else text if column.kind in _TEXTS else None
        sheet.set_column(index, index, _WIDTH, kind)
        sheet.write_string(0, index, column.heading, must if column.filled else may)
        sheet.write_comment(0, index, _note(column), {"x_scale": 2})
        choices = _choices(column, municipalities)
        if choices is not None:
            sheet.data_validation(1, index, _LAST_ROW, index, choices)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(f"A1:{xl_col_to_name(len(register.columns) - 1)}1")


def _choices(column: Column, municipalities: Sequence[str]) -> dict[str, Any] | None:
    """What may be chosen in the column; something else is warned of, for the importer reads other spellings too."""
    warning = {"error_type": "warning", "error_title": "Нет в списке", "error_message": "Проверьте написание."}
    if column.key == "municipality" and municipalities:
        return {"validate": "list", "source": f"=Списки!$A$1:$A${len(municipalities)}", **warning}
    if column.key in WORDS:
        return {"validate": "list", "source": list(WORDS[column.key].values()), **warning}
    return None


def _note(column: Column) -> str:
    needs = {True: "Заполняется в каждой строке.", False: ""}[column.filled]
    if not column.required:
        needs = "Столбца может не быть."
    return " ".join(filter(None, [_how(column), needs]))


def _how(column: Column) -> str:
    if column.key in WORDS:
        return "Одно из: " + ", ".join(f"«{word}»" for word in WORDS[column.key].values()) + "."
    if column.key == "municipality":
        return "Наименование по справочнику; прежнее годится наравне с нынешним."
    return _HOW[column.kind]


def _explanations(book: xlsxwriter.Workbook, register: Register) -> None:
    """One line a column: a row of headings this sheet has not, so that it is never taken for the register."""
    sheet = book.add_worksheet("Как заполнять")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    sheet.set_column(0, 0, 44, bold)
    sheet.set_column(1, 1, 90, wrap)
    sheet.write_string(0, 0, f"Как заполнять реестр «{register.title}»", bold)
    sheet.write_string(1, 1, "Столбцы можно переставлять; голубые заголовки — заполнять в каждой строке.", wrap)
    for row, column in enumerate(register.columns, start=3):
        sheet.write_string(row, 0, column.heading, bold)
        sheet.write_string(row, 1, _note(column), wrap)
