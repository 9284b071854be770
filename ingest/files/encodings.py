"""In which encoding the text of a file is, and the words for one that was lost on the way."""

import codecs
import re
from collections.abc import Callable, Iterator

from ingest.files.unreadable import UnreadableFileError

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_WIDEST = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Words of which the headings of any register hold one.
_EXPECTED = ("идентификатор", "муниципальное", "организация", "наименование", "должность", "фамилия")
_SAVE_AGAIN = "откройте его той программой, из которой он получен, и сохраните как «CSV UTF-8» или .xlsx"
_LOST = re.compile(r"\?{3,}[^\n]{0,80}?[;,\t|]\s*\?{3,}")


def encoding_of(content: bytes) -> str:
    """UTF-16 with its mark, UTF-8 or Windows-1251; a file that begins as UTF-8 and breaks further down is refused."""
    if content.startswith(_WIDEST) or (b"\0" in content and not content.startswith(_WIDE)):
        raise UnreadableFileError(f"у файла не та кодировка (похоже на Юникод без метки или UTF-32); {_SAVE_AGAIN}")
    if content.startswith(_WIDE):
        if _first_broken(content, "utf-16") is not None:
            raise UnreadableFileError("текст Юникод в файле оборван; сохраните файл снова как «CSV UTF-8»")
        return "utf-16"
    broken_at = _first_broken(content, "utf-8")
    if broken_at is None:
        _refuse_mistaken(content, "utf-8")
        return "utf-8"
    if content.startswith(codecs.BOM_UTF8) or _is_utf8(content[: content.rfind(b"\n", 0, broken_at) + 1]):
        line = content.count(b"\n", 0, broken_at) + 1
        raise UnreadableFileError(
            f"в строке {line} файла испорчены знаки; исправьте её и сохраните файл как «CSV UTF-8»"
        )
    _refuse_mistaken(content, "windows-1251")
    if _first_broken(content, "windows-1251") is not None:
        raise UnreadableFileError("кодировка файла неизвестна; сохраните файл как «CSV UTF-8»")
    return "windows-1251"


def is_wide_text(content: bytes) -> bool:
    """Whether noughts stand in the bytes because each letter takes two or four of them, and not as in a program."""
    sample = content[:_SAMPLE]
    wide = ("utf-16-le", "utf-16-be", "utf-32")
    return any(_is_of_registers(sample.decode(encoding, "ignore")) for encoding in wide)


def _first_broken(content: bytes, encoding: str) -> int | None:
    """Where the bytes stop being text of the encoding; the file is gone through block by block."""
    decoder, read = codecs.getincrementaldecoder(encoding)(), 0
    for start in range(0, len(content), _BLOCK):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(content[start : start + _BLOCK], final=start + _BLOCK >= len(content))
        except UnicodeDecodeError as error:
            return max(read - waiting + error.start, 0)
        read = start + _BLOCK
    return None


def _is_utf8(whole_lines: bytes) -> bool:
    """Cyrillic letters of Windows-1251 hardly ever make up lines of UTF-8."""
    return not whole_lines.isascii()


def _refuse_mistaken(content: bytes, encoding: str) -> None:
    """Refuse text that makes sense only in another encoding than the one it would be read in."""
    sample = content[:_SAMPLE]
    text = sample.decode(encoding, "replace")
    if _is_of_registers(text):
        return
    for name, decode in _others(sample, text):
        if _is_of_registers(decode()):
            raise UnreadableFileError(f"у файла не та кодировка (похоже на {name}); {_SAVE_AGAIN}")
    if _LOST.search(text):
        raise UnreadableFileError(f"в файле не та кодировка: вместо букв стоят вопросительные знаки; {_SAVE_AGAIN}")


def _others(sample: bytes, text: str) -> Iterator[tuple[str, Callable[[], str]]]:
    for name, encoding in (
        ("КОИ-8", "koi8-r"),
        ("кодировку DOS", "cp866"),
        ("Mac", "mac-cyrillic"),
        ("ISO", "iso8859-5"),
    ):
        yield name, lambda encoding=encoding: sample.decode(encoding, "replace")  # type: ignore[misc]
    for encoding in ("windows-1251", "latin-1", "cp1252"):
        yield (
            "UTF-8, сохранённый дважды",
            lambda encoding=encoding: (  # type: ignore[misc]
                text.encode(encoding, "replace").decode("utf-8", "replace")
            ),
        )
    yield (
        "Windows-1251, сохранённую как латиница",
        lambda: text.encode("latin-1", "replace").decode("windows-1251", "replace"),
    )


def _is_of_registers(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in _EXPECTED)
