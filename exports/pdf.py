"""A form as PDF: tagged for screen readers (PDF/UA-1), with embedded fonts; every value is passed as data."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from exports.forms import AUTHOR, NO_ROWS, Form

_TEMPLATE = Path(__file__).with_name("form.typ")


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
    """The PDF for the arguments that `typst_args` returns."""
    return typst.compile(
        _template(),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"form": about},
        pdf_standards=["ua-1"],
        timestamp=made_at,
    )


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts of typst, so that a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
