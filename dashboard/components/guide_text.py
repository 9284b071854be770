"""A guide of docs/guide as elements: headings, paragraphs, lists, tables, pictures, bold, code and links."""

import re
from collections.abc import Iterator
from pathlib import Path
from struct import unpack

from dash.development.base_component import Component

from dashboard import addresses, html

GUIDES = Path(__file__).parent.parent.parent / "docs" / "guide"
_INLINE = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|`(?P<code>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<href>[^)]+)\)")
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<name>[a-z0-9-]+)\.png\)")
_ITEM = re.compile(r"(?:[-*]|\d+\.) +")
_RULE = re.compile(r"\|[-| :]+\|")


def guide_text(written: str) -> list[Component]:
    """The blocks of the text; the first heading gets level 2, because the screen has its own."""
    return [_block(block) for block in _blocks(written)]


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines without an empty line; a heading is a block of its own."""
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if block and (not line.strip() or line.startswith("#")):
            yield block
            block = []
        if line.strip():
            block.append(line)


def _block(lines: list[str]) -> Component:
    first = lines[0]
    if first.startswith("#"):
        level = len(first) - len(first.lstrip("#"))
        return (html.H2 if level == 1 else html.H3 if level == 2 else html.H4)(_inline(first.lstrip("# ")))
    picture = _PICTURE.fullmatch(first)
    if picture:
        width, height = _size_of(GUIDES / f"{picture['name']}.png")
        image = html.Img(src=addresses.guide_picture(picture["name"]), alt="", width=width, height=height)
        return html.Figure([image, html.Figcaption(picture["alt"])], className="guide-picture")
    if first.startswith("|"):
        return _table(lines)
    if _ITEM.match(first):
        items = [html.Li(_inline(item)) for item in _items(lines)]
        return html.Ol(items) if first[0].isdigit() else html.Ul(items)
    return html.P(_inline(" ".join(lines)))


def _size_of(picture: Path) -> tuple[int, int]:
    """The width and the height from the header of a PNG, so that the browser reserves the space."""
    with picture.open("rb") as file:
        return unpack(">II", file.read(24)[16:])


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        mark = _ITEM.match(line)
        if mark:
            items.append(line[mark.end() :])
        else:
            items[-1] += f" {line.strip()}"
    return items


def _table(lines: list[str]) -> Component:
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not _RULE.fullmatch(line)]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(_inline(cell), scope="col") for cell in head])),
            html.Tbody([html.Tr([html.Td(_inline(cell)) for cell in row]) for row in rows]),
        ],
        className="plain-table",
    )
    label = {"aria-label": f"{head[0]} и {head[1].lower()}"}
    return html.Div(table, className="table-scroll", tabIndex="0", role="region", **label)


def _inline(text: str) -> list[Component | str]:
    parts: list[Component | str] = []
    end = 0
    for match in _INLINE.finditer(text):
        parts += [text[end : match.start()], _marked(match)]
        end = match.end()
    return [part for part in [*parts, text[end:]] if part != ""]


def _marked(match: re.Match[str]) -> Component | str:
    if match["bold"]:
        return html.Strong(match["bold"])
    if match["code"]:
        return html.Code(match["code"])
    # Guides also link to files of the repository; only addresses of the app become links.
    return html.A(match["text"], href=match["href"]) if match["href"].startswith("/") else match["text"]
