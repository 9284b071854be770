"""The office program that opens what is given away."""

import shutil

NAMES = ("soffice", "libreoffice")


def office_program() -> str | None:
    """Its command; None where there is none, and then its tests are skipped and it is said."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
