"""A list for paper: its headings, rows and note as HTML, in which nothing is markup but the table's own."""

from datetime import date

from exports.printed_list import printed_list


def test_values_read_as_on_the_screen_and_are_no_markup():
    rows = [["<b>Анна</b>", date(2026, 2, 1), 78.5, None, "раз\nдва"], ["Борис & Ко", None, 1, "x", ""]]
    said = printed_list(["ФИО", "пройдена", "балл", "<i>", "строки"], rows, "Напечатаны первые 2 из 1 234").decode()
    assert "&lt;b&gt;Анна&lt;/b&gt;" in said
    assert "<b>" not in said
    assert "<th scope='col'>&lt;i&gt;</th>" in said
    assert "<td>01.02.2026</td><td>78,5</td><td>—</td><td>раз<br>два</td>" in said
    assert "Борис &amp; Ко" in said
    assert "<th scope='col'>Пройдена</th>" in said
    assert said.endswith("<p class='pager-shown'>Напечатаны первые 2 из 1 234</p>")
