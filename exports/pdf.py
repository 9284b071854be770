"""A form as PDF: tagged for screen readers (PDF/UA-1), with embedded fonts; every value is passed as data."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from functools import cache, lru_cache
from pathlib import Path

import typst

from exports.forms import AUTHOR, NO_GLYPH, NO_ROWS, Form

# One character in the fonts of form.typ.
_ONE = b"""#set document(title: "?")
#set text(font: "Libertinus Serif", lang: "ru", region: "RU", fallback: true)
#sys.inputs.form
"""
_MOST_TRIED = 300  # different characters of one document that are looked for in the fonts: each takes milliseconds
_COMMON = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100), *range(0x400, 0x460)))) | {
    *"\n\t\xa0–—‘’‚“”„…‰№•−‹›€™" + NO_GLYPH
}
_TEMPLATE = Path(__file__).with_name("form.typ")


class UnprintableError(ValueError):
    """A form that cannot be made into a PDF."""


def form_pdf(form: Form) -> bytes:
    """The form as the bytes of a PDF file."""
    return render_pdf(*typst_args(form))


def typst_args(form: Form) -> tuple[str, int | None]:
    """The form as JSON for form.typ, and the Unix time of its stamp or None."""
    about = {
        **asdict(form),
        "stamp": str(form.stamp or ""),
        "is_stamped": form.stamp is not None,
        "name": form.name,
        "author": AUTHOR,
        "no_rows": NO_ROWS,
    }
    made_at = int(form.stamp.made_at.timestamp()) if form.stamp else None
    return json.dumps(about, ensure_ascii=False), made_at


def render_pdf(about: str, made_at: int | None) -> bytes:
    """The PDF for the arguments that `typst_args` returns; a mark replaces characters that no font has."""
    try:
        return _compiled(_template(), about, made_at)
    except typst.TypstError:
        pass
    try:
        return _compiled(_template(), _with_glyphs(about, has_glyph), made_at)
    except typst.TypstError:
        pass
    try:
        return _compiled(_template(), _with_glyphs(about, _is_common), made_at)
    except typst.TypstError as error:
        raise UnprintableError(str(error)) from None


def _compiled(look: bytes, about: str, made_at: int | None) -> bytes:
    return typst.compile(
        look,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"form": about},
        pdf_standards=["ua-1"],
        timestamp=made_at,
    )


def _with_glyphs(about: str, is_drawable: Callable[[str], bool]) -> str:
    """The text with a mark for each character that is not drawable; those that have no width of their own go."""
    foreign = {char for char in about if not _is_common(char)}
    tried = sorted(foreign)[:_MOST_TRIED]
    drawable = {char for char in tried if is_drawable(char)}
    gone = {char for char in foreign - drawable if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}}
    return about.translate({ord(char): "" if char in gone else NO_GLYPH for char in foreign - drawable})


def _is_common(char: str) -> bool:
    """A character of Russian and of English, which the fonts are known to have."""
    return char in _COMMON


@lru_cache(maxsize=10_000)
def has_glyph(char: str) -> bool:
    """Whether a font of ours shows the character."""
    try:
        _compiled(_ONE, char, None)
    except typst.TypstError:
        return False
    return True


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts of typst, so that a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
