"""The document for a meeting has two pages at most, names who signs, and draws its bars in both formats."""

import io
from datetime import date, datetime

import docx
import pypdf
from docx.oxml.ns import qn

from exports.briefs import MOST_ROWS, Brief, BriefTable, brief_form, rows_that_fit
from exports.docx import form_docx
from exports.forms import ChartBar
from exports.pdf import form_pdf
from exports.reports import ReportHead
from model.indicators import COUNT_BY_KEY, RATES, STAGES
from model.places import Level

LONG = "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 117 имени Героя»"
HEADINGS = [("Показатель", 40), ("Значение", 15), ("Из скольких", 17), ("Целевое значение", 14), ("Не хватает", 15)]


def brief(*, name: str = "Иванова А. П.", post: str = "методист", behind: str = LONG) -> Brief:
    numbers = ["33,4 %", "1 841 из 2 521", "33,3 %", "661 чел."]
    head = ReportHead("Иванова А. П. (ivanova)", datetime(2026, 11, 28, 9, 5), LONG, date(2026, 11, 28))
    return Brief(
        head=head,
        level=Level.MUNICIPALITY,
        sentence=f"{LONG}: охват оценкой за год — 33,4 %, не хватает 12 человек: {LONG} (7), {LONG} (5).",
        rates=BriefTable("Показатели", HEADINGS, [[rate.label, *numbers] for rate in RATES]),
        behind=BriefTable(
            "Отставание",
            HEADINGS,
            [[behind, *numbers] for _ in range(rows_that_fit([behind] * MOST_ROWS))],
            ["Не достигли."],
        ),
        stages=("Этапы", [ChartBar(COUNT_BY_KEY[key].label, "120", 1 / (1 + n)) for n, key in enumerate(STAGES)]),
        sources=["; ".join(f"{one.label} — 35 % на 2026 год, правовой акт от 12.01.2026 № 01/15" for one in RATES)],
        loaded_at=datetime(2026, 11, 28, 8, 0),
        against=date(2026, 8, 31),
        post=post,
        name=name,
    )


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_the_longest_names_and_every_act_leave_two_pages():
    told = pages(form_pdf(brief_form(brief())))
    assert len(told) <= 2
    assert "____________ / Иванова А. П." in told[-1]
    assert "Методист" in told[-1]


def test_ten_short_names_are_shown_and_fewer_long_ones():
    assert rows_that_fit(["Троицкий городской округ"] * 43) == MOST_ROWS
    assert 3 <= rows_that_fit([LONG] * 43) < MOST_ROWS
    assert rows_that_fit([]) == 0


def test_an_account_without_a_name_leaves_the_line_for_the_head():
    told = "".join(pages(form_pdf(brief_form(brief(name="", post="")))))
    assert "Руководитель органа управления образованием" in told
    assert "________________________" in told


def test_a_bar_of_the_word_file_is_as_long_as_its_share():
    document = docx.Document(io.BytesIO(form_docx(brief_form(brief()))))
    chart = next(table for table in document.tables if table.rows[0].cells[0].text == COUNT_BY_KEY[STAGES[0]].label)
    indents = [row.cells[2].paragraphs[0].paragraph_format.right_indent for row in chart.rows]
    assert indents[0] == 0
    assert indents == sorted(indents)
    assert all(row.cells[2].paragraphs[0]._p.pPr.find(qn("w:shd")) is not None for row in chart.rows)
