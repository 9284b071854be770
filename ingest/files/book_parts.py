"""The parts of an XLSX archive under the names they ought to have: programs differ in case, slashes and places."""

import io
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat  # nosec B407: definitions of entities are refused below
from xml.sax.saxutils import quoteattr  # nosec B406: nothing is read by it

from ingest.files.unreadable import UnreadableFileError

MAIN, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_ROOT_RELATIONS = "_rels/.rels"
MOST_IN_TREE = 4 << 20  # the list of sheets and what relates to it: a few kilobytes in earnest
MOST_IN_STYLES = 16 << 20
_BLOCK = 1 << 18
_RESAVE = "сохраните его как «Книга Excel (.xlsx)» или как CSV"
NOT_A_BOOK = f"это не книга Excel (.xlsx) и не CSV; {_RESAVE}"
_BINARY = f"это двоичная книга Excel (.xlsb); {_RESAVE}"
_DAMAGED = "файл повреждён или это не книга Excel; откройте его в Excel и сохраните снова как .xlsx"
_TOO_LARGE = "описание листов книги слишком велико; откройте файл в Excel и сохраните снова как .xlsx"

# Called with the name of the parent, the name and the attributes of an element.
See = Callable[[str, str, dict[str, str]], None]


@dataclass(frozen=True)
class BookParts:
    """A workbook whose parts bear their usual names: its bytes, and where each sheet stands in them."""

    content: bytes
    sheets: dict[str, str]


def walk(stream: IO[bytes], see: See) -> None:
    """Call `see` with the name of the parent, the name and the attributes of each element; none of them is kept."""
    parser = expat.ParserCreate(namespace_separator="}")
    open_ones = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        bare = local(name)
        see(open_ones[-1], bare, attributes)
        open_ones.append(bare)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: open_ones.pop()
    parse_without_entities(parser, stream)


def parse_without_entities(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Go through the part block by block; ValueError where it is broken or brings definitions of its own."""
    parser.StartDoctypeDeclHandler = _refuse_definitions
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None


def _refuse_definitions(*_: object) -> None:
    raise ValueError("a document type where none is expected")


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def bounded(archive: zipfile.ZipFile, name: str, most: int) -> IO[bytes]:
    """The part, to be read; refused where it is larger than such a part ever is."""
    if archive.getinfo(name).file_size > most:
        raise UnreadableFileError(_TOO_LARGE)
    return archive.open(name)


def book_parts(content: bytes, archive: zipfile.ZipFile) -> BookParts:
    """The workbook with the usual names; UnreadableFileError where it is none."""
    entries = {_plain(name): name for name in archive.namelist()}
    if len(entries) < len(archive.namelist()):
        raise UnreadableFileError(_DAMAGED)
    main = _main_part(archive, entries)
    relations = _relations(archive, entries, _relations_of(main))
    renamed = {entries[main]: MAIN, entries[_relations_of(main)]: RELATIONS}
    for kind, usual in (("sharedStrings", STRINGS), ("styles", STYLES)):
        place = next((_plain(path) for related, path in relations.values() if related == kind), _plain(usual))
        part = entries.get(place)
        if part:
            renamed[part] = usual
    sheets = _sheets(archive, entries[main], relations)
    if all(name == usual for name, usual in renamed.items()) and all(
        path in entries.values() for path in sheets.values()
    ):
        return BookParts(content, sheets)
    parts = {
        path: f"xl/worksheets/part{place}.xml" for place, path in enumerate(dict.fromkeys(sheets.values()), start=1)
    }
    renamed |= {entries[_plain(path)]: usual for path, usual in parts.items()}
    content = _rewritten(
        archive, renamed, {key: (kind, entries[_plain(path)]) for key, (kind, path) in relations.items()}
    )
    return BookParts(content, {sheet: parts[path] for sheet, path in sheets.items()})


def _plain(name: str) -> str:
    return _whole(name).casefold()


def _whole(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def _relations_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _main_part(archive: zipfile.ZipFile, entries: dict[str, str]) -> str:
    main = _plain(MAIN)
    if _ROOT_RELATIONS in entries:
        related = _relations(archive, entries, _ROOT_RELATIONS).values()
        main = next((_plain(path) for kind, path in related if kind == "officeDocument"), main)
    if main not in entries:
        raise UnreadableFileError(NOT_A_BOOK)
    if main.endswith(".bin"):
        raise UnreadableFileError(_BINARY)
    if _relations_of(main) not in entries:
        raise UnreadableFileError(_DAMAGED)
    return main


def _relations(archive: zipfile.ZipFile, entries: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    """By its id: what kind of part it is, and where it stands; those that are not there are left out."""
    folder = posixpath.dirname(posixpath.dirname(part))
    related: dict[str, tuple[str, str]] = {}

    def see(_parent: str, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = _whole(target if target.startswith("/") else f"{folder}/{target}")
        if _plain(path) in entries:
            related[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    with bounded(archive, entries[part], MOST_IN_TREE) as stream:
        walk(stream, see)
    return related


def _sheets(archive: zipfile.ZipFile, main: str, relations: dict[str, tuple[str, str]]) -> dict[str, str]:
    """The name of each sheet → the part it stands in."""
    sheets: dict[str, str] = {}
    roots: list[str] = []

    def see(parent: str, name: str, attributes: dict[str, str]) -> None:
        if not parent:
            roots.append(name)
        elif name == "sheet":
            # The namespace of the relation differs between the two editions of the standard.
            identity = next((value for key, value in attributes.items() if key.endswith("}id")), "")
            kind, path = relations.get(identity, ("", ""))
            if kind == "worksheet":
                sheets[attributes.get("name", "")] = path

    with bounded(archive, main, MOST_IN_TREE) as stream:
        walk(stream, see)
    if roots != ["workbook"]:
        raise UnreadableFileError(NOT_A_BOOK)
    return sheets


def _rewritten(archive: zipfile.ZipFile, renamed: dict[str, str], relations: dict[str, tuple[str, str]]) -> bytes:
    """The same workbook with these names, and with relations that lead to them."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, usual in renamed.items():
            if usual != RELATIONS:
                with archive.open(name) as source, book.open(usual, "w") as to:
                    while block := source.read(1 << 20):
                        to.write(block)
        book.writestr(RELATIONS, _relations_xml(relations, renamed))
        book.writestr(_ROOT_RELATIONS, _relations_xml({"rId1": ("officeDocument", MAIN)}, {MAIN: MAIN}))
    return content.getvalue()


def _relations_xml(relations: dict[str, tuple[str, str]], renamed: dict[str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = [
        f'<Relationship Id={quoteattr(identity)} Type="{kinds}{kind}" Target="/{renamed[name]}"/>'
        for identity, (kind, name) in relations.items()
        if name in renamed
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{"".join(rows)}</Relationships>'
