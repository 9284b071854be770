"""The first rows of a long list as a table of HTML, which a browser puts on paper in place of the page in sight."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from exports.forms import value_text

MOST_PRINTED = 500
ABSENT = "—"


def printed_list(headings: Sequence[str], rows: Sequence[Sequence[object]], note: str) -> bytes:
    """The headings, the rows, and below them the note that says how many rows there are."""
    head = Markup("").join(Markup("<th scope='col'>{}</th>").format(_heading(one)) for one in headings)
    body = Markup("").join(map(_row, rows))
    table = Markup("<table class='table-plain rows-table'><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")
    return (table.format(head, body) + Markup("<p class='pager-shown'>{}</p>").format(note)).encode()


def _heading(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(row: Sequence[object]) -> Markup:
    first, *rest = map(_cell, row)
    cells = Markup("").join(Markup("<td>{}</td>").format(one) for one in rest)
    return Markup("<tr><th scope='row'>{}</th>{}</tr>").format(first, cells)


def _cell(value: object) -> Markup:
    lines = (value_text(value) or ABSENT).split("\n")
    return Markup("<br>").join(map(escape, lines))
